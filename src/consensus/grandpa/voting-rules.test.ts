import { describe, expect, it } from "vitest";
import type { Hex } from "../../lib/bytes.ts";
import type { Place } from "../fork-tree.ts";
import {
  ancestorAt,
  beforeBestBlockBy,
  chooseVote,
  restrictVote,
  threeQuarters,
  type VotingRule,
  votingRules,
} from "./voting-rules.ts";

const block = (number: number, chain = "a"): Place => ({ hash: `0x${chain}${number}` as Hex, number });
/** Chain a, and chain b that leaves it after block 3. */
const parentOf = (hash: Hex): Place | undefined => {
  const [chain, number] = [hash.slice(2, 3), Number(hash.slice(3))];
  if (number === 0) return undefined;
  return block(number - 1, chain === "b" && number > 4 ? "b" : "a");
};
const target = (base: number, best: number, current = best) => ({
  base: block(base),
  best: block(best),
  current: block(current),
  parentOf,
});

describe("voting rules", () => {
  it("together do not restrict a vote past the base", () => {
    const subtract: VotingRule = ({ current }) => block(current.number - 50);
    expect(restrictVote([subtract, subtract], target(0, 200))).toEqual(block(100));
    expect(restrictVote([subtract, subtract], target(110, 200))).toEqual(block(150));
  });

  it("keep two blocks behind the best one, but not behind the base", () => {
    const rule = beforeBestBlockBy(2);
    for (let base = 1; base <= 5; base++) {
      const expected = Math.max(5 - 2, base);
      expect(restrictVote([rule], target(base, 5)).number).toBe(expected);
      expect(rule(target(base, 5))?.number).toBe(expected);
    }
    expect(rule(target(0, 0))).toBeUndefined();
    expect(rule(target(0, 10, 7))).toBeUndefined();
    expect(rule(target(0, 10, 9))).toEqual(block(8));
  });

  it("vote for three quarters of the chain above the base", () => {
    const votes = [1, 2, 3, 4, 5, 6, 7, 8, 100].map((best) => restrictVote([threeQuarters], target(0, best)).number);
    expect(votes).toEqual([1, 2, 2, 3, 4, 5, 5, 6, 75]);
  });

  it("of the original are both", () => {
    const votes = [1, 2, 3, 4, 8, 12, 40].map((best) => restrictVote(votingRules, target(0, best)).number);
    expect(votes).toEqual([0, 0, 1, 2, 6, 9, 30]);
  });
});

describe("the rules on a chain of 21 blocks", () => {
  const vote = (rules: readonly VotingRule[], base: number) => restrictVote(rules, target(base, 21)).number;

  it("leave the best block without rules, and three quarters with them", () => {
    expect([vote([], 0), vote([threeQuarters], 0), vote(votingRules, 0)]).toEqual([21, 16, 16]);
  });

  it("never vote for the best block, nor below the base", () => {
    expect([vote([threeQuarters], 19), vote(votingRules, 19), vote(votingRules, 21)]).toEqual([21, 19, 21]);
  });

  it("count from the best block, however low the target is", () => {
    const rule = beforeBestBlockBy(5);
    expect(restrictVote([rule], target(0, 21)).number).toBe(16);
    expect(restrictVote([rule], target(0, 21, 10)).number).toBe(10);
  });
});

describe("the block to vote for", () => {
  const choose = (base: Place, best: Place, limit?: number) =>
    chooseVote({ base, best, limit, rules: votingRules, parentOf });

  it("is on the best chain above the base", () => {
    expect(choose(block(2), block(10))).toEqual(block(8));
    expect(choose(block(10), block(10))).toEqual(block(10));
  });

  it("is the base when that has left the best chain", () => {
    expect(choose(block(6, "b"), block(10))).toEqual(block(6, "b"));
    expect(choose(block(3), block(9, "b"))).toEqual(block(7, "b"));
    expect(choose(block(8), block(17, "b"))).toEqual(block(8));
  });

  it("is not beyond a block that hands over to other voters", () => {
    expect(choose(block(2), block(10), 5)).toEqual(block(5));
    expect(choose(block(2), block(10), 2)).toEqual(block(2));
    expect(choose(block(2), block(10), 9)).toEqual(block(8));
  });

  it("is none of a chain that is not known", () => {
    expect(ancestorAt(block(3), 1, () => undefined)).toBeUndefined();
    expect(ancestorAt(block(3), 4, parentOf)).toBeUndefined();
  });
});
