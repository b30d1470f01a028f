import { definePallet } from "../../frame/pallet.ts";
import { Void } from "../../types/substrate.ts";
import { calls } from "./calls.ts";
import { hooks } from "./changes.ts";
import { constants } from "./constants.ts";
import { errors } from "./errors.ts";
import { events } from "./events.ts";
import { genesis } from "./genesis.ts";
import { storage } from "./storage.ts";
import { validateUnsigned } from "./validate-unsigned.ts";

/** The pallet Grandpa. */
export const grandpa = definePallet({
  name: "Grandpa",
  docs: "Who votes on finality, and how that changes.",
  module: "pallet_grandpa::pallet",
  associatedTypes: { KeyOwnerProof: Void },
  storageVersion: 5,
  eventGenerics: [],
  storage,
  calls,
  events,
  errors,
  constants,
  hooks,
  genesis,
  validateUnsigned,
});
