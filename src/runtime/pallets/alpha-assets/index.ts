import { definePallet } from "../../frame/pallet.ts";
import { storage } from "./storage.ts";

/** The pallet AlphaAssets. */
export const alphaAssets = definePallet({
  name: "AlphaAssets",
  docs: "Counts the alpha that is created, burned and recycled on each subnet.",
  module: "pallet_alpha_assets::pallet",
  storage,
});
