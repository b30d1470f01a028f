import { addU64 } from "../../../lib/integers.ts";
import type { Hooks } from "../../frame/pallet.ts";
import type { WriteState } from "../../frame/state.ts";
import { addWeight, dbWeight, type Weight, weight } from "../../frame/weight.ts";
import { constants } from "./constants.ts";
import { blockStep } from "./emissions/block-step.ts";
import { storage } from "./storage.ts";
import { getAllSubnetNetuids } from "./subnets/subnet.ts";

/** What each block is charged, whatever it did. */
const blockStepWeight = addWeight(weight(110_634_229_000n), dbWeight(8304, 110));

/**
 * Forgets swaps of hotkeys that limit nothing any more, on the subnets whose turn it is; what it weighs.
 * Rust: `pallets/subtensor/src/macros/hooks.rs clean_up_hotkey_swap_records`.
 */
function cleanUpHotkeySwapRecords(state: WriteState, block: bigint): Weight {
  const interval = constants.HotkeySwapOnSubnetInterval.valueOf(state.rules);
  const netuids = getAllSubnetNetuids(state);
  let [reads, writes] = [2 + netuids.length, 0];
  for (const netuid of netuids) {
    if (BigInt(netuid) % interval !== block % interval) continue;
    for (const [[, coldkey], swappedAt] of storage.LastHotkeySwapOnNetuid.entries(state, netuid)) {
      reads++;
      if (addU64(swappedAt, interval) >= block) continue;
      storage.LastHotkeySwapOnNetuid.at(netuid, coldkey).remove(state);
      writes++;
    }
  }
  return dbWeight(reads, writes);
}

/** What SubtensorModule does in every block. Rust: `pallets/subtensor/src/macros/hooks.rs Hooks`. */
export const hooks: Hooks = {
  onInitialize(state, block) {
    const cleanUp = cleanUpHotkeySwapRecords(state, BigInt(block));
    blockStep(state);
    return addWeight(blockStepWeight, cleanUp);
  },
};
