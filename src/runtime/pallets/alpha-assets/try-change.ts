import type { ReadState } from "../../frame/state.ts";
import { type Finding, holds } from "../../frame/try-state.ts";
import { storage as subtensor } from "../subtensor/storage.ts";
import { blockEvents } from "../system/block-events.ts";
import { storage } from "./storage.ts";

/** Alpha in and outside of a pool that was not created by this pallet, alpha rao. */
const uncounted = (state: ReadState, netuid: number): bigint =>
  subtensor.SubnetAlphaIn.at(netuid).get(state) +
  subtensor.SubnetAlphaOut.at(netuid).get(state) -
  storage.TotalAlphaIssuance.at(netuid).get(state);

/** Alpha comes into a pool or out of it as it is created and recycled; only registrations take some away uncounted. */
export function* tryChange(before: ReadState, after: ReadState): Generator<Finding> {
  const registered = new Set<unknown>();
  for (const { pallet, name, fields } of blockEvents(after))
    if (pallet === "SubtensorModule" && name === "NeuronRegistered") registered.add(fields[0]);
  for (const [netuid] of subtensor.NetworksAdded.keys(after)) {
    const isPool = subtensor.SubnetMechanism.at(netuid).get(after) === 1;
    const count = subtensor.RegisteredSubnetCounter.at(netuid);
    const same = subtensor.NetworksAdded.at(netuid).get(before) && count.get(before) === count.get(after);
    if (!isPool || !same) continue;
    const more = uncounted(after, netuid) - uncounted(before, netuid);
    const explained = more === 0n || (more < 0n && registered.has(netuid));
    yield* holds("Alpha changes as it is created and recycled.", [netuid], explained, more, 0n);
  }
}
