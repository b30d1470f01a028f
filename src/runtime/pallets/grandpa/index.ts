import { definePallet } from "../../frame/pallet.ts";
import { calls } from "./calls.ts";
import { constants } from "./constants.ts";
import { errors } from "./errors.ts";
import { events } from "./events.ts";
import { storage } from "./storage.ts";

/** The pallet Grandpa. */
export const grandpa = definePallet({
  name: "Grandpa",
  docs: "Grandpa.",
  module: "pallet_grandpa::pallet",
  storage,
  calls,
  events,
  errors,
  constants,
});
