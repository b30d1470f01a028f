import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Place } from "../fork-tree.ts";
import { genesisName } from "./testing/dummy-chain.ts";
import { type RandomTree, randomTree } from "./testing/random-tree.ts";
import { createVoteGraph } from "./vote-graph.ts";

const cases = fc.record({
  tree: randomTree(14),
  votes: fc.array(fc.tuple(fc.nat(14), fc.integer({ min: 1, max: 5 })), { minLength: 1, maxLength: 12 }),
});
type Case = { readonly tree: RandomTree; readonly votes: readonly (readonly [number, number])[] };

/** The graph, and the same questions answered by looking at every vote. */
function bothOf({ tree: { chain, names }, votes }: Case) {
  const places = names.map(chain.place);
  const graph = createVoteGraph(chain.place(genesisName), { none: 0, add: (a: number, b: number) => a + b });
  const cast = votes.map(([block, weight]) => ({ target: places[block]!, weight }));
  for (const { target, weight } of cast) graph.insert(target, weight, chain);
  const weightAt = ({ hash }: Place) =>
    cast.reduce((sum, { target, weight }) => sum + (chain.isEqualOrDescendantOf(hash, target.hash) ? weight : 0), 0);
  const total = cast.reduce((sum, { weight }) => sum + weight, 0);
  /** More than half of all: two blocks of a height never have it. */
  const majority = Math.floor(total / 2) + 1;
  const highest = (among: readonly Place[]) =>
    among
      .filter((place) => weightAt(place) >= majority)
      .reduce<Place | undefined>((best, place) => (best && best.number >= place.number ? best : place), undefined);
  return { chain, places, graph, weightAt, majority, highest };
}

describe("a vote graph on random trees", () => {
  it("counts for each block the votes for it and above it", () => {
    fc.assert(
      fc.property(cases, (of) => {
        const { places, graph, weightAt } = bothOf(of);
        for (const place of places) expect(graph.cumulativeVote(place)).toBe(weightAt(place));
      }),
    );
  });

  it("finds the highest block with a majority", () => {
    fc.assert(
      fc.property(cases, (of) => {
        const { chain, places, graph, majority, highest, weightAt } = bothOf(of);
        const ghost = highest(places);
        expect(graph.findGhost(undefined, (vote) => vote >= majority)).toEqual(ghost);
        // From any block below it, whether that was voted for or not.
        for (const place of places.filter(({ hash }) => chain.isEqualOrDescendantOf(hash, ghost!.hash))) {
          expect(weightAt(place)).toBeGreaterThanOrEqual(majority);
          expect(graph.findGhost(place, (vote) => vote >= majority)).toEqual(ghost);
        }
      }),
    );
  });

  it("finds the highest ancestor with a majority", () => {
    fc.assert(
      fc.property(cases, (of) => {
        const { chain, places, graph, majority, highest, weightAt } = bothOf(of);
        for (const head of places.filter((place) => weightAt(place) > 0)) {
          const below = places.filter(({ hash }) => chain.isEqualOrDescendantOf(hash, head.hash));
          expect(graph.findAncestor(head, (vote) => vote >= majority)).toEqual(highest(below));
        }
      }),
    );
  });

  it("does not depend on the order of the votes", () => {
    fc.assert(
      fc.property(cases, (of) => {
        const [one, other] = [bothOf(of), bothOf({ ...of, votes: [...of.votes].reverse() })];
        for (const place of one.places) expect(one.graph.cumulativeVote(place)).toBe(other.graph.cumulativeVote(place));
        const condition = (vote: number) => vote >= one.majority;
        expect(one.graph.findGhost(undefined, condition)).toEqual(other.graph.findGhost(undefined, condition));
      }),
    );
  });
});
