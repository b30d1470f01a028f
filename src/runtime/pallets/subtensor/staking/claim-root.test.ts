import { describe, expect, it } from "vitest";
import { blockHashToIndices } from "./claim-root.ts";

/** A hash of four words. */
const hashOf = (...words: readonly bigint[]): `0x${string}` =>
  `0x${words.map((word) => word.toString(16).padStart(16, "0")).join("")}`;

describe("blockHashToIndices", () => {
  it("starts at the first word, which so counts twice, and adds the words in turn", () => {
    // 1 + 1, + 10, + 100, + 1000, + 1, all modulo 5000
    expect(blockHashToIndices(hashOf(1n, 10n, 100n, 1000n), 5n, 5000n)).toEqual([2n, 12n, 112n, 1112n, 1113n]);
  });
  it("gives each index once, in ascending order", () => {
    // 8, 8 + 7 = 5, 5 + 0 = 5, 5 + 3 = 8 modulo 10
    expect(blockHashToIndices(hashOf(4n, 7n, 0n, 3n), 4n, 10n)).toEqual([5n, 8n]);
  });
  it("saturates before it divides", () => {
    const most = (1n << 64n) - 1n;
    expect(blockHashToIndices(hashOf(most, 0n, 0n, 0n), 1n, 1000n)).toEqual([most % 1000n]);
  });
  it("is the first index where nobody is, and nothing when nothing is asked", () => {
    expect(blockHashToIndices(hashOf(9n, 9n, 9n, 9n), 5n, 0n)).toEqual([0n]);
    expect(blockHashToIndices(hashOf(9n, 9n, 9n, 9n), 0n, 7n)).toEqual([]);
  });
});
