import type { Runtime } from "../frame/compose.ts";
import type { WriteState } from "../frame/state.ts";
import { type ApplyResult, applyExtrinsic } from "./apply-extrinsic.ts";
import { type BlockStart, finalizeBlock, type HeaderValue, initializeBlock } from "./block.ts";
import type { OrderedRoot } from "./ordered-root.ts";

/** A block that extrinsics go into: under its author, at import, in a replay. Its initialization has run. */
export interface OpenBlock {
  /** Applies an extrinsic; of one that is not valid here, and of one that cannot be executed, nothing stays. @throws NotBuilt */
  push(extrinsic: Uint8Array): ApplyResult;
  /** Ends the block and gives its header, without a seal. */
  finish(): HeaderValue;
}

/**
 * Starts a block on the state of its parent.
 * @param orderedRoot root of the ordered trie of the extrinsics, layout V0.
 */
export function openBlock(state: WriteState, runtime: Runtime, start: BlockStart, orderedRoot: OrderedRoot): OpenBlock {
  initializeBlock(state, runtime, start);
  return {
    push(extrinsic) {
      const { depth } = state;
      try {
        return applyExtrinsic(state, runtime, extrinsic);
      } catch (error) {
        while (state.depth > depth) state.rollback();
        throw error;
      }
    },
    finish: () => finalizeBlock(state, runtime, orderedRoot),
  };
}
