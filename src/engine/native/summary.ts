import type { Hex } from "../../lib/bytes.ts";
import type { StateReader } from "../../primitives/state.ts";
import type { Runtime } from "../../runtime/frame/compose.ts";
import { storage as subtensor } from "../../runtime/pallets/subtensor/storage.ts";
import { storage as system } from "../../runtime/pallets/system/storage.ts";
import { readState } from "./state.ts";

/** What people see first of a chain. */
export interface Summary {
  readonly netuids: readonly number[];
  /** What an account has at its free disposal, rao. */
  freeBalance(account: Hex): bigint;
}

/** Reads it out of a state. */
export function summaryOf(runtime: Runtime, state: StateReader): Summary {
  const read = readState(runtime, state);
  const added = [...subtensor.NetworksAdded.entries(read)].filter(([, isAdded]) => isAdded);
  return {
    netuids: added.map(([[netuid]]) => netuid),
    freeBalance: (account) => system.Account.at(account).get(read).data.free,
  };
}
