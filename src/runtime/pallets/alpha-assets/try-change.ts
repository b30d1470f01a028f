import { subU64 } from "../../../lib/integers.ts";
import type { ReadState } from "../../frame/state.ts";
import { type Finding, holds } from "../../frame/try-state.ts";
import type { AlphaBalance, NetUid } from "../../types/balances.ts";
import { storage as subtensor } from "../subtensor/storage.ts";
import { blockEvents } from "../system/block-events.ts";
import { storage } from "./storage.ts";

/** Alpha in and outside of a pool that was not created by this pallet, alpha rao. */
const uncounted = (state: ReadState, netuid: NetUid): AlphaBalance =>
  subtensor.SubnetAlphaIn.at(netuid).get(state) +
  subtensor.SubnetAlphaOut.at(netuid).get(state) -
  storage.TotalAlphaIssuance.at(netuid).get(state);

/** By how much recycled alpha may exceed what was counted, alpha rao: the count stops at zero, and a pool's first alpha is not in it. */
function pastZero(before: ReadState, after: ReadState, netuid: NetUid): AlphaBalance {
  const item = storage.AlphaRecycled.at(netuid);
  return subU64(item.get(after) - item.get(before), storage.TotalAlphaIssuance.at(netuid).get(before));
}

/** What an epoch pays out. */
const pending = [
  subtensor.PendingServerEmission,
  subtensor.PendingValidatorEmission,
  subtensor.PendingRootAlphaDivs,
  subtensor.PendingOwnerCut,
] as const;

/**
 * By how much what a block can sell exceeds the alpha outside of the pool, alpha rao: that stops at zero, while all of a
 * sale comes into the pool. There is more where the original pays out what it recycled, or what was claimed before.
 */
function soldPastZero(before: ReadState, netuid: NetUid): AlphaBalance {
  let salable = 0n;
  for (const [[, on], alpha] of subtensor.TotalHotkeyAlpha.entries(before)) if (on === netuid) salable += alpha;
  for (const item of pending) salable += item.at(netuid).get(before);
  return subU64(salable, subtensor.SubnetAlphaOut.at(netuid).get(before));
}

/**
 * Alpha comes into a pool or out of it as it is created and recycled; only registrations take some away uncounted,
 * recycling of more than was ever counted, and sales of more than is outside add some.
 */
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
    const explained =
      more > 0n
        ? more <= soldPastZero(before, netuid)
        : more === 0n || registered.has(netuid) || -more <= pastZero(before, after, netuid);
    yield* holds("Alpha changes as it is created and recycled.", [netuid], explained, more, 0n);
  }
}
