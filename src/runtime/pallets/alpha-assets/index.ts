import { definePallet } from "../../frame/pallet.ts";
import { storage } from "./storage.ts";
import { tryChange } from "./try-change.ts";
import { tryState } from "./try-state.ts";

/** The pallet AlphaAssets. */
export const alphaAssets = definePallet({
  name: "AlphaAssets",
  docs: "Counts the alpha that is created, burned and recycled on each subnet.",
  module: "pallet_alpha_assets::pallet",
  storage,
  tryState,
  tryChange,
});
