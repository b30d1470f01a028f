import { definePallet } from "../../frame/pallet.ts";
import { constants } from "./constants.ts";
import { storage } from "./storage.ts";

/** The pallet Aura. */
export const aura = definePallet({
  name: "Aura",
  docs: "Aura.",
  module: "unknown",
  storage,
  constants,
});
