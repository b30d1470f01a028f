import { definePallet } from "../../frame/pallet.ts";
import { calls } from "./calls.ts";
import { errors } from "./errors.ts";
import { events } from "./events.ts";
import { genesis } from "./genesis.ts";
import { storage } from "./storage.ts";

/** The pallet EVM. */
export const evm = definePallet({
  name: "EVM",
  docs: "Ethereum contracts and their storage.",
  module: "pallet_evm::pallet",
  storage,
  calls,
  events,
  errors,
  genesis,
});
