import { describe, expect, it } from "vitest";
import type { Place } from "../fork-tree.ts";
import { createDummyChain, type DummyChain, genesisName } from "./testing/dummy-chain.ts";
import { createVoteGraph, type VoteGraph } from "./vote-graph.ts";

const sums = { none: 0, add: (a: number, b: number) => a + b };

/** A chain of these branches, each a parent and what stands on it. */
function chainOf(branches: readonly (readonly [parent: string, names: string])[], genesisNumber = 1): DummyChain {
  const chain = createDummyChain(genesisNumber);
  for (const [parent, names] of branches) chain.push(parent, names.split(" "));
  return chain;
}

function graphOf(
  chain: DummyChain,
  votes: readonly (readonly [name: string, weight: number])[],
  base = genesisName,
): VoteGraph<number> {
  const graph = createVoteGraph(chain.place(base), sums);
  for (const [name, weight] of votes) expect(graph.insert(chain.place(name), weight, chain)).toBe(true);
  return graph;
}

const atLeast = (weight: number) => (vote: number) => vote >= weight;
const moreThan = (weight: number) => (vote: number) => vote > weight;
const forkAtC = [
  [genesisName, "A B C"],
  ["C", "D1 E1 F1"],
  ["C", "D2 E2 F2"],
] as const;

