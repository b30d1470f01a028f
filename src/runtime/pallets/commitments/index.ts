import { definePallet } from "../../frame/pallet.ts";
import { calls } from "./calls.ts";
import { constants } from "./constants.ts";
import { errors } from "./errors.ts";
import { events } from "./events.ts";
import { hooks } from "./hooks.ts";
import { storage } from "./storage.ts";
import { reserved, tryState } from "./try-state.ts";

/** The pallet Commitments. */
export const commitments = definePallet({
  name: "Commitments",
  docs: "Data that neurons commit to, in the open or under a timelock.",
  module: "pallet_commitments::pallet",
  storage,
  calls,
  events,
  errors,
  constants,
  hooks,
  reserved,
  tryState,
});
