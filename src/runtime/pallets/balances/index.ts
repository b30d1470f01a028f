import { definePallet } from "../../frame/pallet.ts";
import { calls } from "./calls.ts";
import { constants } from "./constants.ts";
import { errors } from "./errors.ts";
import { events } from "./events.ts";
import { storage } from "./storage.ts";

/** The pallet Balances. */
export const balances = definePallet({
  name: "Balances",
  docs: "Balances.",
  module: "pallet_balances::pallet",
  storageVersion: 1,
  generics: ["T", "I"],
  storage,
  calls,
  events,
  errors,
  constants,
});
