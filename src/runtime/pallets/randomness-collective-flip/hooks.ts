import type { Hex } from "../../../lib/bytes.ts";
import type { Hooks } from "../../frame/pallet.ts";
import { dbWeight } from "../../frame/weight.ts";
import { parentHash } from "../system/initialize.ts";
import { storage } from "./storage.ts";

/** How many parent hashes are kept. */
const materialLength = 81;

/** Where the parent hash of a block goes once the ring is full. Rust: `block_number_to_index`. */
function ringIndex(block: number): number {
  return (block - 1) % materialLength;
}

/** Rust: the hooks of `pallet_insecure_randomness_collective_flip`. */
export const hooks: Hooks = {
  onInitialize(state, block) {
    const hash: Hex = parentHash(state);
    storage.RandomMaterial.mutate(state, (old) => {
      if (old.length < materialLength) return [...old, hash];
      const ring = [...old];
      ring[ringIndex(block)] = hash;
      return ring;
    });
    return dbWeight(1, 1);
  },
};
