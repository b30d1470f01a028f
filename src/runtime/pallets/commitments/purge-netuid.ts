import type { WriteState } from "../../frame/state.ts";
import type { NetUid } from "../../types/balances.ts";
import { storage } from "./storage.ts";

/**
 * Forgets all commitments of a subnet.
 * Rust: `pallets/commitments/src/lib.rs purge_netuid`.
 */
export function purgeNetuid(state: WriteState, netuid: NetUid): void {
  storage.CommitmentOf.clear(state, netuid);
  storage.LastCommitment.clear(state, netuid);
  storage.LastBondsReset.clear(state, netuid);
  storage.RevealedCommitments.clear(state, netuid);
  storage.UsedSpaceOf.clear(state, netuid);
  storage.TimelockedIndex.mutate(state, (index) => index.filter(([of]) => of !== netuid));
}
