import { definePallet } from "../../frame/pallet.ts";
import { storage } from "./storage.ts";

/** The pallet RandomnessCollectiveFlip. */
export const randomnessCollectiveFlip = definePallet({
  name: "RandomnessCollectiveFlip",
  docs: "Randomness collective flip.",
  module: "unknown",
  storage,
});
