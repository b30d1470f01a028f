import { definePallet } from "../../frame/pallet.ts";
import { calls } from "./calls.ts";
import { constants } from "./constants.ts";
import { storage } from "./storage.ts";

/** The pallet Timestamp. */
export const timestamp = definePallet({
  name: "Timestamp",
  docs: "Timestamp.",
  module: "pallet_timestamp::pallet",
  storage,
  calls,
  constants,
});
