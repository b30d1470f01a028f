import { as } from "../../../codec/codec.ts";
import { bool } from "../../../codec/primitives.ts";
import { call, defineCalls } from "../../frame/calls.ts";
import { NetUid } from "../../types/balances.ts";
import { boundedVec } from "../../types/bounded.ts";
import { SignedOrder, VersionedOrder } from "./types.ts";

/** What users may ask of LimitOrders. */
export const calls = defineCalls("LimitOrders", {
  execute_orders: call(0, {
    docs: "Execute orders.",
    args: {
      orders: as("BoundedVec<SignedOrder<T::AccountId>, T::MaxOrdersPerBatch>", boundedVec(SignedOrder, 100)),
      should_fail: bool,
    },
  }),
  execute_batched_orders: call(1, {
    docs: "Execute batched orders.",
    args: {
      netuid: NetUid,
      orders: as("BoundedVec<SignedOrder<T::AccountId>, T::MaxOrdersPerBatch>", boundedVec(SignedOrder, 100)),
    },
  }),
  cancel_order: call(2, {
    docs: "Cancel order.",
    args: { order: as("VersionedOrder<T::AccountId>", VersionedOrder) },
  }),
  set_pallet_status: call(3, {
    docs: "Set pallet status.",
    args: { enabled: bool },
  }),
});
