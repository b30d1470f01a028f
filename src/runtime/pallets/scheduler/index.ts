import { definePallet } from "../../frame/pallet.ts";
import { calls } from "./calls.ts";
import { constants } from "./constants.ts";
import { errors } from "./errors.ts";
import { events } from "./events.ts";
import { storage } from "./storage.ts";

/** The pallet Scheduler. */
export const scheduler = definePallet({
  name: "Scheduler",
  docs: "Scheduler.",
  module: "pallet_scheduler::pallet",
  storageVersion: 4,
  storage,
  calls,
  events,
  errors,
  constants,
});
