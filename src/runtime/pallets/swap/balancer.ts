import { addU64, least, maxU64, maxU128, subU64 } from "../../../lib/integers.ts";
import { U64F64 } from "../../fixed/formats.ts";
import { divideRounded, fromRational, perquintill } from "../../fixed/per-things.ts";
import type { AlphaBalance, TaoBalance } from "../../types/balances.ts";
import { powRatioScaled } from "./big-pow.ts";

/**
 * The weighted pool of a subnet. x is the alpha reserve (base), y the TAO reserve (quote), both in
 * rao; price = (w_base / w_quote) * (y / x) as U64F64 bits, TAO per alpha. Rust:
 * pallets/swap/src/pallet/balancer.rs, functions of the same names.
 */
export interface Balancer {
  /** Weight of TAO as Perquintill parts; the weight of alpha is what is left of one. */
  readonly quote: bigint;
}

/** Parts of one. */
export const accuracy: bigint = perquintill.accuracy;
/** No weight may be below 1 %. */
export const minWeight: bigint = accuracy / 100n;
/** Both weights one half. */
export const defaultBalancer: Balancer = { quote: accuracy / 2n };

export const one = U64F64.one;
const accuracyFixed = U64F64.fromNum(accuracy);
/** Precision in bits of the powers of swaps, and of those that look for a price. */
const swapPrecision = 256;
const limitPrecision = 1_024;

/** A balancer with that quote weight; undefined (InvalidValue) when a weight would be below 1 %. */
export function newBalancer(quote: bigint): Balancer | undefined {
  return quote >= minWeight && subU64(accuracy, quote) >= minWeight ? { quote } : undefined;
}

/** Weight of alpha in Perquintill parts. Rust: `pallets/swap/src/pallet/balancer.rs get_base_weight`. */
export function getBaseWeight({ quote }: Balancer): bigint {
  return subU64(accuracy, quote);
}

/** A u64 in parts of 10^18 as U64F64; zero when there is none or it exceeds u64. */
function scaledToFixed(scaled: bigint | undefined): bigint {
  return scaled === undefined || scaled > maxU64 ? 0n : U64F64.safeDiv(U64F64.fromNum(scaled), accuracyFixed);
}

/**
 * (x / (x + dx)) ^ (numerator / denominator) as U64F64; dx may be negative, the sum stays in u64.
 * Rust: `pallets/swap/src/pallet/balancer.rs exp_scaled`.
 */
export function expScaled(x: bigint, dx: bigint, numerator: bigint, denominator: bigint): bigint {
  const total = dx >= 0n ? addU64(x, dx) : subU64(x, -dx);
  if (total === 0n) {
    return 0n;
  }
  const result = scaledToFixed(
    powRatioScaled({
      baseNumerator: x,
      baseDenominator: total,
      exponentNumerator: numerator,
      exponentDenominator: denominator,
      precision: swapPrecision,
      scale: accuracy,
    }),
  );
  return dx >= 0n ? least(result, one) : result;
}

/**
 * (x / (x + dx)) ^ (w_base / w_quote) as U64F64: what a sale of dx alpha leaves of the TAO.
 * Rust: `pallets/swap/src/pallet/balancer.rs exp_base_quote`.
 */
export function expBaseQuote(balancer: Balancer, x: AlphaBalance, dx: AlphaBalance): bigint {
  return expScaled(x, dx, getBaseWeight(balancer), balancer.quote);
}

/**
 * (y / (y + dy)) ^ (w_quote / w_base) as U64F64: what a purchase for dy TAO leaves of the alpha.
 * Rust: `pallets/swap/src/pallet/balancer.rs exp_quote_base`.
 */
export function expQuoteBase(balancer: Balancer, y: TaoBalance, dy: TaoBalance): bigint {
  return expScaled(y, dy, balancer.quote, getBaseWeight(balancer));
}

/**
 * The price as U64F64; zero without alpha.
 * Rust: `pallets/swap/src/pallet/balancer.rs calculate_price`.
 */
export function calculatePrice(balancer: Balancer, x: AlphaBalance, y: TaoBalance): bigint {
  const weights = U64F64.safeDiv(U64F64.fromNum(getBaseWeight(balancer)), U64F64.fromNum(balancer.quote));
  return U64F64.saturatingMul(weights, U64F64.safeDiv(U64F64.fromNum(y), U64F64.fromNum(x)));
}

/** A u128 times a weight, to the nearest integer, halves up. */
function mulWeight(parts: bigint, value: bigint): bigint {
  return least(divideRounded(value * parts, accuracy, "nearest-ties-up"), maxU128);
}

export interface AddedLiquidity {
  taoReserve: TaoBalance;
  alphaReserve: AlphaBalance;
  taoDelta: TaoBalance;
  alphaDelta: AlphaBalance;
}

/**
 * Weights that keep the price when both deltas are added (rao). Undefined (InvalidValue) when a
 * weight would fall below 1 %; without any reserve the weights become one half each.
 * Rust: `pallets/swap/src/pallet/balancer.rs update_weights_for_added_liquidity`.
 */
export function updateWeightsForAddedLiquidity(balancer: Balancer, added: AddedLiquidity): Balancer | undefined {
  const { taoReserve: y, alphaReserve: x, taoDelta: dy, alphaDelta: dx } = added;
  const base = mulWeight(getBaseWeight(balancer), least(y * (x + dx), maxU128));
  const quote = mulWeight(balancer.quote, least(x * (y + dy), maxU128));
  const total = least(base + quote, maxU128);
  return newBalancer(total === 0n ? accuracy / 2n : fromRational(perquintill, quote, total));
}

/** reserve * ((numerator / denominator) ^ weight - 1), whole rao; prices are U64F64 bits. */
function deltaForPrices(numerator: bigint, denominator: bigint, weight: bigint, reserve: bigint): bigint {
  const power = powRatioScaled({
    baseNumerator: numerator,
    baseDenominator: denominator,
    exponentNumerator: weight,
    exponentDenominator: accuracy,
    precision: limitPrecision,
    scale: accuracy,
  });
  if (power === undefined) {
    return 0n;
  }
  const factor = U64F64.saturatingSub(scaledToFixed(least(power, maxU64)), one);
  return U64F64.saturatingToU64(U64F64.saturatingMul(U64F64.fromNum(reserve), factor));
}

/**
 * TAO (rao) that raises the price to `targetPrice`; zero when it is not above the current one.
 * Rust: `pallets/swap/src/pallet/balancer.rs calculate_quote_delta_in`.
 */
export function calculateQuoteDeltaIn(
  balancer: Balancer,
  currentPrice: bigint,
  targetPrice: bigint,
  reserve: TaoBalance,
): TaoBalance {
  return deltaForPrices(targetPrice, currentPrice, getBaseWeight(balancer), reserve);
}

/**
 * Alpha (rao) that lowers the price to `targetPrice`; zero when it is not below the current one.
 * Rust: `pallets/swap/src/pallet/balancer.rs calculate_base_delta_in`.
 */
export function calculateBaseDeltaIn(
  balancer: Balancer,
  currentPrice: bigint,
  targetPrice: bigint,
  reserve: AlphaBalance,
): AlphaBalance {
  return deltaForPrices(currentPrice, targetPrice, balancer.quote, reserve);
}
