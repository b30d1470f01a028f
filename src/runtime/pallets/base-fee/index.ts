import { definePallet } from "../../frame/pallet.ts";
import { calls } from "./calls.ts";
import { events } from "./events.ts";
import { storage } from "./storage.ts";

/** The pallet BaseFee. */
export const baseFee = definePallet({
  name: "BaseFee",
  docs: "Base fee.",
  module: "pallet_base_fee::pallet",
  eventGenerics: [],
  storage,
  calls,
  events,
});
