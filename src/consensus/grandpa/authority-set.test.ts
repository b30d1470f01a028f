import { describe, expect, it } from "vitest";
import type { Hex } from "../../lib/bytes.ts";
import type { Voter } from "../finality.ts";
import {
  type AuthoritySet,
  addPendingChange,
  applyForcedChanges,
  applyStandardChanges,
  authoritySet,
  enactsStandardChange,
  nextChange,
  pendingChanges,
  revertChanges,
  voteLimit,
} from "./authority-set.ts";
import { AuthoritySetError, type AuthoritySetFault } from "./authority-set-error.ts";
import { noChanges } from "./change-tree.ts";
import type { IsDescendent, PendingChange } from "./pending-changes.ts";

const key = (byte: number): Hex => `0x${byte.toString(16).padStart(2, "0").repeat(32)}`;
const voters = (byte: number, weight = 5n): readonly Voter[] => [[key(byte), weight]];
const empty: AuthoritySet = { authorities: [], setId: 0n, standard: noChanges, forced: [], past: [] };
const block = (hash: string, number: number) => ({ hash: hash as Hex, number });

interface Given {
  readonly at: readonly [hash: string, number: number];
  readonly delay?: number;
  readonly to?: readonly Voter[];
  /** The median of a forced change. */
  readonly forced?: number;
}
const change = ({ at: [hash, number], delay = 0, to = voters(1), forced }: Given): PendingChange => ({
  authorities: to,
  delay,
  announced: block(hash, number),
  kind: forced === undefined ? { type: "standard" } : { type: "forced", medianLastFinalized: forced },
});

/** Descendants by a list; asking for any other pair is a fault of the code. */
const only =
  (known: Readonly<Record<string, boolean>>): IsDescendent =>
  (base, hash) => {
    const answer = known[`${base} ${hash}`];
    if (answer === undefined) throw new Error(`asked whether ${hash} descends from ${base}`);
    return answer;
  };
const always: IsDescendent = () => true;
const never: IsDescendent = () => false;
const names = (set: AuthoritySet) => pendingChanges(set).map(({ announced }) => announced.hash);
const past = (set: AuthoritySet) => set.past.map(({ setId, lastBlock }) => [Number(setId), lastBlock]);
const faultOf = (attempt: () => unknown): AuthoritySetFault | undefined => {
  try {
    attempt();
  } catch (error) {
    if (error instanceof AuthoritySetError) return error.fault;
    throw error;
  }
  return undefined;
};

