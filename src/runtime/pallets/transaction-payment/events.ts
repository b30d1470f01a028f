import { as } from "../../../codec/codec.ts";
import { u64 } from "../../../codec/primitives.ts";
import { defineEvents, event } from "../../frame/events.ts";
import { AccountIdT } from "../../types/balances.ts";

/** What TransactionPayment tells of, by wire index. */
export const events = defineEvents("TransactionPayment", {
  TransactionFeePaid: event("A fee was paid, of which so much is the tip.", {
    who: AccountIdT,
    actual_fee: as("BalanceOf<T>", u64),
    tip: as("BalanceOf<T>", u64),
  }),
});
