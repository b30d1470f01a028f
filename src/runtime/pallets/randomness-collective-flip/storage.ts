import { defineStorage, value } from "../../frame/storage.ts";
import { boundedVec } from "../../types/bounded.ts";
import { H256 } from "../../types/hashes.ts";

/** What RandomnessCollectiveFlip remembers. */
export const storage = defineStorage("RandomnessCollectiveFlip", {
  RandomMaterial: value(boundedVec(H256, 81), [], "Hashes of the last 81 blocks."),
});