describe("standard changes", () => {
  it("limit votes to the first of them from a block on", () => {
    let set: AuthoritySet = { ...empty, authorities: voters(1) };
    for (const number of [1, 2]) set = addPendingChange(set, change({ at: [`${number}`, number] }), never);
    expect([0, 1, 2, 3].map((least) => voteLimit(set, least))).toEqual([1, 1, 2, undefined]);
  });

  it("are told each before those that follow, and forced ones last", () => {
    let set: AuthoritySet = { ...empty, authorities: voters(1) };
    set = addPendingChange(set, change({ at: ["a", 5], delay: 10 }), never);
    set = addPendingChange(set, change({ at: ["b", 5] }), never);
    set = addPendingChange(set, change({ at: ["c", 10], delay: 5 }), only({ "a c": true, "b c": false }));
    set = addPendingChange(set, change({ at: ["d", 1], delay: 2, forced: 0 }), never);
    set = addPendingChange(set, change({ at: ["e", 0], delay: 2, forced: 0 }), never);
    expect(names(set)).toEqual(["a", "c", "b", "e", "d"]);
  });

  it("are applied when the block at their delay is final, and dropped from other chains", () => {
    let set = addPendingChange(empty, change({ at: ["a", 5], delay: 10, to: voters(1) }), always);
    set = addPendingChange(set, change({ at: ["b", 5], delay: 10, to: voters(2) }), always);
    expect(names(set)).toEqual(["a", "b"]);
    const before = applyStandardChanges(set, block("c", 11), only({ "a c": true, "b c": false }));
    expect(before).toMatchObject({ changed: true, handedOver: false });
    expect([names(before.set), before.set.past]).toEqual([["a"], []]);
    const after = applyStandardChanges(before.set, block("d", 15), only({ "a d": true }));
    expect(after).toMatchObject({ changed: true, handedOver: true });
    expect(after.set).toMatchObject({ authorities: voters(1), setId: 1n });
    expect([names(after.set), past(after.set)]).toEqual([[], [[0, 15]]]);
  });

  it("are not finalized two at once", () => {
    let set = addPendingChange(empty, change({ at: ["a", 5], delay: 10, to: voters(1) }), always);
    set = addPendingChange(set, change({ at: ["c", 30], delay: 10, to: voters(2) }), always);
    const isDescendent = only({ "a b": true, "a c": true, "a d": true, "c b": false, "c d": true, "b c": true });
    expect(faultOf(() => applyStandardChanges(set, block("d", 40), isDescendent))).toBe("unfinalized-ancestor");
    const first = applyStandardChanges(set, block("b", 15), isDescendent);
    expect([first.handedOver, first.set.authorities, first.set.setId]).toEqual([true, voters(1), 1n]);
    const second = applyStandardChanges(first.set, block("d", 40), isDescendent);
    expect([second.handedOver, second.set.authorities, second.set.setId]).toEqual([true, voters(2), 2n]);
    expect(past(second.set)).toEqual([
      [0, 15],
      [1, 40],
    ]);
  });

  it("are enacted by the block at their delay, the first at once and later ones in their turn", () => {
    let set = addPendingChange(empty, change({ at: ["a", 5], delay: 10 }), never);
    set = addPendingChange(set, change({ at: ["b", 20], delay: 10 }), always);
    const isDescendent = only({ "a d": true, "a e": true, "b d": true, "b e": true, "a c": false, "b c": false });
    const enacts = (hash: string, number: number) => enactsStandardChange(set, block(hash, number), isDescendent);
    expect(enacts("c", 15)).toBeUndefined();
    expect(enacts("d", 14)).toBeUndefined();
    expect(enacts("d", 15)).toBe(true);
    expect(enacts("e", 30)).toBe(false);
  });

  it("that are next on a chain are found, forced ones among them", () => {
    const known = ["a0 a1", "a0 best-a", "a1 best-a", "a10 best-a", "b best-b"];
    const isDescendent: IsDescendent = (base, hash) => known.includes(`${base} ${hash}`);
    let set: AuthoritySet = { ...empty, authorities: voters(1) };
    const next = (best: string) => nextChange(set, best as Hex, isDescendent);
    set = addPendingChange(set, change({ at: ["b", 4] }), isDescendent);
    set = addPendingChange(set, change({ at: ["a0", 5] }), isDescendent);
    set = addPendingChange(set, change({ at: ["a1", 10] }), isDescendent);
    expect([next("best-a"), next("best-b")]).toEqual([block("a0", 5), block("b", 4)]);
    ({ set } = applyStandardChanges(set, block("a0", 5), isDescendent));
    expect([next("best-a"), next("best-b")]).toEqual([block("a1", 10), undefined]);
    set = addPendingChange(set, change({ at: ["a10", 8], forced: 0 }), never);
    expect(next("best-a")).toEqual(block("a10", 8));
  });

  it("leave only the forced changes that can still come on their chain", () => {
    const below = ["B", "C0", "C1", "C2", "C3", "D"];
    const isDescendent: IsDescendent = (base, hash) => {
      if (base === (hash as string) && hash === ("B" as string)) return false;
      if (base === ("A" as string) || base === ("B" as string)) return below.includes(hash);
      return `${base} ${hash}` === "C0 D";
    };
    let set: AuthoritySet = { ...empty, authorities: voters(1) };
    const add = (number: number, hash: string, forced: boolean): void => {
      set = addPendingChange(set, change({ at: [hash, number], ...(forced ? { forced: 0 } : {}) }), isDescendent);
    };
    add(5, "A", false);
    add(10, "B", false);
    add(15, "C0", false);
    add(15, "C1", true);
    add(15, "C2", false);
    add(15, "C3", true);
    add(20, "D", true);
    const finalize = (hash: string, number: number) => applyStandardChanges(set, block(hash, number), isDescendent).set;
    set = finalize("A", 5);
    expect(names(set)).toHaveLength(6);
    set = finalize("B", 10);
    expect(names(set)).toHaveLength(5);
    expect(finalize("C2", 15).forced).toEqual([]);
    expect(finalize("C0", 15).forced.map(({ announced }) => announced.hash)).toEqual(["D"]);
  });
});

