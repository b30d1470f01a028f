import { definePallet } from "../../frame/pallet.ts";
import { calls } from "./calls.ts";
import { constants } from "./constants.ts";
import { errors } from "./errors.ts";
import { events } from "./events.ts";
import { storage } from "./storage.ts";

/** The pallet Proxy. */
export const proxy = definePallet({
  name: "Proxy",
  docs: "Proxy.",
  module: "pallet_subtensor_proxy::pallet",
  crate: "pallet_proxy",
  storage,
  calls,
  events,
  errors,
  constants,
});
