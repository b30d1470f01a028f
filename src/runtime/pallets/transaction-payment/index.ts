import { definePallet } from "../../frame/pallet.ts";
import { constants } from "./constants.ts";
import { events } from "./events.ts";
import { storage } from "./storage.ts";

/** The pallet TransactionPayment. */
export const transactionPayment = definePallet({
  name: "TransactionPayment",
  docs: "Transaction payment.",
  module: "pallet_transaction_payment::pallet",
  storage,
  events,
  constants,
});
