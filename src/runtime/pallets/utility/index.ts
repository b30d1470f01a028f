import { OriginCaller, RuntimeCall } from "../../frame/outer-codecs.ts";
import { definePallet } from "../../frame/pallet.ts";
import { calls } from "./calls.ts";
import { constants } from "./constants.ts";
import { errors } from "./errors.ts";
import { events } from "./events.ts";

/** The pallet Utility. */
export const utility = definePallet({
  name: "Utility",
  docs: "Calls made of other calls.",
  module: "pallet_subtensor_utility::pallet",
  associatedTypes: { RuntimeCall, PalletsOrigin: OriginCaller },
  crate: "pallet_utility",
  eventGenerics: [],
  calls,
  events,
  errors,
  constants,
});
