import { as } from "../../../codec/codec.ts";
import { bool, u32, u64 } from "../../../codec/primitives.ts";
import { defineEvents, event } from "../../frame/events.ts";
import { AccountIdT, NetUid } from "../../types/balances.ts";
import { DispatchError } from "../../types/dispatch-error.ts";
import { H256 } from "../../types/hashes.ts";
import { OrderSide, OrderType } from "./types.ts";

/** What LimitOrders tells of, by wire index. */
export const events = defineEvents("LimitOrders", {
  OrderExecuted: event("Order executed.", {
    order_id: as("H256", H256),
    signer: AccountIdT,
    netuid: NetUid,
    order_type: as("OrderType", OrderType),
    amount_in: u64,
    amount_out: u64,
  }),
  OrderSkipped: event("Order skipped.", {
    order_id: as("H256", H256),
    reason: as("sp_runtime::DispatchError", DispatchError),
  }),
  OrderCancelled: event("Order cancelled.", { order_id: as("H256", H256), signer: AccountIdT }),
  GroupExecutionSummary: event("Group execution summary.", {
    netuid: NetUid,
    net_side: as("OrderSide", OrderSide),
    net_amount: u64,
    actual_out: u64,
    executed_count: u32,
  }),
  LimitOrdersPalletStatusChanged: event("Limit orders pallet status changed.", { enabled: bool }),
});
