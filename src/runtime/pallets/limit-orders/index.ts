import { definePallet } from "../../frame/pallet.ts";
import { calls } from "./calls.ts";
import { constants } from "./constants.ts";
import { errors } from "./errors.ts";
import { events } from "./events.ts";
import { genesis } from "./genesis.ts";
import { storage } from "./storage.ts";
import { tryState } from "./try-state.ts";

/** The pallet LimitOrders. */
export const limitOrders = definePallet({
  name: "LimitOrders",
  docs: "Signed orders that relayers bring to the pools.",
  module: "pallet_limit_orders::pallet",
  storage,
  calls,
  events,
  errors,
  constants,
  genesis,
  tryState,
});
