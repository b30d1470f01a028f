import { definePallet } from "../../frame/pallet.ts";
import { calls } from "./calls.ts";
import { constants } from "./constants.ts";
import { errors } from "./errors.ts";
import { events } from "./events.ts";
import { hooks } from "./hooks.ts";
import { storage } from "./storage.ts";
import { HoldReason } from "./types.ts";

/** The pallet Contracts. */
export const contracts = definePallet({
  name: "Contracts",
  docs: "Contracts of ink.",
  module: "pallet_contracts::pallet",
  holdReason: HoldReason,
  storageVersion: 16,
  storage,
  calls,
  events,
  errors,
  constants,
  hooks,
});