describe("a vote graph", () => {
  it("has chains part where no vote is", () => {
    const chain = chainOf(forkAtC);
    const graph = graphOf(chain, [
      ["A", 100],
      ["E1", 100],
      ["F2", 100],
    ]);
    const weights = ["A", "B", "C", "D1", "E1", "F1", "F2"].map((name) => graph.cumulativeVote(chain.place(name)));
    expect(weights).toEqual([300, 200, 200, 100, 100, 0, 100]);
  });

  it("has chains part at a vote, in whichever order the votes come", () => {
    const chain = chainOf(forkAtC);
    const votes = [
      ["C", 100],
      ["E1", 100],
      ["F2", 100],
    ] as const;
    for (const graph of [graphOf(chain, votes), graphOf(chain, [votes[1], votes[2], votes[0]])]) {
      const weights = [genesisName, "C", "E1", "F2"].map((name) => graph.cumulativeVote(chain.place(name)));
      expect(weights).toEqual([300, 300, 100, 100]);
    }
  });

  it("finds the ghost at a vote where chains meet", () => {
    const chain = chainOf(forkAtC);
    const graph = graphOf(chain, [
      ["B", 0],
      ["C", 100],
      ["E1", 100],
      ["F2", 100],
    ]);
    for (const from of [undefined, chain.place("C"), chain.place("B")])
      expect(graph.findGhost(from, atLeast(250))).toEqual(chain.place("C"));
  });

  it("finds the ghost where chains meet and no vote is, one side being heavier", () => {
    const chain = chainOf([
      [genesisName, "A B C D E F"],
      ["F", "G1 H1 I1"],
      ["F", "G2 H2 I2"],
    ]);
    const graph = graphOf(chain, [
      ["B", 0],
      ["G1", 100],
      ["H2", 150],
    ]);
    for (const from of [undefined, ...["F", "C", "B"].map(chain.place)])
      expect(graph.findGhost(from, atLeast(250))).toEqual(chain.place("F"));
  });

  it("finds the same ghost after a vote for the block where chains part", () => {
    const chain = chainOf([
      [genesisName, "A B C D E F"],
      ["E", "EA EB EC ED"],
      ["F", "FA FB FC"],
    ]);
    const graph = graphOf(chain, [
      ["FC", 5],
      ["ED", 7],
    ]);
    expect(graph.findGhost(undefined, atLeast(10))).toEqual(chain.place("E"));
    graph.insert(chain.place("E"), 3, chain);
    expect(graph.cumulativeVote(chain.place("E"))).toBe(15);
    for (const from of [undefined, chain.place("C"), chain.place("E")])
      expect(graph.findGhost(from, atLeast(10))).toEqual(chain.place("E"));
  });

  it("walks down from blocks between votes to the fork below them", () => {
    const chain = chainOf([
      [genesisName, "A B C"],
      ["C", "D1 E1 F1 G1 H1 I1"],
      ["C", "D2 E2 F2 G2 H2 I2"],
    ]);
    const graph = graphOf(chain, [
      ["B", 10],
      ["F1", 5],
      ["G2", 5],
    ]);
    for (const name of ["D1", "D2", "E1", "E2", "F1", "F2", "G2"])
      expect(graph.findAncestor(chain.place(name), moreThan(5))).toEqual(chain.place("C"));
  });

  it("walks down from blocks next to a fork without a vote", () => {
    const chain = chainOf([
      [genesisName, "A B C D"],
      ["D", "E1 F1 G1 H1 I1"],
      ["D", "E2 F2 G2 H2 I2"],
    ]);
    const graph = graphOf(chain, [
      ["B", 10],
      ["F1", 5],
      ["G2", 5],
    ]);
    for (const name of ["G2", "E1", "E2", "F1", "F2"])
      expect(graph.findAncestor(chain.place(name), moreThan(5))).toEqual(chain.place("D"));
  });

  it("walks down to a fork with a vote", () => {
    const chain = chainOf([
      [genesisName, "A B C"],
      ["C", "D1 E1 F1 G1 H1 I1"],
      ["C", "D2 E2 F2"],
    ]);
    const graph = graphOf(chain, [
      ["C", 10],
      ["F1", 5],
      ["F2", 5],
      ["I1", 1],
    ]);
    for (const name of ["C", "D1", "D2", "E1", "E2", "F1", "F2", "I1"])
      expect(graph.findAncestor(chain.place(name), atLeast(20))).toEqual(chain.place("C"));
  });

  it("counts the same from a lower base", () => {
    const chain = chainOf([
      [genesisName, "A B C D E F"],
      ["E", "EA EB EC ED"],
      ["F", "FA FB FC"],
      ["A", "3 4 5"],
    ]);
    const votes = [
      ["FC", 5],
      ["ED", 7],
    ] as const;
    for (const base of ["E", "A", genesisName])
      expect(graphOf(chain, votes, base).cumulativeVote(chain.place(base))).toBe(12);
    const lowest = graphOf(chain, votes);
    lowest.insert(chain.place("5"), 3, chain);
    expect(lowest.cumulativeVote(chain.place(genesisName))).toBe(15);
  });

  it("finds the highest ancestor, not one that was looked at before", () => {
    const chain = chainOf(
      [
        [genesisName, "A"],
        [genesisName, "B"],
        ["A", "A1"],
        ["A", "A2"],
        ["B", "B1"],
        ["B", "B2"],
      ],
      0,
    );
    const graph = graphOf(chain, [
      ["B1", 1],
      ["B2", 1],
      ["A1", 1],
      ["A2", 1],
    ]);
    expect(graph.findAncestor(chain.place("A"), atLeast(2))).toEqual(chain.place("A"));
  });

  it("finds its way over thousands of blocks in few steps", () => {
    const chain = createDummyChain();
    const names = Array.from({ length: 5000 }, (_, index) => `${index}`);
    chain.push(genesisName, names);
    const graph = graphOf(chain, [
      ["10", 1],
      ["4990", 1],
      ["4995", 1],
      ["4999", 1],
    ]);
    chain.push("4000", ["beside"]);
    graph.insert(chain.place("beside"), 3, chain);
    let asked = 0;
    const counted = (condition: (vote: number) => boolean) => (vote: number) => {
      asked++;
      return condition(vote);
    };
    expect(graph.findAncestor(chain.place("4999"), counted(atLeast(4)))).toEqual(chain.place("4000"));
    expect(graph.findAncestor(chain.place("4999"), counted(atLeast(7)))).toEqual(chain.place("10"));
    expect(asked).toBeLessThan(50);
    // From a block between votes the way up begins there.
    const ghost = graph.findGhost(undefined, counted(atLeast(6)));
    expect(ghost).toEqual(chain.place("4000"));
    asked = 0;
    expect(graph.findGhost(ghost, counted(atLeast(6)))).toEqual(ghost);
    expect(asked).toBeLessThan(10);
  });

  it("takes no vote for a block that does not descend from its base", () => {
    const chain = chainOf(forkAtC);
    const graph = createVoteGraph(chain.place("D1"), sums);
    for (const name of ["C", "D2", "F2"]) expect(graph.insert(chain.place(name), 1, chain)).toBe(false);
    const unknown: Place = { hash: `0x${"77".repeat(32)}`, number: 9 };
    expect(graph.insert(unknown, 1, chain)).toBe(false);
    expect(graph.cumulativeVote(chain.place("D1"))).toBe(0);
    expect(graph.findGhost(undefined, atLeast(1))).toBeUndefined();
    expect(graph.findAncestor(chain.place("D2"), atLeast(0))).toBeUndefined();
  });
});
