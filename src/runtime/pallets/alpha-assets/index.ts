import { definePallet } from "../../frame/pallet.ts";
import { storage } from "./storage.ts";

/** The pallet AlphaAssets. */
export const alphaAssets = definePallet({
  name: "AlphaAssets",
  docs: "Alpha assets.",
  module: "unknown",
  storage,
});
