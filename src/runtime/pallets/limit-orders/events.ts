import { as } from "../../../codec/codec.ts";
import { bool, u32, u64 } from "../../../codec/primitives.ts";
import { defineEvents, event } from "../../frame/events.ts";
import { AccountIdT, NetUid } from "../../types/balances.ts";
import { DispatchError } from "../../types/dispatch-error.ts";
import { H256 } from "../../types/hashes.ts";
import { OrderSide, OrderType } from "./types.ts";

/** What LimitOrders tells of, by wire index. */
export const events = defineEvents("LimitOrders", {
  OrderExecuted: event("An order was executed.", {
    order_id: as("H256", H256),
    signer: AccountIdT,
    netuid: NetUid,
    order_type: as("OrderType", OrderType),
    amount_in: u64,
    amount_out: u64,
  }),
  OrderSkipped: event("An order could not be executed.", {
    order_id: as("H256", H256),
    reason: as("sp_runtime::DispatchError", DispatchError),
  }),
  OrderCancelled: event("An order was cancelled.", { order_id: as("H256", H256), signer: AccountIdT }),
  GroupExecutionSummary: event("A batch of orders was executed.", {
    netuid: NetUid,
    net_side: as("OrderSide", OrderSide),
    net_amount: u64,
    actual_out: u64,
    executed_count: u32,
  }),
  LimitOrdersPalletStatusChanged: event("The execution of orders was allowed or forbidden.", { enabled: bool }),
});
