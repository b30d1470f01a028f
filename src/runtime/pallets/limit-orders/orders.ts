import { encode, type Infer } from "../../../codec/codec.ts";
import { blake2Hex } from "../../../crypto/hashing.ts";
import { checkSignatureOnce } from "../../../crypto/verified.ts";
import type { Hex } from "../../../lib/bytes.ts";
import { addU64, maxU64, subU64 } from "../../../lib/integers.ts";
import { U64F64 } from "../../fixed/formats.ts";
import { mulPerThing, perbill } from "../../fixed/per-things.ts";
import { ensure } from "../../frame/dispatch-error.ts";
import type { ReadState, WriteState } from "../../frame/state.ts";
import type { AccountId } from "../../types/account-id.ts";
import { type NetUid, rootNetuid, type TaoBalance } from "../../types/balances.ts";
import { storage as evmChainId } from "../evm-chain-id/storage.ts";
import { storage as timestamp } from "../timestamp/storage.ts";
import { errors } from "./errors.ts";
import { orderSwap } from "./ports.ts";
import { storage } from "./storage.ts";
import { type Order, type OrderStatus, type SignedOrder, VersionedOrder } from "./types.ts";

export type OrderValue = Infer<typeof Order>;
export type SignedOrderValue = Infer<typeof SignedOrder>;

/** Rust: `derive_order_id`. */
export function deriveOrderId(order: Infer<typeof VersionedOrder>): Hex {
  return blake2Hex(encode(VersionedOrder, order));
}

/** Whether an order buys alpha. Rust: `OrderType::is_buy`. */
export function isBuy({ order_type }: OrderValue): boolean {
  return order_type === "LimitBuy";
}

/** A fraction (in parts of 10^9) of an amount, rounded down. Rust: `Perbill::mul_floor`. */
export function fraction<Amount extends bigint>(parts: number, amount: Amount): Amount {
  return mulPerThing(perbill, BigInt(parts), amount, "down") as Amount;
}

/**
 * At which price the pool's swap ends: the order's, widened by its slippage; any price when it names none.
 * Rao per alpha times 10^9. Rust: `compute_effective_swap_limit`.
 */
export function effectiveSwapLimit(order: OrderValue): TaoBalance {
  const { limit_price: limit, max_slippage: slippage } = order;
  if (slippage === undefined) return isBuy(order) ? maxU64 : 0n;
  const delta = fraction(slippage, limit);
  return isBuy(order) ? addU64(limit, delta) : subU64(limit, delta);
}

/** The market an order is looked at in. */
export interface Market {
  /** Time of the block, ms. */
  readonly now: bigint;
  /** TAO per alpha, U64F64 bits. */
  readonly price: bigint;
}

/** Of this block and subnet. */
export function marketOf(state: ReadState, netuid: NetUid): Market {
  return { now: timestamp.Now.get(state), price: orderSwap.of(state).currentAlphaPrice(state, netuid) };
}

/** Only sr25519 signatures count. */
function signatureIsGood({ order, signature }: SignedOrderValue): boolean {
  const message = encode(VersionedOrder, order);
  return (
    signature.type === "Sr25519" &&
    checkSignatureOnce({ scheme: "sr25519", signature: signature.value, message, publicKey: order.value.signer })
  );
}

function priceIsRight({ order_type, limit_price }: OrderValue, price: bigint): boolean {
  const scaled = U64F64.saturatingToU64(U64F64.saturatingMul(price, U64F64.fromNum(1_000_000_000n)));
  return order_type === "TakeProfit" ? scaled >= limit_price : scaled <= limit_price;
}

/** @throws RelayerRequiredForPartialFill, PartialFillsNotEnabled, IncorrectPartialFillAmount */
function ensureFill(order: OrderValue, fill: bigint | undefined, status: Infer<typeof OrderStatus> | undefined): void {
  const filled = status?.type === "PartiallyFilled" ? status.value : undefined;
  if (fill === undefined) {
    // The whole order on top of a part of it would be more than its signer signed for.
    ensure(filled === undefined, errors.IncorrectPartialFillAmount);
    return;
  }
  ensure(order.relayer !== undefined, errors.RelayerRequiredForPartialFill);
  ensure(order.partial_fills_enabled, errors.PartialFillsNotEnabled);
  ensure(fill > 0n && fill <= subU64(order.amount, filled ?? 0n), errors.IncorrectPartialFillAmount);
}

/**
 * Whether an order may be executed now. Rust: `pallets/limit-orders/src/lib.rs is_order_valid`.
 * @throws RootNetUidNotAllowed, ChainIdMismatch, InvalidSignature, OrderAlreadyProcessed, OrderCancelled, OrderExpired,
 * PriceConditionNotMet, RelayerMissMatch, and the errors of `ensureFill`; in this order
 */
export function ensureOrderValid(
  state: ReadState,
  signed: SignedOrderValue,
  orderId: Hex,
  { now, price }: Market,
  relayer: AccountId,
): void {
  const order = signed.order.value;
  ensure(order.netuid !== rootNetuid, errors.RootNetUidNotAllowed);
  ensure(order.chain_id === evmChainId.ChainId.get(state), errors.ChainIdMismatch);
  ensure(signatureIsGood(signed), errors.InvalidSignature);
  const status = storage.Orders.at(orderId).get(state);
  ensure(status?.type !== "Fulfilled", errors.OrderAlreadyProcessed);
  ensure(status?.type !== "Cancelled", errors.OrderCancelled);
  ensure(now <= order.expiry, errors.OrderExpired);
  ensure(priceIsRight(order, price), errors.PriceConditionNotMet);
  ensure(order.relayer === undefined || order.relayer.includes(relayer), errors.RelayerMissMatch);
  ensureFill(order, signed.partial_fill, status);
}

/** Notes what was filled of an order; all of it when `fill` is undefined. Rust: `compute_order_status`. */
export function noteFill(state: WriteState, orderId: Hex, fill: bigint | undefined, amount: bigint): void {
  const entry = storage.Orders.at(orderId);
  const status = entry.get(state);
  const filled = status?.type === "PartiallyFilled" ? status.value : 0n;
  const total = fill === undefined ? amount : addU64(filled, fill);
  entry.set(state, total >= amount ? { type: "Fulfilled" } : { type: "PartiallyFilled", value: total });
}
