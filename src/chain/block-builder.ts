import { decode, encode } from "../codec/codec.ts";
import type { Hex } from "../lib/bytes.ts";
import { decodeHeader, type Header } from "../primitives/header.ts";
import { type ApplyResult, applyExtrinsic } from "../runtime/executive/apply-extrinsic.ts";
import { finalizeBlock, initializeBlock } from "../runtime/executive/block.ts";
import type { Extrinsic } from "../runtime/executive/extrinsic.ts";
import type { Runtime } from "../runtime/frame/compose.ts";
import { type Execution, execute } from "../runtime/frame/execution.ts";
import { DigestItem, Header as HeaderCodec } from "../runtime/types/substrate.ts";
import type { TrieOverlay } from "../storage/state/overlay.ts";
import { orderedRoot } from "../storage/trie/ordered-root.ts";

/** Where a block starts. */
export interface BlockStart {
  readonly runtime: Runtime;
  readonly parent: { readonly hash: Hex; readonly number: number };
  /** Encoded pre-runtime digest items. */
  readonly digest: readonly Uint8Array[];
  /** Changes over the state of the parent; the block is executed on it. */
  readonly overlay: TrieOverlay;
}

/** A block after its execution, without a seal. */
export interface ExecutedBlock {
  readonly header: Header;
  readonly body: readonly Uint8Array[];
  readonly overlay: TrieOverlay;
}

/** A block under execution, by an author or at import. Answers to `sc_block_builder::BlockBuilder`. */
export interface BlockBuilder {
  readonly state: Execution;
  readonly body: readonly Uint8Array[];
  /** Length of the block as it is now, bytes. */
  readonly size: number;
  /**
   * Applies an extrinsic, which joins the body unless it is not valid here.
   * @param sent its bytes as they came: the body holds those. @throws NotBuilt; nothing of it stays.
   */
  push(extrinsic: Extrinsic, sent: Uint8Array): ApplyResult;
  finish(): ExecutedBlock;
}

/** About what a header adds to a block's length, bytes. */
const headerSize = 300;

/** Starts a block: its initialization has run. */
export function startBlock({ runtime, parent, digest, overlay }: BlockStart): BlockBuilder {
  const state = execute(overlay, runtime.rules, runtime);
  const body: Uint8Array[] = [];
  let size = headerSize;
  initializeBlock(state, runtime, {
    number: parent.number + 1,
    parentHash: parent.hash,
    digest: { logs: digest.map((item) => decode(DigestItem, item)) },
  });
  return {
    state,
    body,
    get size() {
      return size;
    },
    push(extrinsic, sent) {
      const { depth } = state;
      let result: ApplyResult;
      try {
        result = applyExtrinsic(state, runtime, extrinsic);
      } catch (error) {
        while (state.depth > depth) state.rollback();
        throw error;
      }
      if ("ok" in result) {
        body.push(sent);
        size += sent.length;
      }
      return result;
    },
    finish() {
      const header = finalizeBlock(state, runtime, orderedRoot);
      return { header: decodeHeader(encode(HeaderCodec, header)), body, overlay };
    },
  };
}
