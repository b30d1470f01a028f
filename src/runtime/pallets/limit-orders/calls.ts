import { as } from "../../../codec/codec.ts";
import { bool } from "../../../codec/primitives.ts";
import { call, defineCalls } from "../../frame/calls.ts";
import { ensure } from "../../frame/dispatch-error.ts";
import { ensureRoot, ensureSigned } from "../../frame/origin.ts";
import { NetUid } from "../../types/balances.ts";
import { boundedVec } from "../../types/bounded.ts";
import { executeBatchedOrders } from "./batch.ts";
import { errors } from "./errors.ts";
import { events } from "./events.ts";
import { executeOrders } from "./execute.ts";
import { limitOrdersAccount, limitOrdersHotkey } from "./genesis.ts";
import { deriveOrderId } from "./orders.ts";
import { orderSwap } from "./ports.ts";
import { storage } from "./storage.ts";
import { SignedOrder, VersionedOrder } from "./types.ts";
import { weights } from "./weights.ts";

const ordersOf = as("BoundedVec<SignedOrder<T::AccountId>, T::MaxOrdersPerBatch>", boundedVec(SignedOrder, 100));

/** What users may ask of LimitOrders. */
export const calls = defineCalls("LimitOrders", {
  execute_orders: call(0, {
    docs: "Executes signed orders of others at the pool, one by one.",
    args: { orders: ordersOf, should_fail: bool },
    weight: ({ orders }) => weights.executeOrders(orders.length),
    run(state, origin, { orders, should_fail }) {
      const relayer = ensureSigned(origin);
      ensure(storage.LimitOrdersEnabled.get(state), errors.LimitOrdersDisabled);
      executeOrders(state, relayer, orders, should_fail);
    },
  }),
  execute_batched_orders: call(1, {
    docs: "Executes signed orders of others on one subnet against each other, and the rest at the pool.",
    args: { netuid: NetUid, orders: ordersOf },
    weight: ({ orders }) => weights.executeBatchedOrders(orders.length),
    run(state, origin, { netuid, orders }) {
      const relayer = ensureSigned(origin);
      ensure(storage.LimitOrdersEnabled.get(state), errors.LimitOrdersDisabled);
      executeBatchedOrders(state, relayer, netuid, orders);
    },
  }),
  cancel_order: call(2, {
    docs: "Ends an order of the signer's before anybody executes it.",
    args: { order: as("VersionedOrder<T::AccountId>", VersionedOrder) },
    weight: weights.cancelOrder,
    run(state, origin, { order }) {
      const signer = ensureSigned(origin);
      ensure(order.value.signer === signer, errors.Unauthorized);
      const order_id = deriveOrderId(order);
      ensure(storage.Orders.at(order_id).get(state) === undefined, errors.OrderAlreadyProcessed);
      storage.Orders.at(order_id).set(state, { type: "Cancelled" });
      state.emit(events.OrderCancelled({ order_id, signer }));
    },
  }),
  set_pallet_status: call(3, {
    docs: "Allows or forbids the execution of orders (root).",
    args: { enabled: bool },
    weight: weights.setPalletStatus,
    run(state, origin, { enabled }) {
      ensureRoot(origin);
      const registered = () => orderSwap.of(state).palletHotkeyRegistered(state, limitOrdersAccount, limitOrdersHotkey);
      ensure(!enabled || registered(), errors.PalletHotkeyNotRegistered);
      storage.LimitOrdersEnabled.set(state, enabled);
      state.emit(events.LimitOrdersPalletStatusChanged({ enabled }));
    },
  }),
});
