import type { StateKey } from "../../lib/bytes.ts";
import type { StateOverlay } from "../../primitives/state.ts";
import { storedU32, u32Bytes } from "./appended.ts";

/** Where the number of open storage layers lies while there are any; Root can write it. Rust: `frame_support: TRANSACTION_LEVEL_KEY`. */
export const levelKey: StateKey = ":transaction_level:";

/** How many storage layers may be open at once. Rust: `frame_support: TRANSACTIONAL_LIMIT`. */
const layerLimit = 255;

/** The number of open storage layers: a storage item. */
export interface LayerCount {
  /** One layer more; false when there are as many as may be. Rust: `frame_support: inc_transaction_level`. */
  raise(): boolean;
  /** One layer less, whatever was written meanwhile. Rust: `frame_support: dec_transaction_level`. */
  lower(): void;
  /** The bytes of the item. */
  value(): Uint8Array | undefined;
  /** Brings the item into the overlay. */
  settle(): void;
  /** The item was written or removed by somebody else. */
  forget(): void;
  /** How things stand, for `restore` after the overlay was rolled back to where they stood so. */
  mark(): number;
  restore(mark: number): void;
}

/** Stands for a count that lies in the overlay. */
const stored = -1;

/**
 * Counts the layers of an execution. While nobody looks at the item it is a number here and not in the overlay: every
 * dispatch opens layers. Before the first, and after somebody wrote it, it lies in the overlay.
 */
export function createLayerCount(overlay: StateOverlay): LayerCount {
  let level = stored;
  const read = (): number => (level === stored ? storedU32(overlay.get(levelKey)) : level);
  return {
    raise() {
      if (level === stored && overlay.get(levelKey) === undefined) level = 0;
      const now = read();
      if (now >= layerLimit) return false;
      if (level === stored) overlay.put(levelKey, u32Bytes(now + 1));
      else level++;
      return true;
    },
    lower() {
      if (level > 0) level--;
      if (level !== stored) return;
      const now = read();
      if (now === 1) overlay.delete(levelKey);
      else if (now > 1) overlay.put(levelKey, u32Bytes(now - 1));
    },
    value: () => (level > 0 ? u32Bytes(level) : overlay.get(levelKey)),
    settle() {
      if (level > 0) overlay.put(levelKey, u32Bytes(level));
      if (level !== 0) level = stored;
    },
    forget() {
      level = stored;
    },
    mark: () => level,
    restore(mark) {
      level = mark;
    },
  };
}
