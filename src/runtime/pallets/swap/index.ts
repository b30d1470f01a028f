import { definePallet } from "../../frame/pallet.ts";
import { calls } from "./calls.ts";
import { constants } from "./constants.ts";
import { errors } from "./errors.ts";
import { events } from "./events.ts";
import { storage } from "./storage.ts";
import { tryState } from "./try-state.ts";

/** The pallet Swap. */
export const swap = definePallet({
  name: "Swap",
  docs: "The pools in which TAO and alpha of subnets are swapped.",
  module: "pallet_subtensor_swap::pallet::pallet",
  storage,
  calls,
  events,
  errors,
  constants,
  tryState,
});
