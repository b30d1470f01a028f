import type { Hex } from "../lib/bytes.ts";
import type { Justification } from "../primitives/block.ts";
import type { BlockStore } from "./blocks/block-store.ts";
import type { LayerChanges } from "./state/layers.ts";

/** A block on a branch that lost, by its changes over a final block. */
export interface PinnedBranch {
  readonly ancestor: Hex;
  readonly changes: LayerChanges;
}

/** A block that somebody goes on reading, whatever pruning says. */
interface Pinned {
  count: number;
  /** No final state from this number on is forgotten while the block is pinned. */
  number: number;
  body?: Uint8Array[] | undefined;
  justifications?: Justification[] | undefined;
  branch?: PinnedBranch;
}

/**
 * Blocks whose state, body and justifications can be read until they are let go: what is pruned of them on disk stays
 * in memory, and states from theirs on are not forgotten. Rust: `sc_client_db pinned_blocks_cache`, `StateDb::pin`.
 */
export interface PinnedBlocks {
  /** PinnedBlocks a known block once more. @returns lets it go again; to be called once. */
  pin(hash: Hex, number: number): () => void;
  /** Keeps what is about to be removed of a block, if it is pinned. */
  keep(hash: Hex, blocks: Pick<BlockStore, "body" | "justifications">): void;
  /** Keeps the state of a block whose branch lost, if it is pinned. @param branch where it begins and what it changed. */
  keepBranch(hash: Hex, forkNumber: number, branch: () => PinnedBranch): void;
  /**
   * The chain moved: branches begin elsewhere.
   * @param from blocks that need the state of an earlier one only are as before.
   * @param place the number of the final block that a block's branch begins on.
   */
  moved(from: number, place: (hash: Hex) => number | undefined): void;
  body(hash: Hex): Uint8Array[] | undefined;
  justifications(hash: Hex): Justification[] | undefined;
  branch(hash: Hex): PinnedBranch | undefined;
  /** The lowest number, of those not below `from`, that a pinned block needs the state of; Infinity without any. */
  lowest(from: number): number;
}

/** No block is pinned. */
export function createPinnedBlocks(): PinnedBlocks {
  const pinned = new Map<Hex, Pinned>();
  return {
    pin: (hash, number) => {
      const entry = pinned.get(hash) ?? { count: 0, number };
      entry.count++;
      pinned.set(hash, entry);
      let done = false;
      return () => {
        if (done) return;
        done = true;
        if (--entry.count === 0) pinned.delete(hash);
      };
    },
    keep: (hash, blocks) => {
      const entry = pinned.get(hash);
      if (entry === undefined) return;
      entry.body ??= blocks.body(hash);
      entry.justifications ??= blocks.justifications(hash);
    },
    keepBranch: (hash, forkNumber, branch) => {
      const entry = pinned.get(hash);
      if (entry === undefined) return;
      entry.branch = branch();
      entry.number = forkNumber;
    },
    moved: (from, place) => {
      for (const [hash, entry] of pinned)
        if (entry.number >= from) entry.number = place(entry.branch?.ancestor ?? hash) ?? entry.number;
    },
    body: (hash) => pinned.get(hash)?.body,
    justifications: (hash) => pinned.get(hash)?.justifications,
    branch: (hash) => pinned.get(hash)?.branch,
    lowest: (from) => {
      let lowest = Number.POSITIVE_INFINITY;
      for (const { number } of pinned.values()) if (number >= from && number < lowest) lowest = number;
      return lowest;
    },
  };
}
