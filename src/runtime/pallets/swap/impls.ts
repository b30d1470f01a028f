import { U64F64 } from "../../fixed/formats.ts";
import { fail } from "../../frame/dispatch-error.ts";
import type { ReadState, WriteState } from "../../frame/state.ts";
import { withTransaction } from "../../frame/storage-layer.ts";
import { type AlphaBalance, type NetUid, type TaoBalance, taoAsAlpha } from "../../types/balances.ts";
import { errors } from "./errors.ts";
import { subnetPools } from "./ports.ts";
import { storage } from "./storage.ts";
import { computeSwap, initialBalancer, limitPriceFromRao, withProtocolLiquidity } from "./swap-checks.ts";
import type { SwapPool, SwapSide } from "./swap-step.ts";
import { currentPrice, calculateFeeAmount as feeAmount } from "./swap-step.ts";

/** An order: which way, and how much of what goes in (rao of it, fee included). */
export interface Order<In extends bigint, Out extends bigint> {
  readonly side: SwapSide;
  readonly amount: In;
  /** Never set: it tells the compiler what comes out. */
  readonly gives?: Out;
}

/** TAO in, alpha out. Rust: `primitives/swap-interface/src/order.rs GetAlphaForTao`. */
export function getAlphaForTao(tao: TaoBalance): Order<TaoBalance, AlphaBalance> {
  return { side: "buy", amount: tao };
}

/** Alpha in, TAO out. Rust: `primitives/swap-interface/src/order.rs GetTaoForAlpha`. */
export function getTaoForAlpha(alpha: AlphaBalance): Order<AlphaBalance, TaoBalance> {
  return { side: "sell", amount: alpha };
}

/** What a swap took and gave, in rao; fees are in what goes in and not part of `amountPaidIn`. */
export interface SwapResult<In extends bigint, Out extends bigint> {
  readonly amountPaidIn: In;
  readonly amountPaidOut: Out;
  readonly feePaid: In;
  readonly feeToBlockAuthor: In;
}

/** What a swap gives where alpha is worth as much as TAO: without a pool. */
export const oneToOne = <In extends bigint, Out extends bigint>(amount: In): SwapResult<In, Out> => ({
  amountPaidIn: amount,
  amountPaidOut: amount as bigint as Out,
  feePaid: 0n as In,
  feeToBlockAuthor: 0n as In,
});

/** The lowest limit price, rao per alpha times 10^9. Rust: `impls.rs min_price`. */
export function minPrice(): TaoBalance {
  return 1_000n;
}

/** The highest limit price, rao per alpha times 10^9. Rust: `impls.rs max_price`. */
export function maxPrice(): TaoBalance {
  return 1_000_000_000_000_000n;
}

/** Reserves, weights and fee of a subnet's pool as they are stored. */
function poolOf(state: ReadState, netuid: NetUid): SwapPool {
  const pools = subnetPools.of(state);
  return {
    tao: pools.taoReserve(state, netuid),
    alpha: pools.alphaReserve(state, netuid),
    balancer: storage.SwapBalancer.at(netuid).get(state),
    feeRate: storage.FeeRate.at(netuid).get(state),
    stable: pools.mechanism(state, netuid) !== 1,
  };
}

/**
 * TAO per alpha as U64F64 bits: of the pool for mechanism 1 (zero without alpha), else one.
 * Rust: `pallets/swap/src/pallet/impls.rs current_price`, SwapHandler::current_alpha_price.
 */
export function currentAlphaPrice(state: ReadState, netuid: NetUid): bigint {
  return currentPrice(poolOf(state, netuid));
}

/**
 * First use of a pool: writes its weights (one half each, or what makes `price`, U64F64) and marks it.
 * @throws ReservesOutOfBalance for a price that needs a weight below 1 %, or with empty reserves.
 * Rust: `pallets/swap/src/pallet/impls.rs maybe_initialize_palswap`.
 */
function maybeInitializePalswap(state: WriteState, netuid: NetUid, price: bigint | undefined): void {
  if (storage.PalSwapInitialized.at(netuid).get(state)) return;
  const { tao, alpha } = poolOf(state, netuid);
  const balancer = initialBalancer(tao, alpha, price) ?? fail(errors.ReservesOutOfBalance);
  storage.SwapBalancer.at(netuid).set(state, balancer);
  storage.PalSwapInitialized.at(netuid).set(state, true);
}

/**
 * `maybeInitializePalswap` whose failure is ignored.
 * Rust: `pallets/swap/src/pallet/impls.rs SwapHandler::init_swap`.
 */
export function initSwap(state: WriteState, netuid: NetUid, price: bigint | undefined): void {
  if (storage.PalSwapInitialized.at(netuid).get(state)) return;
  const { tao, alpha } = poolOf(state, netuid);
  if (initialBalancer(tao, alpha, price) !== undefined) maybeInitializePalswap(state, netuid, price);
}

/**
 * Moves a pool's weights for liquidity (rao) that the chain adds, and gives what may be added; see `withProtocolLiquidity`.
 * The reserves are the caller's to change. Rust: `pallets/swap/src/pallet/impls.rs adjust_protocol_liquidity`.
 */
