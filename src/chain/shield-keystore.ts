import { twox128 } from "../crypto/hashing.ts";
import type { ShieldKeys } from "../crypto/shield.ts";
import { type Hex, toHex } from "../lib/bytes.ts";

/** An author's keys for extrinsics that are submitted encrypted. Rust: `stp_shield::ShieldKeystore`. */
export interface ShieldKeystore {
  /** The key that the next block of ours announces. */
  nextEncKey(): Uint8Array;
  /** The key that opens what was encrypted to an announced key, named by its twox128; undefined when it is not kept. */
  decKey(keyHash: Hex): Uint8Array | undefined;
  /** A block of ours is on the chain: the announced key becomes one to decrypt with, the next block gets a new one. */
  roll(): void;
}

/**
 * How many announced keys are kept. What is announced in a block is decrypted in the third block after it, which with few
 * authorities is up to the third of ours; the rest is for forks.
 */
const kept = 8;

/**
 * Keys in memory, new with each block of ours. The original keeps one announced key, which fits three or more
 * authorities; with fewer the keys of the chain are older than that one. See docs/decisions/shield.md.
 * Rust: `stc_shield::MemoryShieldKeystore`.
 */
export function rollingShieldKeystore(generate: () => ShieldKeys): ShieldKeystore {
  const announced = new Map<Hex, Uint8Array>();
  let next: ShieldKeys | undefined;
  return {
    nextEncKey() {
      next ??= generate();
      return next.encKey;
    },
    decKey: (keyHash) => announced.get(keyHash),
    roll() {
      if (next === undefined) return;
      announced.set(toHex(twox128(next.encKey)), next.decKey);
      for (const oldest of announced.keys()) {
        if (announced.size <= kept) break;
        announced.delete(oldest);
      }
      next = undefined;
    },
  };
}

/** One pair of keys for ever, for blocks that are sealed by command. Rust: `node/src/dev_keystore.rs`. */
export function fixedShieldKeystore(generate: () => ShieldKeys): ShieldKeystore {
  let pair: ShieldKeys | undefined;
  const keys = (): ShieldKeys => {
    pair ??= generate();
    return pair;
  };
  return {
    nextEncKey: () => keys().encKey,
    decKey: (keyHash) => (toHex(twox128(keys().encKey)) === keyHash ? keys().decKey : undefined),
    roll: () => {},
  };
}
