import { describe, expect, it } from "vitest";
import { changesAfter, insertChanges, type SetChanges, setOfBlock } from "./set-changes.ts";

const list = (...changes: readonly (readonly [set: number, block: number])[]): SetChanges =>
  changes.map(([set, lastBlock]) => ({ setId: BigInt(set), lastBlock }));
const sets = (changes: SetChanges | undefined) => changes?.map(({ setId, lastBlock }) => [Number(setId), lastBlock]);

describe("sets of voters that are past", () => {
  it("take in a change that was imported late", () => {
    const changes = insertChanges(list([4, 121]), [101, 41, 81]);
    expect(changes).toEqual(list([0, 41], [1, 81], [2, 101], [4, 121]));
    expect(setOfBlock(changes, 100)).toEqual({ setId: 2n, lastBlock: 101 });
    expect(setOfBlock(changes, 101)).toEqual({ setId: 2n, lastBlock: 101 });
    expect(insertChanges([], [7])).toEqual(list([0, 7]));
    expect(insertChanges(list([3, 41]), [])).toEqual(list([3, 41]));
  });

  it("stay as they are when there are more changes than sets before them", () => {
    expect(insertChanges(list([1, 81]), [50, 40])).toEqual(list([1, 81]));
    expect(insertChanges(list([0, 41]), [41])).toEqual(list([0, 41]));
  });

  it("know the set of a block when the list is complete", () => {
    const changes = list([0, 41], [1, 81], [2, 121]);
    for (const block of [20, 40, 41]) expect(setOfBlock(changes, block)).toEqual({ setId: 0n, lastBlock: 41 });
    expect(setOfBlock(changes, 42)).toEqual({ setId: 1n, lastBlock: 81 });
    expect(setOfBlock(changes, 141)).toBe("latest");
    expect(setOfBlock([], 1)).toBe("unknown");
  });

  it("know it of later blocks when the list begins late", () => {
    const changes = list([2, 41], [3, 81], [4, 121]);
    for (const block of [20, 40, 41]) expect(setOfBlock(changes, block)).toBe("unknown");
    expect(setOfBlock(changes, 42)).toEqual({ setId: 3n, lastBlock: 81 });
    expect(setOfBlock(changes, 141)).toBe("latest");
  });

  it("are told from a block on", () => {
    expect(changesAfter(list([1, 41], [2, 81]), 40)).toBeUndefined();
    const changes = list([0, 21], [1, 41], [2, 81], [3, 121]);
    expect(sets(changesAfter(changes, 40))).toEqual([
      [1, 41],
      [2, 81],
      [3, 121],
    ]);
    expect(sets(changesAfter(changes, 41))).toEqual([
      [2, 81],
      [3, 121],
    ]);
    expect(changesAfter(changes, 121)).toEqual([]);
    expect(changesAfter(changes, 200)).toEqual([]);
  });
});
