import { describe, expect, it } from "vitest";
import type { Hex } from "../../lib/bytes.ts";
import { AuthoritySetError } from "./authority-set-error.ts";
import {
  addToTree,
  type ChangeTree,
  filterTree,
  finalizeInTree,
  finalizesChange,
  flatTree,
  growTree,
  noChanges,
} from "./change-tree.ts";
import { effectiveNumber, type IsDescendent, type PendingChange } from "./pending-changes.ts";

const block = (hash: string, number: number) => ({ hash: hash as Hex, number });
const change = (hash: string, number: number, effective = number): PendingChange => ({
  authorities: [],
  delay: effective - number,
  announced: block(hash, number),
  kind: { type: "standard" },
});
const places = (tree: ChangeTree) =>
  flatTree(tree).map(({ change: { announced } }) => `${announced.hash}${announced.number}`);
const roots = (tree: ChangeTree) => tree.roots.map(({ change: { announced } }) => announced.hash as string);

/** What descends from what in the tree that the tests of the original's library draw. */
const below: Readonly<Record<string, string>> = {
  A: "BCDEFGHIJKLMNO",
  B: "CDE",
  c: "CDE",
  C: "DE",
  D: "E",
  F: "GHILMNO",
  H: "ILMNO",
  J: "K",
  L: "MNO",
  m: "MN",
  M: "N",
};
const isDescendent: IsDescendent = (base, hash) =>
  base === ("0" as string) || (below[base]?.includes(hash.toUpperCase()) ?? false);

function drawnTree(): ChangeTree {
  let tree = noChanges;
  for (const place of "A10 B20 C30 D40 E50 F20 G30 H30 I40 L40 M50 O50 J20 K30".split(" ")) {
    tree = addToTree(tree, change(place.slice(0, 1), Number(place.slice(1))), isDescendent);
  }
  return tree;
}

const faultOf = (attempt: () => unknown): string => {
  try {
    attempt();
  } catch (error) {
    if (error instanceof AuthoritySetError) return error.fault;
  }
  return "none";
};

describe("a tree of changes", () => {
  it("takes no block that is not above the finalized one", () => {
    const { tree } = finalizeInTree(drawnTree(), block("A", 10), isDescendent, () => true);
    expect(tree.finalized).toBe(10);
    expect(faultOf(() => addToTree(tree, change("A", 10), isDescendent))).toBe("reverted");
    expect(faultOf(() => finalizeInTree(tree, block("Z", 10), isDescendent, () => true))).toBe("reverted");
    expect(faultOf(() => finalizesChange(tree, block("Z", 10), isDescendent, () => true))).toBe("reverted");
  });

  it("takes no block twice", () => {
    const tree = drawnTree();
    for (const [hash, number] of [
      ["A", 10],
      ["I", 40],
      ["G", 30],
      ["K", 30],
    ] as const) {
      expect(faultOf(() => addToTree(tree, change(hash, number), isDescendent))).toBe("duplicate");
    }
  });

  it("has the longest branch first, and each change before those below it", () => {
    expect(places(drawnTree())).toEqual("A10 B20 C30 D40 E50 F20 H30 L40 M50 O50 I40 G30 J20 K30".split(" "));
  });

  it("asks only of changes that lie lower than the block", () => {
    const asked: string[] = [];
    addToTree(drawnTree(), change("N", 60), (base, hash) => {
      asked.push(base);
      return isDescendent(base, hash);
    });
    expect(asked).toEqual(["E", "D", "C", "B", "M"]);
  });

  it("asks about descent only for changes that would be applied", () => {
    const count = { asked: 0 };
    const counting: IsDescendent = () => {
      count.asked++;
      return true;
    };
    const letters = [..."ABCDEFGHIJK"];
    const grow = (descends: IsDescendent) =>
      letters.reduce((tree, letter, number) => addToTree(tree, change(letter, number), descends), noChanges);
    const last = (it: PendingChange) => it.announced.number === 10;
    expect(
      finalizesChange(
        grow(() => true),
        block("L", 11),
        counting,
        last,
      ),
    ).toBe(false);
    expect(count.asked).toBe(1);
    const applied = finalizeInTree(
      grow(() => false),
      block("L", 11),
      (base) => base === ("K" as string),
      last,
    ).applied;
    expect(applied?.announced.hash).toBe("K");
  });

  it("opens the branches below the change that is finalized", () => {
    const opened = finalizeInTree(drawnTree(), block("A", 10), isDescendent, () => true);
    expect([opened.applied?.announced.hash, roots(opened.tree)]).toEqual(["A", ["B", "F", "J"]]);
    const left = finalizeInTree(opened.tree, block("J", 20), isDescendent, () => true);
    expect(roots(left.tree)).toEqual(["K"]);
    const gone = finalizeInTree(left.tree, block("Z", 50), isDescendent, () => true);
    expect([gone.changed, gone.applied, gone.tree.roots]).toEqual([true, undefined, []]);
  });

  it("applies a change by a block that descends from it, in order", () => {
    // A0 1 - B 2 - C 5 - D 10 - E 15 - F 100, G 100 beside E, and A1 1 on another chain; B, C, F and G announce nothing.
    const known: Readonly<Record<string, string>> = { A0: "BCDEG", C: "D", D: "EFG", E: "F" };
    const descends: IsDescendent = (base, hash) => known[base]?.includes(hash) ?? false;
    let tree = noChanges;
    for (const at of [change("A0", 1, 5), change("A1", 1, 5), change("D", 10), change("E", 15, 50)]) {
      tree = addToTree(tree, at, descends);
    }
    expect(roots(tree)).toEqual(["A0", "A1"]);
    const upTo = (number: number) => (it: PendingChange) => effectiveNumber(it) <= number;
    const exactly = (number: number) => (it: PendingChange) => effectiveNumber(it) === number;
    const finalizes = (hash: string, number: number, applies = upTo(number)) =>
      finalizesChange(tree, block(hash, number), descends, applies);
    const finalize = (hash: string, number: number) => {
      const done = finalizeInTree(tree, block(hash, number), descends, upTo(number));
      tree = done.tree;
      return [done.changed, done.applied?.announced.hash];
    };
    expect(finalizes("B", 2)).toBeUndefined();
    expect(faultOf(() => finalize("D", 10))).toBe("unfinalized-ancestor");
    expect(finalizes("D", 10, exactly(10))).toBe(false);
    expect(faultOf(() => finalizes("E", 15, exactly(10)))).toBe("unfinalized-ancestor");
    expect([finalize("B", 2), roots(tree)]).toEqual([[true, undefined], ["A0"]]);
    expect(finalizes("C", 5)).toBe(true);
    expect([finalize("C", 5), roots(tree)]).toEqual([[true, "A0"], ["D"]]);
    expect(faultOf(() => finalizes("F", 100))).toBe("unfinalized-ancestor");
    expect(finalizes("G", 100)).toBe(true);
    expect([finalize("G", 100), roots(tree)]).toEqual([[true, "D"], []]);
  });

  it("is the same after it was made flat", () => {
    const tree = drawnTree();
    expect(growTree(flatTree(tree), tree.finalized)).toEqual(tree);
  });

  it("drops changes with those below them", () => {
    const left = filterTree(drawnTree(), ({ announced: { hash } }) => {
      if ("ACFGI".includes(hash)) return "look below";
      return hash === ("B" as string) || hash === ("H" as string) ? "drop all" : "keep all";
    });
    expect(places(left)).toEqual("A10 F20 G30 J20 K30".split(" "));
  });
});
