import { describe, expect, it } from "vitest";
import type { Block } from "../primitives/block.ts";
import { type BlockCollection, createBlockCollection } from "./block-collection.ts";
import { fakeBlocks, fakeGenesis } from "./testing/fake-chain.ts";
import type { IncomingBlock } from "./types.ts";

const all = fakeBlocks(fakeGenesis, 200);
/** Blocks `from` to `to`, the last one left out, by number. */
const cut = (from: number, to: number, origin: string): IncomingBlock[] =>
  all.slice(from - 1, to - 1).map((block: Block) => ({ ...block, origin }));

interface Few {
  count?: number;
  best?: number;
  common?: number;
  parallel?: number;
  ahead?: number;
}
const needed = (blocks: BlockCollection, peer: string, options: Few = {}) => {
  const { count = 40, best = 149, common = 0, parallel = 1, ahead = 200 } = options;
  const range = blocks.needed({ peer, count, peerBest: best, common, parallel, ahead });
  return range === undefined ? undefined : [range.start, range.end];
};
const numbers = (blocks: readonly IncomingBlock[]) => blocks.map(({ number, origin }) => `${number}${origin}`);

describe("the blocks being downloaded", () => {
  it("are given out in ranges, and back when they follow each other", () => {
    const blocks = createBlockCollection();
    expect(needed(blocks, "a")).toEqual([1, 41]);
    expect(needed(blocks, "b")).toEqual([41, 81]);
    expect(needed(blocks, "c")).toEqual([81, 121]);
    blocks.clearPeer("b");
    blocks.insert(cut(41, 81, "b"));
    expect(blocks.ready(1)).toEqual([]);
    expect(needed(blocks, "b")).toEqual([121, 150]);
    blocks.clearPeer("a");
    blocks.insert(cut(1, 11, "a"));
    expect(needed(blocks, "a")).toEqual([11, 41]);
    expect(numbers(blocks.ready(1))).toEqual(numbers(cut(1, 11, "a")));
    blocks.clearPeer("a");
    blocks.insert(cut(11, 41, "a"));
    expect(numbers(blocks.ready(12))).toEqual(numbers([...cut(11, 41, "a"), ...cut(41, 81, "b")]));
    blocks.clearPeer("c");
    expect(needed(blocks, "c", { common: 80 })).toEqual([81, 121]);
    blocks.clearPeer("c");
    blocks.insert(cut(81, 121, "c"));
    blocks.clearPeer("b");
    blocks.insert(cut(121, 150, "b"));
    expect(blocks.ready(80)).toEqual([]);
    expect(numbers(blocks.ready(81))).toEqual(numbers([...cut(81, 121, "c"), ...cut(121, 150, "b")]));
  });

  it("do not begin too far ahead", () => {
    const blocks = createBlockCollection();
    expect(needed(blocks, "x", { count: 128, common: 99, best: 10_000 })).toEqual([100, 228]);
    expect(needed(blocks, "a", { count: 128, best: 10_000 })).toEqual([1, 100]);
    expect(needed(blocks, "a", { count: 128, best: 10_000 })).toBeUndefined();
    expect(needed(blocks, "a", { count: 128, best: 10_000, ahead: 200_000 })).toEqual([228, 356]);
  });

  it("are not asked for twice on a fork", () => {
    const blocks = createBlockCollection();
    const few = { count: 5, best: 50, common: 39, parallel: 0 };
    expect(needed(blocks, "a", few)).toEqual([40, 45]);
    blocks.clearPeer("a");
    blocks.insert(cut(40, 45, "a"));
    expect(numbers(blocks.ready(48))).toEqual(numbers(cut(40, 45, "a")));
    expect(needed(blocks, "a", few)).toEqual([45, 50]);
  });

  it("are forgotten with all ranges that came in one piece", () => {
    const blocks = createBlockCollection();
    const few = { count: 5, best: 50, common: 39, parallel: 0 };
    expect(needed(blocks, "a", few)).toEqual([40, 45]);
    expect(needed(blocks, "a", few)).toEqual([45, 50]);
    blocks.clearPeer("a");
    blocks.insert(cut(40, 50, "a"));
    const ready = blocks.ready(1000);
    expect(numbers(ready)).toEqual(numbers(cut(40, 50, "a")));
    blocks.clearQueued(ready[0]?.hash ?? "0x");
    expect(needed(blocks, "a", few)).toEqual([40, 45]);
  });

  it("are asked of as many peers at once as may be", () => {
    const blocks = createBlockCollection();
    const few = { count: 5, best: 50, parallel: 2 };
    expect(needed(blocks, "a", few)).toEqual([1, 6]);
    expect(needed(blocks, "b", few)).toEqual([1, 6]);
    expect(needed(blocks, "c", few)).toEqual([6, 11]);
    blocks.clearPeer("a");
    expect(needed(blocks, "d", few)).toEqual([1, 6]);
  });

  it("are asked of no peer that says it shares them", () => {
    const blocks = createBlockCollection();
    const few = { count: 5, best: 50, parallel: 5 };
    expect(needed(blocks, "a", few)).toEqual([1, 6]);
    expect(needed(blocks, "b", { ...few, common: 10 })).toEqual([11, 16]);
    expect(needed(blocks, "c", { ...few, common: 50 })).toBeUndefined();
    expect(needed(blocks, "d", { ...few, common: 60 })).toBeUndefined();
  });

  it("count their bytes until they are handed out, and stay near the first that is missing where that is wanted", () => {
    const blocks = createBlockCollection();
    expect(needed(blocks, "a", { count: 5 })).toEqual([1, 6]);
    expect(needed(blocks, "b", { count: 5, ahead: 0 })).toBeUndefined();
    expect(needed(blocks, "b", { count: 5 })).toEqual([6, 11]);
    blocks.clearPeer("b");
    blocks.insert(cut(6, 11, "b"));
    const size = cut(6, 11, "b").reduce((sum, { header }) => sum + header.length + 4, 0);
    expect(blocks.bytes()).toBe(size);
    blocks.clearPeer("a");
    expect(needed(blocks, "a", { count: 5, ahead: 0 })).toEqual([1, 6]);
    blocks.clearPeer("a");
    blocks.insert(cut(1, 6, "a"));
    expect(blocks.bytes()).toBeGreaterThan(size);
    expect(blocks.ready(1).length).toBe(10);
    expect(blocks.bytes()).toBe(0);
    blocks.insert(cut(20, 30, "a"));
    blocks.clear();
    expect(blocks.bytes()).toBe(0);
  });

  it("are not held up by what is fetched further back", () => {
    const blocks = createBlockCollection();
    expect(needed(blocks, "fork", { count: 5, common: 0 })).toEqual([1, 6]);
    expect(needed(blocks, "a", { count: 5, common: 9 })).toEqual([10, 15]);
    blocks.clearPeer("a");
    blocks.insert(cut(10, 15, "a"));
    expect(numbers(blocks.ready(10))).toEqual(numbers(cut(10, 15, "a")));
    blocks.clearPeer("fork");
    blocks.insert(cut(1, 6, "fork"));
    blocks.insert(cut(15, 17, "a"));
    expect(numbers(blocks.ready(15))).toEqual(numbers([...cut(1, 6, "fork"), ...cut(15, 17, "a")]));
  });
});