describe("forced changes", () => {
  it("are one on each chain, and applied by the imported block at their delay", () => {
    const ofA: IsDescendent = (base) => base.startsWith("a");
    let set = addPendingChange(empty, change({ at: ["a", 5], delay: 10, to: voters(1), forced: 42 }), never);
    const onB = change({ at: ["b", 5], delay: 10, to: voters(2), forced: 0 });
    set = addPendingChange(set, onB, never);
    expect(faultOf(() => addPendingChange(set, onB, never))).toBe("duplicate");
    expect(enactsStandardChange(set, block("c", 15), always)).toBeUndefined();
    const second = change({ at: ["a8", 8], delay: 3, forced: 0 });
    expect(faultOf(() => addPendingChange(set, second, ofA))).toBe("multiple-forced");
    expect(applyForcedChanges(set, block("a10", 10), always)).toBeUndefined();
    expect(applyForcedChanges(set, block("a16", 16), ofA)).toBeUndefined();
    expect(applyForcedChanges(set, block("a15", 15), ofA)).toEqual({
      medianLastFinalized: 42,
      set: { ...empty, authorities: voters(1), setId: 1n, past: [{ setId: 0n, lastBlock: 42 }] },
    });
  });

  it("without a delay are applied by the block that announces them", () => {
    const set = addPendingChange(empty, change({ at: ["a", 5], forced: 0 }), never);
    expect(applyForcedChanges(set, block("a", 5), never)?.set.setId).toBe(1n);
  });

  it("wait for the standard changes up to their median", () => {
    let set: AuthoritySet = { ...empty, authorities: voters(1) };
    set = addPendingChange(set, change({ at: ["a", 10], delay: 5 }), always);
    set = addPendingChange(set, change({ at: ["b", 20] }), always);
    set = addPendingChange(set, change({ at: ["c", 30], delay: 5 }), always);
    set = addPendingChange(set, change({ at: ["d", 40], delay: 5, forced: 31 }), always);
    const messageOf = (hash: string) => () => applyForcedChanges(set, block(hash, 45), always);
    expect(faultOf(messageOf("d45"))).toBe("unsatisfied-dependency");
    expect(messageOf("d45")).toThrow("the standard change at block 15");
    set = applyStandardChanges(set, block("a15", 15), always).set;
    expect(past(set)).toEqual([[0, 15]]);
    expect(messageOf("d")).toThrow("the standard change at block 20");
    set = applyStandardChanges(set, block("b", 20), always).set;
    const forced = applyForcedChanges(set, block("d", 45), always);
    expect([forced?.medianLastFinalized, forced?.set.setId, forced?.set.authorities]).toEqual([31, 3n, voters(1)]);
    expect(past(forced?.set ?? empty)).toEqual([
      [0, 15],
      [1, 20],
      [2, 31],
    ]);
    expect([forced?.set.standard.roots, forced?.set.forced]).toEqual([[], []]);
    expect(past(set)).toEqual([
      [0, 15],
      [1, 20],
    ]);
  });
});

describe("a set of voters", () => {
  it("is never empty, nor has a voter without weight", () => {
    const weightless = [...voters(1), ...voters(2, 0n)];
    expect(authoritySet([])).toBeUndefined();
    expect(authoritySet(weightless, 3n)).toBeUndefined();
    const set = authoritySet(voters(1)) ?? empty;
    expect(set).toEqual({ ...empty, authorities: voters(1) });
    const add = (given: Given) => () => addPendingChange(set, change(given), never);
    expect(faultOf(add({ at: ["a", 5], delay: 10, to: [] }))).toBe("invalid-authorities");
    expect(faultOf(add({ at: ["a", 5], delay: 10, to: weightless, forced: 0 }))).toBe("invalid-authorities");
  });

  it("forgets changes that were announced after the block it is taken back to", () => {
    // 21 - 23 - 24 - 25 - 28, a fork with 27 above 23, and one with 29 above 25; 24 is where it is taken back to.
    const parents: Readonly<Record<string, string>> = {
      "28": "25",
      "29": "25",
      "25": "24",
      "24": "23",
      "27": "23",
      "23": "21",
    };
    const isDescendent: IsDescendent = (base, hash) => {
      let at = parents[hash];
      while (at !== undefined && at !== base) at = parents[at];
      return at === base;
    };
    let set: AuthoritySet = { ...empty, authorities: voters(1) };
    for (const number of [21, 28, 27, 29])
      set = addPendingChange(set, change({ at: [`${number}`, number] }), isDescendent);
    set = addPendingChange(set, change({ at: ["25", 25], forced: 0 }), isDescendent);
    set = addPendingChange(set, change({ at: ["other", 3], forced: 0 }), isDescendent);
    expect(names(revertChanges(set, block("24", 24), isDescendent))).toEqual(["21", "27", "other"]);
  });
});
