import { maxU128, mulU64, subU64 } from "../../../lib/integers.ts";
import { U64F64 } from "../../fixed/formats.ts";
import { fromRational, perquintill } from "../../fixed/per-things.ts";
import type { AlphaBalance, TaoBalance } from "../../types/balances.ts";
import type { Balancer } from "./balancer.ts";
import { defaultBalancer, newBalancer, updateWeightsForAddedLiquidity } from "./balancer.ts";
import type { SwapOrder, SwapPool, SwapStepResult } from "./swap-step.ts";
import { calculateFeeAmount, currentPrice, executeSwapStep } from "./swap-step.ts";

/** Input net of fee may be at most this many times the reserve it goes into. */
const maxInputReserves = 1_000n;
/** The smallest reserve (rao) that still gives something out: MinimumReserve of the runtime. */
const minimumReserve: bigint = 1_000_000n;
const priceScale = U64F64.fromNum(1_000_000_000);

/** Errors of the Swap pallet that a swap can end in. */
export type SwapError = "SwapInputTooLarge" | "ReservesTooLow" | "PriceLimitExceeded" | "InsufficientLiquidity";

/** A limit price in rao per alpha times 10^9 as U64F64. Rust: `impls.rs SwapEngine::swap`. */
export function limitPriceFromRao(limit: TaoBalance): bigint {
  return U64F64.safeDiv(U64F64.fromNum(limit), priceScale);
}

/**
 * A swap on given reserves with all its checks in order; nothing is changed. `simulate` leaves out
 * the last one, that the reserve covers what comes out.
 * Rust: `pallets/swap/src/pallet/impls.rs do_swap`, without storage: the pool must be
 * initialised, and a caller keeps in mind that InsufficientLiquidity leaves that initialisation done.
 */
export function computeSwap(
  pool: SwapPool,
  order: SwapOrder,
  { simulate }: { simulate: boolean },
): SwapStepResult | { error: SwapError } {
  const buy = order.side === "buy";
  const [reserveIn, reserveOut] = buy ? [pool.tao, pool.alpha] : [pool.alpha, pool.tao];
  const net = subU64(order.amount, calculateFeeAmount(pool, order.amount, order.dropFees));
  if (net > mulU64(reserveIn, maxInputReserves)) {
    return { error: "SwapInputTooLarge" };
  }
  if (reserveOut < minimumReserve) {
    return { error: "ReservesTooLow" };
  }
  const price = currentPrice(pool);
  if (buy ? price >= order.limitPrice : price <= order.limitPrice) {
    return { error: "PriceLimitExceeded" };
  }
  const result = executeSwapStep(pool, order);
  if (result === undefined) {
    return { error: "ReservesTooLow" };
  }
  return !simulate && reserveOut < result.deltaOut ? { error: "InsufficientLiquidity" } : result;
}

/** The balancer after adding liquidity, and what was added: nothing when the weights forbid it. */
export interface AdjustedLiquidity {
  readonly balancer: Balancer;
  readonly taoDelta: TaoBalance;
  readonly alphaDelta: AlphaBalance;
}

/**
 * Moves the weights so that liquidity (rao) which the chain adds leaves the price as it is. Says what may be added: both
 * deltas, or nothing when a weight would fall below 1 %.
 * Rust: `pallets/swap/src/pallet/impls.rs adjust_protocol_liquidity`, without storage.
 */
export function withProtocolLiquidity(
  { balancer, tao, alpha }: Pick<SwapPool, "balancer" | "tao" | "alpha">,
  taoDelta: TaoBalance,
  alphaDelta: AlphaBalance,
): AdjustedLiquidity {
  const updated = updateWeightsForAddedLiquidity(balancer, {
    taoReserve: tao,
    alphaReserve: alpha,
    taoDelta,
    alphaDelta,
  });
  return updated === undefined
    ? { balancer, taoDelta: 0n, alphaDelta: 0n }
    : { balancer: updated, taoDelta, alphaDelta };
}

/**
 * The balancer a pool starts with: one half each, or the weights that give `price` (U64F64) on these
 * reserves (rao). Undefined (ReservesOutOfBalance) when a weight would be below 1 % or a price is
 * given for an empty pool. Rust: `impls.rs maybe_initialize_palswap`.
 */
export function initialBalancer(tao: TaoBalance, alpha: AlphaBalance, price: bigint | undefined): Balancer | undefined {
  if (price === undefined) {
    return defaultBalancer;
  }
  const high = U64F64.saturatingToU64(price) * alpha;
  const low = U64F64.saturatingToU128(U64F64.saturatingMul(U64F64.fromNum(alpha), U64F64.frac(price)));
  const total = high + low + tao;
  if (total === 0n) {
    return undefined;
  }
  return newBalancer(fromRational(perquintill, tao, total > maxU128 ? maxU128 : total));
}
