import type { Hex } from "../../../lib/bytes.ts";
import { decodeHeader } from "../../../primitives/header.ts";
import type { Place } from "../../fork-tree.ts";
import type { Ancestry } from "../chain-view.ts";
import type { IsDescendent } from "../pending-changes.ts";

/** A block of a test: what GRANDPA sees of it. */
export interface TestBlock {
  readonly place: Place;
  readonly header: Uint8Array;
}

/** Blocks of a test. Of two at a height the one that came last is of the best chain. */
export interface BlockTree extends Ancestry {
  add(block: TestBlock): void;
  has(hash: Hex): boolean;
  placeOf(hash: Hex): Place | undefined;
  parentOf(hash: Hex): Place | undefined;
  headerOf(hash: Hex): Uint8Array | undefined;
  at(number: number): Place;
  hashAt(number: number): Hex | undefined;
  best(): Place;
  readonly isDescendent: IsDescendent;
}

export function createBlockTree(genesis: TestBlock): BlockTree {
  const blocks = new Map<Hex, TestBlock>();
  const chain: Place[] = [];
  const placeOf = (hash: Hex) => blocks.get(hash)?.place;
  const parentOf = (hash: Hex) => {
    const header = blocks.get(hash)?.header;
    return header === undefined ? undefined : placeOf(decodeHeader(header).parentHash);
  };
  const isDescendent: IsDescendent = (base, block) => {
    const low = placeOf(base);
    let at = base === block ? undefined : placeOf(block);
    while (low !== undefined && at !== undefined && at.number > low.number) at = parentOf(at.hash);
    return at !== undefined && at.hash === base;
  };
  const tree: BlockTree = {
    add(block) {
      blocks.set(block.place.hash, block);
      chain[block.place.number] = block.place;
    },
    has: (hash) => blocks.has(hash),
    placeOf,
    parentOf,
    headerOf: (hash) => blocks.get(hash)?.header,
    at: (number) => chain[number] as Place,
    hashAt: (number) => chain[number]?.hash,
    best: () => chain.at(-1) as Place,
    isDescendent,
    ancestry(base, block) {
      const way: Hex[] = [];
      let at = parentOf(block);
      for (; at !== undefined && at.hash !== base; at = parentOf(at.hash)) way.push(at.hash);
      return at === undefined ? undefined : way;
    },
    isEqualOrDescendantOf: (base, block) => base === block || isDescendent(base, block),
  };
  tree.add(genesis);
  return tree;
}
