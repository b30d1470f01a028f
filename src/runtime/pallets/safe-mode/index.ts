import { definePallet } from "../../frame/pallet.ts";
import { calls } from "./calls.ts";
import { constants } from "./constants.ts";
import { errors } from "./errors.ts";
import { events } from "./events.ts";
import { genesis } from "./genesis.ts";
import { hooks } from "./hooks.ts";
import { storage } from "./storage.ts";
import { tryState } from "./try-state.ts";
import { HoldReason } from "./types.ts";

/** The pallet SafeMode. */
export const safeMode = definePallet({
  name: "SafeMode",
  docs: "Stops nearly all calls for a while.",
  module: "pallet_safe_mode::pallet",
  holdReason: HoldReason,
  storage,
  calls,
  events,
  errors,
  constants,
  hooks,
  genesis,
  tryState,
});
