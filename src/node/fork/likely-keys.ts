import { readState } from "../../engine/native/state.ts";
import type { StateKey } from "../../lib/bytes.ts";
import type { StateReader } from "../../primitives/state.ts";
import type { Runtime } from "../../runtime/frame/compose.ts";
import { storage as subtensor } from "../../runtime/pallets/subtensor/storage.ts";
import { getSubnetAccountId } from "../../runtime/pallets/subtensor/subnets/subnet.ts";
import { storage as system } from "../../runtime/pallets/system/storage.ts";
import { rootNetuid } from "../../runtime/types/balances.ts";

/**
 * Keys that a block of this network's rules reads, whichever version they have, and that nothing of their form tells: the
 * accounts that hold the TAO of the subnets, which every block pays. They save requests, and nothing else depends on them.
 */
export function likelyKeys(runtime: Runtime, state: StateReader): StateKey[] {
  const read = readState(runtime, state);
  // A single read brings the subnets' maps, which a walk would go through step by step.
  if (!subtensor.NetworksAdded.at(rootNetuid).exists(read)) return [];
  return [...subtensor.NetworksAdded.entries(read)].flatMap(([[netuid]]) => {
    const account = getSubnetAccountId(read, netuid);
    return account === undefined ? [] : [system.Account.at(account).key];
  });
}
