import { RuntimeCall } from "../../frame/outer-codecs.ts";
import { definePallet } from "../../frame/pallet.ts";
import { calls } from "./calls.ts";
import { constants } from "./constants.ts";
import { errors } from "./errors.ts";
import { events } from "./events.ts";
import { storage } from "./storage.ts";
import { tryState } from "./try-state.ts";

/** The pallet Crowdloan. */
export const crowdloan = definePallet({
  name: "Crowdloan",
  docs: "Money raised by many for one purpose.",
  module: "pallet_crowdloan::pallet",
  associatedTypes: { RuntimeCall },
  storage,
  calls,
  events,
  errors,
  constants,
  tryState,
});
