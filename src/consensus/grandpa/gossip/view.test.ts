import { describe, expect, it } from "vitest";
import { considerCommit, considerVote, type View } from "./view.ts";

describe("a view", () => {
  const view: View = { round: 100n, setId: 1n, lastCommit: 1000, updated: undefined };

  it("takes votes of its set from the round before to the round after", () => {
    const consider = (round: number, setId: number) =>
      considerVote(view, { round: BigInt(round), setId: BigInt(setId) });
    expect([consider(98, 1), consider(1, 0), consider(1000, 0)]).toEqual(["past", "past", "past"]);
    expect([consider(99, 1), consider(100, 1), consider(101, 1)]).toEqual(["accept", "accept", "accept"]);
    expect([consider(102, 1), consider(1, 2), consider(1000, 2)]).toEqual(["future", "future", "future"]);
    expect(considerVote(undefined, view)).toBe("out-of-scope");
  });

  it("takes commits of its set that finalize a higher block", () => {
    const second = { ...view, setId: 2n };
    const consider = (setId: number, number: number) => considerCommit(second, BigInt(setId), number);
    for (const number of [1, 1000, 10000])
      expect([consider(3, number), consider(1, number)]).toEqual(["future", "past"]);
    expect([1, 1000, 1001, 10000].map((number) => consider(2, number))).toEqual(["past", "past", "accept", "accept"]);
    expect(considerCommit({ ...second, lastCommit: undefined }, 2n, 0)).toBe("accept");
    expect(considerCommit(undefined, 2n, 0)).toBe("out-of-scope");
  });
});
