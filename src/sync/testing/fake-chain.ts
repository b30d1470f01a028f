import type { Place } from "../../consensus/fork-tree.ts";
import type { Hex } from "../../lib/bytes.ts";
import type { Block, Justification } from "../../primitives/block.ts";
import { createExtrinsic } from "../../primitives/extrinsic.ts";
import { encodeHeader, headerHash } from "../../primitives/header.ts";
import type { BlockReader } from "../answers/block-answers.ts";
import type { ChainView, MissingBlocks } from "../types.ts";

const zero: Hex = `0x${"00".repeat(32)}`;

/** A block on another; `variant` makes siblings differ. Its body is one extrinsic of a few bytes. */
export function fakeBlock(parent: Block | undefined, variant = 0, justifications?: readonly Justification[]): Block {
  const number = parent === undefined ? 0 : parent.number + 1;
  const stateRoot: Hex = `0x${variant.toString(16).padStart(64, "0")}`;
  const parentHash = parent?.hash ?? zero;
  const header = encodeHeader({ parentHash, number, stateRoot, extrinsicsRoot: zero, digest: [] });
  const body = [createExtrinsic(Uint8Array.of(12, number & 255, variant & 255, 7))];
  const given = justifications === undefined ? {} : { justifications };
  return { hash: headerHash(header), number, parentHash, header, body, ...given };
}

/** Blocks on a block, each the parent of the next. */
export function fakeBlocks(parent: Block, count: number, variant = 0): Block[] {
  const blocks: Block[] = [];
  let last = parent;
  for (let left = count; left > 0; left--) {
    last = fakeBlock(last, variant);
    blocks.push(last);
  }
  return blocks;
}

export const fakeGenesis = fakeBlock(undefined);

/** A chain of headers that nobody executes: the longest one is the best. */
export interface FakeChain extends ChainView, BlockReader {
  add(...blocks: readonly Block[]): void;
  justify(hash: Hex, justification: Justification): void;
  finalize(place: Place): void;
  setGap(gap: MissingBlocks | undefined): void;
  /** Blocks whose state is not kept. */
  readonly pruned: Set<Hex>;
  readonly bad: Set<Hex>;
  block(hash: Hex): Block | undefined;
  size(): number;
}

export function fakeChain(blocks: readonly Block[] = [], genesis = fakeGenesis): FakeChain {
  const known = new Map<Hex, Block>();
  const justifications = new Map<Hex, Justification[]>();
  const canonical: Hex[] = [];
  const pruned = new Set<Hex>();
  const bad = new Set<Hex>();
  let best: Block = genesis;
  let finalized: Place = genesis;
  let gap: MissingBlocks | undefined;

  const moveTo = (block: Block): void => {
    best = block;
    for (let at: Block | undefined = block; at !== undefined; at = known.get(at.parentHash)) {
      if (canonical[at.number] === at.hash) break;
      canonical[at.number] = at.hash;
    }
    canonical.length = block.number + 1;
  };
  const chain: FakeChain = {
    pruned,
    bad,
    add(...more) {
      for (const block of more) {
        known.set(block.hash, block);
        if (block.number > best.number || block.number === 0) moveTo(block);
      }
    },
    justify(hash, justification) {
      justifications.set(hash, [...(justifications.get(hash) ?? []), justification]);
    },
    finalize(place) {
      finalized = place;
    },
    setGap(next) {
      gap = next;
    },
    block: (hash) => known.get(hash),
    size: () => known.size,
    best: () => ({ hash: best.hash, number: best.number }),
    finalized: () => finalized,
    statusOf(hash) {
      if (bad.has(hash)) return "bad";
      if (!known.has(hash)) return "unknown";
      return pruned.has(hash) ? "pruned" : "known";
    },
    hashAt: (number) => canonical[number],
    isDescendant(ancestor, block) {
      for (let at = known.get(block); at !== undefined; at = known.get(at.parentHash)) {
        if (at.parentHash === ancestor) return true;
      }
      return false;
    },
    gap: () => gap,
    header: (hash) => known.get(hash)?.header,
    body: (hash) => known.get(hash)?.body.map(({ bytes }) => bytes),
    justifications: (hash) => justifications.get(hash),
  };
  chain.add(genesis, ...blocks);
  return chain;
}
