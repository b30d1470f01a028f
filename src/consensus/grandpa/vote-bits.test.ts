import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { idsFrom, votersOf } from "./testing/votes.ts";
import { mergeVotes, noVotes, oneVote, type Phase, weightOf } from "./vote-bits.ts";

const count = 40;
const voters = votersOf(idsFrom(0, count), (id) => BigInt(id % 7) + 1n);
const phase = fc.constantFrom<Phase>("prevote", "precommit");
const votes = fc.array(fc.tuple(fc.nat(count - 1), phase));

const bitsOf = (list: readonly (readonly [number, Phase])[]) =>
  list.reduce((bits, [position, of]) => mergeVotes(bits, oneVote(voters, position, of)), noVotes(voters));

describe("votes as bits", () => {
  it("tell each voter and phase apart", () => {
    for (const { position, weight } of voters.voters)
      for (const of of ["prevote", "precommit"] as const) {
        const bits = oneVote(voters, position, of);
        expect(weightOf(bits, of, voters)).toBe(weight);
        expect(weightOf(bits, of === "prevote" ? "precommit" : "prevote", voters)).toBe(0n);
      }
  });

  it("weigh what their voters weigh, each once", () => {
    fc.assert(
      fc.property(votes, phase, (list, of) => {
        const who = new Set(list.filter(([, other]) => other === of).map(([position]) => position));
        const weight = [...who].reduce((sum, position) => sum + voters.voters[position]!.weight, 0n);
        expect(weightOf(bitsOf(list), of, voters)).toBe(weight);
      }),
    );
  });

  it("come together in any order", () => {
    fc.assert(
      fc.property(votes, votes, votes, (a, b, c) => {
        const [x, y, z] = [bitsOf(a), bitsOf(b), bitsOf(c)];
        expect(mergeVotes(x, y)).toEqual(mergeVotes(y, x));
        expect(mergeVotes(mergeVotes(x, y), z)).toEqual(mergeVotes(x, mergeVotes(y, z)));
        expect(mergeVotes(x, y)).toEqual(bitsOf([...a, ...b]));
      }),
    );
  });
});
