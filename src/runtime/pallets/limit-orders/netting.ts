import type { Hex } from "../../../lib/bytes.ts";
import { subU64 } from "../../../lib/integers.ts";
import { U64F64 } from "../../fixed/formats.ts";
import { ensure, fail } from "../../frame/dispatch-error.ts";
import type { ReadState } from "../../frame/state.ts";
import type { AccountId } from "../../types/account-id.ts";
import type { AlphaBalance, NetUid, TaoBalance } from "../../types/balances.ts";
import { errors } from "./errors.ts";
import {
  deriveOrderId,
  ensureOrderValid,
  fraction,
  isBuy,
  type Market,
  marketOf,
  type OrderValue,
  type SignedOrderValue,
} from "./orders.ts";

/** An order of a batch. Rust: `OrderEntry`. */
export interface Entry<In extends bigint = bigint> {
  readonly orderId: Hex;
  readonly order: OrderValue;
  /** What goes in, rao of TAO or alpha: the order's amount, or a part of it. */
  readonly gross: In;
  /** The same without the fee of a buy. */
  readonly net: In;
  /** The part, when only that is to be filled. */
  readonly fill: In | undefined;
}

/** The orders of a batch against each other; totals in rao, of alpha for sells and of TAO for the others. */
export interface Netted {
  readonly netuid: NetUid;
  /** TAO per alpha, U64F64 bits. */
  readonly price: bigint;
  readonly buys: readonly Entry<TaoBalance>[];
  readonly sells: readonly Entry<AlphaBalance>[];
  readonly totalBuy: TaoBalance;
  readonly totalSell: AlphaBalance;
  /** What the alpha to sell is worth. */
  readonly totalSellTao: TaoBalance;
  /** Whether the rest of it all is a buy. */
  readonly buying: boolean;
}

/** TAO for alpha at a price, U64F64 bits. Rust: `alpha_to_tao`. */
export function alphaToTao(alpha: AlphaBalance, price: bigint): TaoBalance {
  return U64F64.saturatingToU128(U64F64.saturatingMul(price, U64F64.saturatingFromNum(alpha)));
}

/** Alpha for TAO at a price; none at price zero. Rust: `tao_to_alpha`. @throws ArithmeticOverflow */
export function taoToAlpha(tao: TaoBalance, price: bigint): AlphaBalance {
  if (price === 0n) return 0n;
  const alpha = U64F64.checkedDiv(U64F64.saturatingFromNum(tao), price) ?? fail(errors.ArithmeticOverflow);
  return U64F64.saturatingToU128(alpha);
}

/**
 * The orders as entries; one that is not valid ends the call. Rust: `validate_and_classify`.
 * @throws DuplicateOrderInBatch, OrderNetUidMismatch, and the errors of `ensureOrderValid`
 */
function classify(
  state: ReadState,
  netuid: NetUid,
  orders: readonly SignedOrderValue[],
  market: Market,
  relayer: AccountId,
): Entry[] {
  const seen = new Set<Hex>();
  return orders.map((signed) => {
    const orderId = deriveOrderId(signed.order);
    ensure(!seen.has(orderId), errors.DuplicateOrderInBatch);
    seen.add(orderId);
    const order = signed.order.value;
    ensure(order.netuid === netuid, errors.OrderNetUidMismatch);
    ensureOrderValid(state, signed, orderId, market, relayer);
    const gross = signed.partial_fill ?? order.amount;
    const net = isBuy(order) ? subU64(gross, fraction(order.fee_rate, gross)) : gross;
    return { orderId, order, gross, net, fill: signed.partial_fill };
  });
}

/** Checks the orders of a batch and adds them up at the price of now. @throws the errors of `classify` */
export function netOrders(
  state: ReadState,
  netuid: NetUid,
  orders: readonly SignedOrderValue[],
  relayer: AccountId,
): Netted {
  const market = marketOf(state, netuid);
  const entries = classify(state, netuid, orders, market, relayer);
  const buys = entries.filter(({ order }) => isBuy(order));
  const sells = entries.filter(({ order }) => !isBuy(order));
  const total = (list: readonly Entry[]): bigint => list.reduce((sum, { net }) => sum + net, 0n);
  const [totalBuy, totalSell] = [total(buys), total(sells)];
  const totalSellTao = alphaToTao(totalSell, market.price);
  const buying = totalBuy >= totalSellTao;
  return { netuid, price: market.price, buys, sells, totalBuy, totalSell, totalSellTao, buying };
}
