import { definePallet } from "../../frame/pallet.ts";
import { calls } from "./calls.ts";
import { events } from "./events.ts";
import { genesis } from "./genesis.ts";
import { hooks } from "./hooks.ts";
import { storage } from "./storage.ts";

/** The pallet BaseFee. */
export const baseFee = definePallet({
  name: "BaseFee",
  docs: "The price of gas.",
  module: "pallet_base_fee::pallet",
  eventGenerics: [],
  storage,
  calls,
  events,
  hooks,
  genesis,
});
