import { addU64, divU64, mulU64, subU64 } from "../../../../lib/integers.ts";
import { I64F64 } from "../../../fixed/formats.ts";
import type { ReadState, WriteState } from "../../../frame/state.ts";
import { type NetUid, rootNetuid, type TaoBalance } from "../../../types/balances.ts";
import { getMovingAlphaPrice } from "../staking/alpha-price.ts";
import { storage } from "../storage.ts";
import { getCurrentBlockAsU64 } from "../utils/misc.ts";
import { calculateBlockEmission, defaultBlockEmission } from "./block-emission.ts";

const lastRegistered = storage.LastRateLimitedBlock.at({ type: "NetworkLastRegistered" });

/**
 * Blocks in which the price of a subnet falls back to the last lock; shorter as emission halves. The emission of a
 * block is noted on the way.
 * Rust: `pallets/subtensor/src/coinbase/root.rs get_lock_reduction_interval`.
 */
function getLockReductionInterval(state: WriteState): bigint {
  const interval = I64F64.saturatingFromNum(storage.NetworkLockReductionInterval.get(state));
  const emission = I64F64.saturatingFromNum(calculateBlockEmission(state));
  const halving = I64F64.safeDiv(emission, I64F64.saturatingFromNum(defaultBlockEmission));
  return I64F64.saturatingToU64(I64F64.saturatingMul(interval, halving));
}

/**
 * What a new subnet costs now, rao: twice the last lock (once it, for the first), falling with the blocks since.
 * Rust: `pallets/subtensor/src/coinbase/root.rs get_network_lock_cost`.
 */
export function getNetworkLockCost(state: WriteState): TaoBalance {
  const last = storage.NetworkLastLockCost.get(state);
  const least = storage.NetworkMinLockCost.get(state);
  const lastBlock = lastRegistered.get(state);
  const perBlock = divU64(last, getLockReductionInterval(state));
  const fallen = mulU64(perBlock, subU64(getCurrentBlockAsU64(state), lastBlock));
  const cost = subU64(mulU64(last, lastBlock === 0n ? 1n : 2n), fallen);
  return cost < least ? least : cost;
}

/** Rust: `pallets/subtensor/src/coinbase/root.rs set_network_last_lock_block`. */
export function setNetworkLastLockBlock(state: WriteState, block: bigint): void {
  lastRegistered.set(state, block);
}

/**
 * The subnet that makes room for a new one: the one of the lowest moving price, then of the earliest registration,
 * among those past their immunity. Undefined when there is none.
 * Rust: `pallets/subtensor/src/coinbase/root.rs get_network_to_prune`.
 */
export function getNetworkToPrune(state: ReadState): NetUid | undefined {
  const now = getCurrentBlockAsU64(state);
  const immunity = storage.NetworkImmunityPeriod.get(state);
  let found: { readonly netuid: NetUid; readonly price: bigint; readonly registeredAt: bigint } | undefined;
  for (const [[netuid], added] of storage.NetworksAdded.entries(state)) {
    if (!added || netuid === rootNetuid) continue;
    const registeredAt = storage.NetworkRegisteredAt.at(netuid).get(state);
    if (now < addU64(registeredAt, immunity)) continue;
    const price = getMovingAlphaPrice(state, netuid);
    if (found === undefined || price < found.price || (price === found.price && registeredAt < found.registeredAt))
      found = { netuid, price, registeredAt };
  }
  return found?.netuid;
}
