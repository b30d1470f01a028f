import { definePallet } from "../../frame/pallet.ts";
import { calls } from "./calls.ts";
import { errors } from "./errors.ts";
import { events } from "./events.ts";
import { storage } from "./storage.ts";

/** The pallet MevShield. */
export const mevShield = definePallet({
  name: "MevShield",
  docs: "Mev shield.",
  module: "pallet_shield::pallet",
  storage,
  calls,
  events,
  errors,
});
