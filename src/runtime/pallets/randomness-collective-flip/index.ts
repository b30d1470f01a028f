import { definePallet } from "../../frame/pallet.ts";
import { hooks } from "./hooks.ts";
import { storage } from "./storage.ts";

/** The pallet RandomnessCollectiveFlip. */
export const randomnessCollectiveFlip = definePallet({
  name: "RandomnessCollectiveFlip",
  docs: "Randomness of low influence from the hashes of the last 81 blocks.",
  module: "unknown",
  storage,
  hooks,
});
