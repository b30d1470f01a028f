import { HoldReason } from "./types.ts";
import { definePallet } from "../../frame/pallet.ts";
import { calls } from "./calls.ts";
import { constants } from "./constants.ts";
import { errors } from "./errors.ts";
import { events } from "./events.ts";
import { storage } from "./storage.ts";
import { hooks } from "./hooks.ts";

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
