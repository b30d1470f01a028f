import { addU64, subU64 } from "../../../lib/integers.ts";
import { U64F64 } from "../../fixed/formats.ts";
import type { AlphaBalance, TaoBalance } from "../../types/balances.ts";
import type { Balancer } from "./balancer.ts";
import { calculateBaseDeltaIn, calculatePrice, calculateQuoteDeltaIn, expBaseQuote, expQuoteBase } from "./balancer.ts";

/** Reserves (rao), weights and fee of a subnet. */
export interface SwapPool {
  readonly tao: TaoBalance;
  readonly alpha: AlphaBalance;
  readonly balancer: Balancer;
  /** Fee in parts of 65535. */
  readonly feeRate: number;
  /** Not of mechanism 1: its price counts as one, and nothing is taken of what is offered. */
  readonly stable?: boolean;
}

/** buy: TAO in, alpha out. sell: alpha in, TAO out. */
export type SwapSide = "buy" | "sell";

export interface SwapOrder {
  readonly side: SwapSide;
  /** What is offered, fee included, in rao of what goes in. */
  readonly amount: bigint;
  /** U64F64 bits, TAO per alpha: highest price of a purchase, lowest of a sale. */
  readonly limitPrice: bigint;
  readonly dropFees: boolean;
}

/** All in rao; the fee is in what goes in. */
export interface SwapStepResult {
  readonly deltaIn: bigint;
  readonly deltaOut: bigint;
  readonly feePaid: bigint;
  readonly feeToBlockAuthor: bigint;
}

const one = U64F64.one;
const u16MaxFixed = U64F64.fromNum(65_535);

/** The fee on an amount (rao). Rust: `pallets/swap/src/pallet/impls.rs calculate_fee_amount`. */
export function calculateFeeAmount(
  { feeRate, stable = false }: Pick<SwapPool, "feeRate" | "stable">,
  amount: bigint,
  dropFees: boolean,
): bigint {
  const rate = dropFees || stable ? 0n : U64F64.safeDiv(U64F64.fromNum(feeRate), u16MaxFixed);
  return U64F64.saturatingToU64(U64F64.saturatingMul(U64F64.fromNum(amount), rate));
}

/** U64F64 bits of the price; zero without alpha. Rust: `impls.rs current_price`. */
export function currentPrice({ balancer, alpha, tao, stable = false }: SwapPool): bigint {
  if (stable) return one;
  return alpha === 0n ? 0n : calculatePrice(balancer, alpha, tao);
}

/** What the pool gives for `deltaIn` (net of fee). Rust: `swap_step.rs convert_deltas`. */
function convertDeltas(side: SwapSide, { balancer, tao, alpha }: SwapPool, deltaIn: bigint): bigint {
  const left = side === "buy" ? expQuoteBase(balancer, tao, deltaIn) : expBaseQuote(balancer, alpha, deltaIn);
  const reserve = U64F64.fromNum(side === "buy" ? alpha : tao);
  return U64F64.saturatingToU64(U64F64.saturatingMul(reserve, U64F64.saturatingSub(one, left)));
}

/** The price after taking `deltaIn` in full, for what the pool gives. Rust: `swap_step.rs price_target`. */
function priceTarget(side: SwapSide, pool: SwapPool, deltaIn: bigint, deltaOut: bigint): bigint {
  const { balancer, tao, alpha } = pool;
  return side === "buy"
    ? calculatePrice(balancer, subU64(alpha, deltaOut), addU64(tao, deltaIn))
    : calculatePrice(balancer, addU64(alpha, deltaIn), subU64(tao, deltaOut));
}

/** Input (net of fee) that moves the price to a target. Rust: `swap_step.rs delta_in`. */
function deltaInForPrice(side: SwapSide, { balancer, tao, alpha }: SwapPool, current: bigint, target: bigint): bigint {
  return side === "buy"
    ? calculateQuoteDeltaIn(balancer, current, target, tao)
    : calculateBaseDeltaIn(balancer, current, target, alpha);
}

/** The fee that belongs to an input which is already net of it: deltaIn * rate / (65535 - rate). */
function feeOnNet(feeRate: number, deltaIn: bigint, dropFees: boolean): bigint {
  const rate = dropFees ? 0n : U64F64.fromNum(feeRate);
  const perNet = U64F64.safeDiv(rate, U64F64.saturatingSub(u16MaxFixed, rate));
  return U64F64.saturatingToU64(U64F64.saturatingMul(U64F64.fromNum(deltaIn), perNet));
}

/**
 * One swap on given reserves: all of the input, or as much as reaches the limit price; then the fee
 * is that of the part taken. Undefined (ReservesTooLow) when something goes in and nothing comes out.
 * Rust: `pallets/swap/src/pallet/swap_step.rs BasicSwapStep::new` and execute.
 */
export function executeSwapStep(
  pool: SwapPool,
  { side, amount, limitPrice, dropFees }: SwapOrder,
): SwapStepResult | undefined {
  const feeOfAll = calculateFeeAmount(pool, amount, dropFees);
  const requested = subU64(amount, feeOfAll);
  const givenInFull = convertDeltas(side, pool, requested);
  const target = priceTarget(side, pool, requested, givenInFull);
  const inFull = side === "buy" ? target <= limitPrice : target >= limitPrice;
  const deltaIn = inFull ? requested : deltaInForPrice(side, pool, currentPrice(pool), limitPrice);
  const feePaid = inFull ? feeOfAll : feeOnNet(pool.feeRate, deltaIn, dropFees);
  // The powers behind it are the costly part of a block without transactions: they are not worked out twice.
  const deltaOut = inFull ? givenInFull : convertDeltas(side, pool, deltaIn);
  if (deltaIn !== 0n && deltaOut === 0n) {
    return undefined;
  }
  return { deltaIn, deltaOut, feePaid, feeToBlockAuthor: deltaIn === 0n ? 0n : feePaid };
}
