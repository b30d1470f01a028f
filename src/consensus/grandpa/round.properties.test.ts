import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createRound } from "./round.ts";
import { genesisName } from "./testing/dummy-chain.ts";
import { fuzz } from "./testing/fuzz-driver.ts";
import { type RandomTree, randomTree } from "./testing/random-tree.ts";
import { castBy, idsFrom, keyOf, votersOf } from "./testing/votes.ts";
import type { Phase } from "./vote-bits.ts";

const count = 7;
const voters = votersOf(idsFrom(0, count));
/** As many as may fail. */
const faulty = 2;

interface RandomVote {
  readonly id: number;
  readonly phase: Phase;
  readonly block: number;
}

const blocks = 12;
const block = fc.nat(blocks);
const phases = ["prevote", "precommit"] as const;
/** One vote of each honest voter and phase, and any votes of two who are not. */
const votes: fc.Arbitrary<RandomVote[]> = fc
  .tuple(
    fc.array(block, { minLength: 2 * (count - faulty), maxLength: 2 * (count - faulty) }),
    fc.array(fc.record({ id: fc.nat(faulty - 1), phase: fc.constantFrom(...phases), block }), { maxLength: 8 }),
  )
  .map(([honest, others]) => [
    ...honest.map((target, index) => ({ id: faulty + (index >> 1), phase: phases[index & 1]!, block: target })),
    ...others,
  ]);
const order = fc.array(fc.nat(), { minLength: 40, maxLength: 40 });

/** The votes in an order that follows from numbers. */
function ordered<T>(items: readonly T[], keys: readonly number[]): T[] {
  return items
    .map((item, index) => ({ item, key: keys[index % keys.length]! }))
    .sort((a, b) => a.key - b.key)
    .map(({ item }) => item);
}

function roundOf({ chain, names }: RandomTree, list: readonly RandomVote[]) {
  const round = createRound({ number: 1n, voters, base: chain.place(genesisName) });
  for (const { id, phase, block: index } of list) {
    const target = chain.place(names[index]!);
    round.importVote(phase, castBy(keyOf(id), target, `${id} ${index}`), chain);
  }
  return round;
}

describe("a round of random votes", () => {
  it("ends in the same state in whichever order the votes come", () => {
    fc.assert(
      fc.property(randomTree(blocks), votes, order, (tree, list, keys) => {
        // Of who votes three times, which two votes are kept depends on the order, and nothing else does.
        const state = roundOf(tree, list).state();
        expect(roundOf(tree, ordered(list, keys)).state()).toEqual(state);
      }),
      { numRuns: 500 },
    );
  });

  it("finalizes no two blocks on different chains for whoever sees whichever votes", () => {
    fc.assert(
      fc.property(randomTree(blocks), votes, order, order, fc.nat(20), fc.nat(20), (tree, list, a, b, cutA, cutB) => {
        const [one, other] = [
          roundOf(tree, ordered(list, a).slice(cutA % 6)),
          roundOf(tree, ordered(list, b).slice(cutB % 6)),
        ].map((round) => round.state().finalized);
        if (one === undefined || other === undefined) return;
        const { chain } = tree;
        expect(
          chain.isEqualOrDescendantOf(one.hash, other.hash) || chain.isEqualOrDescendantOf(other.hash, one.hash),
        ).toBe(true);
      }),
      { numRuns: 500 },
    );
  });

  it("has an estimate at or above all that anybody may have finalized", () => {
    fc.assert(
      fc.property(randomTree(blocks), votes, order, order, fc.nat(20), (tree, list, a, b, cut) => {
        const state = roundOf(tree, ordered(list, a)).state();
        const { finalized } = roundOf(tree, ordered(list, b).slice(cut % 6)).state();
        if (!state.completable || finalized === undefined) return;
        expect(tree.chain.isEqualOrDescendantOf(finalized.hash, state.estimate!.hash)).toBe(true);
      }),
      { numRuns: 500 },
    );
  });

  it("keeps the claims of the fuzz driver for random bytes", () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 27, maxLength: 40 }), (bytes) => {
        expect(fuzz("votes", bytes)).toHaveLength(10);
      }),
    );
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 100, maxLength: 100 }), (bytes) => {
        expect(fuzz("graph", bytes)).toHaveLength(1);
      }),
    );
    expect(fuzz("votes", Uint8Array.of(1, 2, 3))).toEqual([]);
  });
});
