import type { WriteState } from "../../frame/state.ts";
import type { AccountId } from "../../types/account-id.ts";
import type { NetUid } from "../../types/balances.ts";
import { storage } from "./storage.ts";

/** Who has a field under a timelock, in which subnet. */
type Entry = readonly [netuid: NetUid, who: AccountId];

/** Notes that the account has such a field. */
export function addTimelocked(state: WriteState, [netuid, who]: Entry): void {
  storage.TimelockedIndex.mutate(state, (index) => [...index, [netuid, who]]);
}

/** Notes that it has none. The index is written whether it changes or not, as in the original. */
export function removeTimelocked(state: WriteState, [netuid, who]: Entry): void {
  storage.TimelockedIndex.mutate(state, (index) => index.filter(([of, one]) => of !== netuid || one !== who));
}
