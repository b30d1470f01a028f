import { account } from "../../../../../test/support/account.ts";
import type { WriteState } from "../../../frame/state.ts";
import type { AccountId } from "../../../types/account-id.ts";
import { storage } from "../storage.ts";
import { appendNeuron } from "../subnets/uids.ts";

/** Makes subnet 1 of a coldkey, with hotkeys 10, 11, ... that earn these emissions (rao); 10 is the owner's. */
export function smallSubnet(state: WriteState, owner: AccountId, ...emissions: readonly bigint[]): void {
  storage.NetworksAdded.at(1).set(state, true);
  storage.SubnetOwner.at(1).set(state, owner);
  storage.SubnetOwnerHotkey.at(1).set(state, account(10));
  for (const uid of emissions.keys()) appendNeuron(state, 1, account(10 + uid), BigInt(uid));
  storage.Emission.at(1).set(state, [...emissions]);
}
