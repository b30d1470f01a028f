import { definePallet } from "../../frame/pallet.ts";
import { calls } from "./calls.ts";
import { constants } from "./constants.ts";
import { errors } from "./errors.ts";
import { events } from "./events.ts";
import { storage } from "./storage.ts";

/** The pallet Contracts. */
export const contracts = definePallet({
  name: "Contracts",
  docs: "Contracts.",
  module: "pallet_contracts::pallet",
  storageVersion: 16,
  storage,
  calls,
  events,
  errors,
  constants,
});
