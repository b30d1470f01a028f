import { describe, expect, it } from "vitest";
import { validateCommit } from "./commit.ts";
import { createDummyChain, genesisName, hashOf } from "./testing/dummy-chain.ts";
import { castBy, idsFrom, keyOf, votersOf } from "./testing/votes.ts";
import type { SignedPrecommit } from "./types.ts";

const voters = votersOf(idsFrom(1, 100));
const chain = createDummyChain();
chain.push(genesisName, ["A", "B", "C", "D"]);
chain.push("B", ["C2", "D2"]);
const { place } = chain;

const by = (first: number, count: number, block: string, signature?: string): SignedPrecommit[] =>
  idsFrom(first, count).map((id) => castBy(keyOf(id), place(block), signature));
const check = (target: string, precommits: readonly SignedPrecommit[]) =>
  validateCommit({ target: place(target), precommits }, voters, chain);

describe("a commit", () => {
  it("needs a supermajority, and that its target is where the precommits come together", () => {
    expect(check("C", by(1, 66, "C")).valid).toBe(false);
    expect(check("C", by(1, 67, "C"))).toEqual({
      valid: true,
      precommits: 67,
      duplicates: 0,
      equivocations: 0,
      unknownVoters: 0,
    });
    expect(check("B", by(1, 67, "C")).valid).toBe(false);
    const wrongNumber = { target: { ...place("C"), number: 7 }, precommits: by(1, 67, "C") };
    expect(validateCommit(wrongNumber, voters, chain).valid).toBe(false);
  });

  it("asks the chain nothing when all votes are for one block", () => {
    const empty = createDummyChain();
    const target = { hash: hashOf("C"), number: 3 };
    const precommits = idsFrom(1, 67).map((id) => castBy(keyOf(id), target));
    expect(validateCommit({ target, precommits }, voters, empty).valid).toBe(true);
  });

  it("counts who voted twice for its target", () => {
    const precommits = [...by(1, 66, "C"), ...by(67, 1, "A"), ...by(67, 1, "B")];
    expect(check("C", precommits)).toMatchObject({ valid: true, equivocations: 1 });
  });

  it("passes over votes of unknown voters, and takes no base from them", () => {
    const unknown = castBy(keyOf(1000), { hash: hashOf("Z"), number: 1 });
    expect(check("C", [unknown, ...by(1, 67, "C")])).toMatchObject({ valid: true, unknownVoters: 1 });
  });

  it("passes over repeated votes, and over third votes of one voter", () => {
    const twice = [...by(1, 66, "C"), ...by(1, 66, "C")];
    expect(check("C", twice)).toMatchObject({ valid: false, duplicates: 66 });
    const thrice = [...by(1, 66, "C"), ...by(67, 1, "C", "a"), ...by(67, 1, "C", "b"), ...by(67, 1, "C", "c")];
    expect(check("C", thrice)).toMatchObject({ valid: true, equivocations: 1, duplicates: 0 });
  });

  it("takes the lowest precommit as its base, which all others must descend from", () => {
    expect(check("C", [...by(1, 67, "C"), ...by(68, 1, "A")]).valid).toBe(true);
    expect(check("C", [...by(1, 67, "C"), ...by(68, 1, "D2")]).valid).toBe(false);
    // Precommits that part above the target, with none for the target itself, have no base in common.
    expect(check("B", [...by(1, 34, "C"), ...by(35, 33, "C2")]).valid).toBe(false);
    expect(check("B", [...by(1, 34, "C"), ...by(35, 33, "C2"), ...by(68, 1, "B")]).valid).toBe(true);
  });

  it("is none without precommits", () => {
    expect(check("C", []).valid).toBe(false);
    expect(check("C", by(200, 67, "C"))).toMatchObject({ valid: false, unknownVoters: 67 });
  });
});
