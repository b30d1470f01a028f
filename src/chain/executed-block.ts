import type { Block } from "../primitives/block.ts";
import type { TrieOverlay } from "../storage/state/overlay.ts";

/** A block whose execution is known to be right, verified or made here, with what it changed over its parent's state. */
export interface ExecutedBlock extends Block {
  readonly overlay: TrieOverlay;
  /** What is kept beside it, in the same write: name to bytes. */
  readonly extra?: ReadonlyMap<string, Uint8Array> | undefined;
}