export function adjustProtocolLiquidity(
  state: WriteState,
  netuid: NetUid,
  taoDelta: TaoBalance,
  alphaDelta: AlphaBalance,
): [tao: TaoBalance, alpha: AlphaBalance] {
  const pool = poolOf(state, netuid);
  const adjusted = withProtocolLiquidity(pool, taoDelta, alphaDelta);
  // The very same balancer: nothing may be added, and nothing is written.
  if (adjusted.balancer !== pool.balancer) storage.SwapBalancer.at(netuid).set(state, adjusted.balancer);
  return [adjusted.taoDelta, adjusted.alphaDelta];
}

/**
 * Swaps in a storage layer; the reserves are the caller's to change, so that all it writes is a first
 * initialisation. `limitPrice` is U64F64 bits. With `simulate` nothing stays written.
 * @throws SwapInputTooLarge, ReservesTooLow, PriceLimitExceeded (nothing stays written) or
 * InsufficientLiquidity (the initialisation stays).
 * Rust: `pallets/swap/src/pallet/impls.rs do_swap`.
 */
function doSwap<In extends bigint, Out extends bigint>(
  state: WriteState,
  netuid: NetUid,
  order: Order<In, Out>,
  limitPrice: bigint,
  dropFees: boolean,
  simulate: boolean,
): SwapResult<In, Out> {
  const result = withTransaction(state, () => {
    maybeInitializePalswap(state, netuid, undefined);
    const value = computeSwap(poolOf(state, netuid), { ...order, limitPrice, dropFees }, { simulate });
    return { keep: !simulate && (!("error" in value) || value.error === "InsufficientLiquidity"), value };
  });
  if ("error" in result) fail(errors[result.error]);
  return {
    amountPaidIn: result.deltaIn as In,
    amountPaidOut: result.deltaOut as Out,
    feePaid: result.feePaid as In,
    feeToBlockAuthor: result.feeToBlockAuthor as In,
  };
}

/**
 * Swaps, or with `shouldRollback` tells what a swap would give. `priceLimit` is in rao per alpha times
 * 10^9: the highest price of a purchase, the lowest of a sale. Errors as listed at `doSwap`.
 * Rust: `pallets/swap/src/pallet/impls.rs SwapHandler::swap`.
 */
export function swap<In extends bigint, Out extends bigint>(
  state: WriteState,
  netuid: NetUid,
  order: Order<In, Out>,
  priceLimit: TaoBalance,
  dropFees: boolean,
  shouldRollback: boolean,
): SwapResult<In, Out> {
  return doSwap(state, netuid, order, limitPriceFromRao(priceLimit), dropFees, shouldRollback);
}

/**
 * What a swap at any price would give, with fees; outside of mechanism 1 the amount itself, and
 * nothing where no subnet is. Errors as of `swap`.
 * Rust: `pallets/swap/src/pallet/impls.rs SwapHandler::sim_swap`.
 */
export function simSwap<In extends bigint, Out extends bigint>(
  state: WriteState,
  netuid: NetUid,
  order: Order<In, Out>,
): SwapResult<In, Out> {
  const pools = subnetPools.of(state);
  if (pools.mechanism(state, netuid) === 1) {
    return swap(state, netuid, order, order.side === "buy" ? maxPrice() : minPrice(), false, true);
  }
  return oneToOne(pools.exists(state, netuid) ? order.amount : (0n as In));
}

/**
 * The fee on an amount (rao), zero outside of mechanism 1.
 * Rust: `pallets/swap/src/pallet/impls.rs SwapHandler::approx_fee_amount`.
 */
export function approxFeeAmount<In extends bigint>(state: ReadState, netuid: NetUid, amount: In): In {
  return feeAmount(poolOf(state, netuid), amount, false) as In;
}

/**
 * The alpha (rao) that is worth `tao` rao at the current price, without slippage; zero at price zero.
 * Rust: `pallets/swap/src/pallet/impls.rs SwapHandler::get_alpha_amount_for_tao`.
 */
export function getAlphaAmountForTao(state: ReadState, netuid: NetUid, tao: TaoBalance): AlphaBalance {
  if (subnetPools.of(state).mechanism(state, netuid) !== 1) return taoAsAlpha(tao);
  return U64F64.saturatingToU64(U64F64.safeDiv(U64F64.fromNum(tao), currentAlphaPrice(state, netuid)));
}

/**
 * Takes all liquidity out of a subnet's reserves and forgets its pool.
 * Rust: `pallets/swap/src/pallet/impls.rs do_clear_protocol_liquidity`.
 */
export function clearProtocolLiquidity(state: WriteState, netuid: NetUid): void {
  const pools = subnetPools.of(state);
  const [tao, alpha] = [pools.taoReserve(state, netuid), pools.alphaReserve(state, netuid)];
  pools.decreaseTaoReserve(state, netuid, tao);
  pools.decreaseAlphaReserve(state, netuid, alpha);
  storage.PalSwapInitialized.at(netuid).remove(state);
  storage.FeeRate.at(netuid).remove(state);
  storage.SwapBalancer.at(netuid).remove(state);
}
