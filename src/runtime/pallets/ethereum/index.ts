import { definePallet } from "../../frame/pallet.ts";
import { calls } from "./calls.ts";
import { errors } from "./errors.ts";
import { events } from "./events.ts";
import { storage } from "./storage.ts";

/** The pallet Ethereum. */
export const ethereum = definePallet({
  name: "Ethereum",
  docs: "Ethereum.",
  module: "pallet_ethereum::pallet",
  eventGenerics: [],
  storage,
  calls,
  events,
  errors,
});
