import { describe, expect, it } from "vitest";
import type { Hex } from "../../lib/bytes.ts";
import { createRound, type Imported, type Round } from "./round.ts";
import { createDummyChain, type DummyChain, genesisName } from "./testing/dummy-chain.ts";
import { castBy } from "./testing/votes.ts";
import type { Phase } from "./vote-bits.ts";
import { createVoterSet } from "./voter-set.ts";

const weights = { Alice: 4n, Bob: 7n, Eve: 3n };
const voters = createVoterSet(Object.entries(weights).map(([name, weight]) => [name as Hex, weight] as const))!;

function chainOfTests(): DummyChain {
  const chain = createDummyChain();
  chain.push(genesisName, ["A", "B", "C", "D", "E", "F"]);
  chain.push("E", ["EA", "EB", "EC", "ED"]);
  chain.push("F", ["FA", "FB", "FC"]);
  return chain;
}

/** A round on block C, and how votes by names are counted in it. */
function roundOnC(): {
  round: Round;
  chain: DummyChain;
  vote: (phase: Phase, voter: keyof typeof weights, block: string, signature?: string) => Imported["kind"];
} {
  const chain = chainOfTests();
  const round = createRound({ number: 1n, voters, base: chain.place("C") });
  return {
    round,
    chain,
    vote: (phase, voter, block, signature = voter) =>
      round.importVote(phase, castBy(voter, chain.place(block), signature), chain).kind,
  };
}

describe("a round", () => {
  it("estimates what may be final from prevotes", () => {
    const { round, chain, vote } = roundOnC();
    vote("prevote", "Alice", "FC");
    vote("prevote", "Bob", "ED");
    const expected = { prevoteGhost: chain.place("E"), estimate: chain.place("E"), finalized: undefined };
    expect(round.state()).toEqual({ ...expected, completable: false });
    vote("prevote", "Eve", "F");
    expect(round.state()).toEqual({ ...expected, completable: false });
  });

  it("finalizes what both prevotes and precommits agree on", () => {
    const { round, chain, vote } = roundOnC();
    vote("precommit", "Alice", "FC");
    vote("precommit", "Bob", "ED");
    expect(round.state().finalized).toBeUndefined();
    vote("prevote", "Alice", "FC");
    vote("prevote", "Bob", "ED");
    vote("prevote", "Eve", "EA");
    expect(round.state().finalized).toEqual(chain.place("E"));
    vote("precommit", "Eve", "EA");
    expect(round.state().finalized).toEqual(chain.place("EA"));
  });

  it("counts who votes twice for every block, and once", () => {
    const { round, chain, vote } = roundOnC();
    expect(vote("prevote", "Eve", "FC", "Eve-1")).toBe("counted");
    expect(round.state().prevoteGhost).toBeUndefined();
    expect(vote("prevote", "Eve", "ED", "Eve-2")).toBe("equivocation");
    expect(vote("prevote", "Eve", "F", "Eve-2")).toBe("ignored");
    // Three times Eve would be enough.
    expect(round.state().prevoteGhost).toBeUndefined();
    expect(round.weight("prevote")).toBe(3n);
    expect(vote("prevote", "Bob", "FA", "Bob-1")).toBe("counted");
    expect(round.state().prevoteGhost).toEqual(chain.place("FA"));
  });

  it("remembers votes in the order they came, and when it voted itself", () => {
    const { round, chain, vote } = roundOnC();
    vote("prevote", "Alice", "FC");
    round.noteOwnVote("prevote");
    vote("prevote", "Eve", "EA");
    vote("precommit", "Eve", "EA");
    vote("prevote", "Alice", "EC");
    round.noteOwnVote("precommit");
    const { seen, prevoted, precommitted } = round.history();
    expect(seen.map(({ vote: { stage, target }, voter }) => [stage, target, voter])).toEqual([
      ["prevote", chain.place("FC"), "Alice"],
      ["prevote", chain.place("EA"), "Eve"],
      ["precommit", chain.place("EA"), "Eve"],
      ["prevote", chain.place("EC"), "Alice"],
    ]);
    expect([prevoted, precommitted]).toEqual([1, 4]);
  });

  it("tells repeated votes from votes that differ in the signature alone", () => {
    const { vote } = roundOnC();
    expect(vote("precommit", "Bob", "D")).toBe("counted");
    expect(vote("precommit", "Bob", "D")).toBe("duplicate");
    expect(vote("precommit", "Bob", "D", "another")).toBe("equivocation");
    expect(vote("precommit", "Bob", "D", "another")).toBe("duplicate");
    expect(vote("precommit", "Bob", "D", "a third")).toBe("ignored");
  });

  it("says whose votes it does not know, and what lies below its base", () => {
    const { round, chain, vote } = roundOnC();
    expect(round.importVote("prevote", castBy("Mallory", chain.place("D")), chain).kind).toBe("unknown voter");
    expect(vote("prevote", "Bob", "B")).toBe("not above the base");
    expect(round.weight("prevote")).toBe(0n);
    expect(vote("prevote", "Bob", "D")).toBe("counted");
    // The second vote of a voter counts for everything anyway.
    expect(vote("prevote", "Bob", "B")).toBe("equivocation");
  });

  it("names the precommits that finalize: for the block, above it, and both of who voted twice", () => {
    const { round, chain, vote } = roundOnC();
    expect(round.finalizingPrecommits(chain)).toBeUndefined();
    for (const voter of ["Alice", "Bob", "Eve"] as const) vote("prevote", voter, "E");
    vote("precommit", "Bob", "E");
    vote("precommit", "Eve", "D");
    vote("precommit", "Alice", "D", "Alice-1");
    vote("precommit", "Alice", "FC", "Alice-2");
    expect(round.state()).toMatchObject({ finalized: chain.place("E"), completable: true });
    expect(round.finalizingPrecommits(chain)?.map(({ voter, target }) => [voter, target])).toEqual([
      ["Alice", chain.place("D")],
      ["Alice", chain.place("FC")],
      ["Bob", chain.place("E")],
    ]);
  });

  it("is completable once nothing above the ghost can be final", () => {
    const { round, chain, vote } = roundOnC();
    for (const voter of ["Alice", "Bob", "Eve"] as const) vote("prevote", voter, "E");
    vote("precommit", "Alice", "D");
    expect(round.state()).toEqual({
      prevoteGhost: chain.place("E"),
      finalized: undefined,
      estimate: chain.place("E"),
      completable: false,
    });
    vote("precommit", "Bob", "D");
    // Eve alone cannot make E final any more, whoever votes twice.
    expect(round.state()).toEqual({
      prevoteGhost: chain.place("E"),
      finalized: chain.place("D"),
      estimate: chain.place("D"),
      completable: true,
    });
  });
});
