import { definePallet } from "../../frame/pallet.ts";
import { constants } from "./constants.ts";
import { events } from "./events.ts";
import { genesis } from "./genesis.ts";
import { hooks } from "./hooks.ts";
import { storage } from "./storage.ts";

/** The pallet TransactionPayment. */
export const transactionPayment = definePallet({
  name: "TransactionPayment",
  docs: "Fees of extrinsics.",
  module: "pallet_transaction_payment::pallet",
  storage,
  events,
  constants,
  hooks,
  genesis,
});
