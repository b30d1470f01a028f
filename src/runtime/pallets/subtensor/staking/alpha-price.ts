import { addU64, subU64 } from "../../../../lib/integers.ts";
import { I96F32, U64F64 } from "../../../fixed/formats.ts";
import type { ReadState, WriteState } from "../../../frame/state.ts";
import { type AlphaBalance, type NetUid, rootNetuid } from "../../../types/balances.ts";
import { currentAlphaPrice } from "../../swap/impls.ts";
import { storage } from "../storage.ts";
import { getCurrentBlockAsU64 } from "../utils/misc.ts";

/**
 * All alpha of a subnet (rao): in the pool and outside of it.
 * Rust: `pallets/subtensor/src/staking/stake_utils.rs get_alpha_issuance`.
 */
export function getAlphaIssuance(state: ReadState, netuid: NetUid): AlphaBalance {
  return addU64(storage.SubnetAlphaIn.at(netuid).get(state), storage.SubnetAlphaOut.at(netuid).get(state));
}

/**
 * The moving average of a subnet's price, U64F64 bits (TAO per alpha); one on root and without a pool.
 * Rust: `pallets/subtensor/src/staking/stake_utils.rs get_moving_alpha_price`.
 */
export function getMovingAlphaPrice(state: ReadState, netuid: NetUid): bigint {
  return netuid === rootNetuid || storage.SubnetMechanism.at(netuid).get(state) === 0
    ? U64F64.one
    : U64F64.saturatingFromFixed(I96F32, storage.SubnetMovingPrice.at(netuid).get(state));
}

/**
 * Moves the average towards the current price (at most one). The step grows with the blocks since
 * `start_call`, which is the block before FirstEmissionBlockNumber.
 * Rust: `pallets/subtensor/src/staking/stake_utils.rs update_moving_price`.
 */
export function updateMovingPrice(state: WriteState, netuid: NetUid): void {
  const started = subU64(storage.FirstEmissionBlockNumber.at(netuid).get(state) ?? 0n, 1n);
  const blocks = U64F64.saturatingFromNum(subU64(getCurrentBlockAsU64(state), started));
  const halving = U64F64.saturatingFromNum(storage.EMAPriceHalvingBlocks.at(netuid).get(state));
  const alpha = U64F64.saturatingMul(
    U64F64.saturatingFromFixed(I96F32, storage.SubnetMovingAlpha.get(state)),
    U64F64.safeDiv(blocks, U64F64.saturatingAdd(blocks, halving)),
  );
  const price = U64F64.min(currentAlphaPrice(state, netuid), U64F64.one);
  const moved = U64F64.saturatingAdd(
    U64F64.saturatingMul(alpha, price),
    U64F64.saturatingMul(U64F64.saturatingSub(U64F64.one, alpha), getMovingAlphaPrice(state, netuid)),
  );
  storage.SubnetMovingPrice.at(netuid).set(state, I96F32.saturatingFromFixed(U64F64, moved));
}

/**
 * The median of the current prices above zero of all subnets except root, U64F64 bits; one without any.
 * Of an even number it is the mean of the two in the middle.
 * Rust: `pallets/subtensor/src/staking/stake_utils.rs get_median_subnet_alpha_price`.
 */
export function getMedianSubnetAlphaPrice(state: ReadState): bigint {
  const prices: bigint[] = [];
  for (const [[netuid], added] of storage.NetworksAdded.entries(state)) {
    const price = added && netuid !== rootNetuid ? currentAlphaPrice(state, netuid) : 0n;
    if (price > 0n) prices.push(price);
  }
  prices.sort((a, b) => (a < b ? -1 : a > b ? 1 : 0));
  const upper = prices[prices.length >> 1];
  const lower = prices[(prices.length - 1) >> 1];
  if (upper === undefined || lower === undefined) return U64F64.one;
  return prices.length % 2 === 1 ? upper : U64F64.safeDiv(U64F64.saturatingAdd(lower, upper), U64F64.fromNum(2));
}
