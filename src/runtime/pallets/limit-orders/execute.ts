import type { Hex } from "../../../lib/bytes.ts";
import { subU64 } from "../../../lib/integers.ts";
import { fail, okOr } from "../../frame/dispatch-error.ts";
import type { WriteState } from "../../frame/state.ts";
import { withStorageLayer } from "../../frame/storage-layer.ts";
import type { AccountId } from "../../types/account-id.ts";
import type { TaoBalance } from "../../types/balances.ts";
import { events } from "./events.ts";
import {
  deriveOrderId,
  effectiveSwapLimit,
  ensureOrderValid,
  fraction,
  isBuy,
  marketOf,
  noteFill,
  type OrderValue,
  type SignedOrderValue,
} from "./orders.ts";
import { orderSwap } from "./ports.ts";

/** Sends a fee in rao, if any. Rust: `forward_fee`. */
export function forwardFee(state: WriteState, from: AccountId, to: AccountId, fee: TaoBalance): void {
  if (fee !== 0n) orderSwap.of(state).transferTao(state, from, to, fee);
}

/** What went in and came out, without the fee; TAO for alpha or alpha for TAO, rao. */
interface Traded {
  readonly amountIn: bigint;
  readonly amountOut: bigint;
}

/** Trades at the pool for the signer. The fee is of the TAO: of what goes in, or of what comes out. */
function trade(state: WriteState, order: OrderValue, amount: bigint): Traded {
  const pools = orderSwap.of(state);
  const { signer: coldkey, hotkey, netuid, fee_rate, fee_recipient } = order;
  const limit = effectiveSwapLimit(order);
  if (isBuy(order)) {
    const fee = fraction(fee_rate, amount);
    const amountIn = subU64(amount, fee);
    const amountOut = pools.buyAlpha(state, { coldkey, hotkey }, netuid, amountIn, limit, true);
    forwardFee(state, coldkey, fee_recipient, fee);
    return { amountIn, amountOut };
  }
  const tao = pools.sellAlpha(state, { coldkey, hotkey }, netuid, amount, limit, true);
  const fee = fraction(fee_rate, tao);
  forwardFee(state, coldkey, fee_recipient, fee);
  return { amountIn: amount, amountOut: subU64(tao, fee) };
}

function executeOrder(state: WriteState, signed: SignedOrderValue, orderId: Hex, relayer: AccountId): void {
  const order = signed.order.value;
  ensureOrderValid(state, signed, orderId, marketOf(state, order.netuid), relayer);
  const { amountIn, amountOut } = trade(state, order, signed.partial_fill ?? order.amount);
  noteFill(state, orderId, signed.partial_fill, order.amount);
  state.emit(
    events.OrderExecuted({
      order_id: orderId,
      signer: order.signer,
      netuid: order.netuid,
      order_type: order.order_type,
      amount_in: amountIn,
      amount_out: amountOut,
    }),
  );
}

/**
 * Executes orders one by one. With `shouldFail` the first that fails ends the call; else it is passed over and told of.
 * Rust: `pallets/limit-orders/src/lib.rs execute_orders` and try_execute_order.
 */
export function executeOrders(
  state: WriteState,
  relayer: AccountId,
  orders: readonly SignedOrderValue[],
  shouldFail: boolean,
): void {
  for (const signed of orders) {
    const orderId = deriveOrderId(signed.order);
    const tried = okOr(() => withStorageLayer(state, () => executeOrder(state, signed, orderId, relayer)));
    if ("ok" in tried) continue;
    const { reason } = tried.failure;
    if (shouldFail) fail(reason);
    state.emit(events.OrderSkipped({ order_id: orderId, reason: state.runtime.dispatchError(reason) }));
  }
}
