import { u64 } from "../../../codec/primitives.ts";
import { definePallet } from "../../frame/pallet.ts";
import { calls } from "./calls.ts";
import { constants } from "./constants.ts";
import { hooks } from "./hooks.ts";
import { storage } from "./storage.ts";

/** The pallet Timestamp. */
export const timestamp = definePallet({
  name: "Timestamp",
  docs: "The time of each block.",
  module: "pallet_timestamp::pallet",
  associatedTypes: { Moment: u64 },
  storage,
  calls,
  constants,
  hooks,
  inherents: ["set"],
});
