import { RuntimeCall } from "../../frame/outer-codecs.ts";
import { definePallet } from "../../frame/pallet.ts";
import { calls } from "./calls.ts";
import { constants } from "./constants.ts";
import { errors } from "./errors.ts";
import { events } from "./events.ts";
import { hooks } from "./hooks.ts";
import { storage } from "./storage.ts";
import { tryChange } from "./try-change.ts";
import { tryState } from "./try-state.ts";

/** The pallet Scheduler. */
export const scheduler = definePallet({
  name: "Scheduler",
  docs: "Calls at a later block.",
  module: "pallet_scheduler::pallet",
  associatedTypes: { RuntimeCall },
  storageVersion: 4,
  storage,
  calls,
  events,
  errors,
  constants,
  hooks,
  tryState,
  tryChange,
});
