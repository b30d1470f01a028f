import { emptyBytes, fromHex, type Hex } from "../../../lib/bytes.ts";
import type { Hooks } from "../../frame/pallet.ts";
import { dbWeight } from "../../frame/weight.ts";
import { parentHash } from "../system/initialize.ts";
import { storage } from "./storage.ts";

/** How many parent hashes are kept. */
const materialLength = 81;

/**
 * Where the parent hash of a block goes once the ring is full. Rust: `block_number_to_index`, where a u32 below zero goes
 * round: a call may begin a block 0.
 */
function ringIndex(block: number): number {
  return ((block - 1) >>> 0) % materialLength;
}

/** How a full ring begins: its length, compact. */
const fullRing = [0x45, 0x01];
const hashLength = 32;

/** A full ring with another hash in its place; undefined for any other bytes. */
function putIntoRing(ring: Uint8Array, block: number, hash: Hex): Uint8Array | undefined {
  if (ring.length !== fullRing.length + materialLength * hashLength) return undefined;
  if (ring[0] !== fullRing[0] || ring[1] !== fullRing[1]) return undefined;
  const changed = ring.slice();
  changed.set(fromHex(hash), fullRing.length + ringIndex(block) * hashLength);
  return changed;
}

/** Rust: the hooks of `pallet_insecure_randomness_collective_flip`. */
export const hooks: Hooks = {
  onInitialize(state, block) {
    const hash: Hex = parentHash(state);
    const { key } = storage.RandomMaterial;
    // The usual case, in every block: 81 hashes need not be read and written for one of them.
    const ring = putIntoRing(state.get(key) ?? emptyBytes, block, hash);
    if (ring !== undefined) {
      state.put(key, ring);
      return dbWeight(1, 1);
    }
    storage.RandomMaterial.mutate(state, (old) => {
      if (old.length < materialLength) return [...old, hash];
      const ring = [...old];
      ring[ringIndex(block)] = hash;
      return ring;
    });
    return dbWeight(1, 1);
  },
};
