import type { ReadState } from "../../frame/state.ts";
import { type Finding, holds } from "../../frame/try-state.ts";
import { storage as subtensor } from "../subtensor/storage.ts";
import { storage } from "./storage.ts";

/** What is counted is of subnets that were registered. */
export function* tryState(state: ReadState): Generator<Finding> {
  for (const item of [storage.TotalAlphaIssuance, storage.AlphaBurned, storage.AlphaRecycled])
    for (const [netuid] of item.keys(state)) {
      const known = netuid === 1 || subtensor.RegisteredSubnetCounter.at(netuid).get(state) > 0n;
      yield* holds(
        "What is counted is of a subnet that was registered.",
        [item.name, netuid],
        known,
        "none",
        "a subnet",
      );
    }
}
