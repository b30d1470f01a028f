import { as } from "../../../codec/codec.ts";
import { defineEvents, event } from "../../frame/events.ts";
import { AccountIdT, TaoBalance } from "../../types/balances.ts";

/** What TransactionPayment tells of, by wire index. */
export const events = defineEvents("TransactionPayment", {
  TransactionFeePaid: event("A fee was paid, of which so much is the tip.", {
    who: AccountIdT,
    actual_fee: as("BalanceOf<T>", TaoBalance),
    tip: as("BalanceOf<T>", TaoBalance),
  }),
});
