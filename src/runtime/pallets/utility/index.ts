import { definePallet } from "../../frame/pallet.ts";
import { calls } from "./calls.ts";
import { constants } from "./constants.ts";
import { errors } from "./errors.ts";
import { events } from "./events.ts";

/** The pallet Utility. */
export const utility = definePallet({
  name: "Utility",
  docs: "Utility.",
  module: "pallet_subtensor_utility::pallet",
  calls,
  events,
  errors,
  constants,
});
