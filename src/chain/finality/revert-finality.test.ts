import { expect, test } from "vitest";
import { addPendingChange, authoritySet } from "../../consensus/grandpa/authority-set.ts";
import { decodeAuthoritySet, encodeAuthoritySet } from "../../consensus/grandpa/persistence.ts";
import type { Hex } from "../../lib/bytes.ts";
import { records } from "./finality.ts";
import { revertedRecords } from "./revert-finality.ts";

const voters = [[`0x${"01".repeat(32)}`, 1n]] as const;
const hashOf = (number: number): Hex => `0x${number.toString(16).padStart(64, "0")}`;

/** A database whose newest block, final too, is of this height, with a set's record. */
function database(height: number, record: Uint8Array | undefined) {
  const known = (hash: Hex): boolean => Number(hash) <= height;
  return {
    getExtra: (name: string) => (name === records.set ? record : undefined),
    best: () => ({ hash: hashOf(height), number: height }),
    finalized: () => ({ hash: hashOf(height), number: height }),
    header: (hash: Hex) => (known(hash) ? new Uint8Array(1) : undefined),
    numberOf: (hash: Hex) => (known(hash) ? Number(hash) : undefined),
    parentHash: (hash: Hex) => (known(hash) ? hashOf(Number(hash) - 1) : undefined),
    isCanonical: known,
    hashAt: hashOf,
  };
}

function setWithChangeAt(number: number) {
  const set = authoritySet(voters);
  if (set === undefined) throw new Error("no set");
  const announced = { hash: hashOf(number), number };
  const change = { authorities: voters, delay: 5, announced, kind: { type: "standard" } } as const;
  return encodeAuthoritySet(addPendingChange(set, change, () => false));
}

test("a chain without GRANDPA's records has none after it", () => {
  expect(revertedRecords(database(3, undefined))).toEqual(new Map());
});

test("a change that was announced in a block that is gone is forgotten, one before it stays; the voter begins anew", () => {
  const after = (announced: number) => {
    const changed = revertedRecords(database(7, setWithChangeAt(announced)));
    expect(changed.get(records.voter)).toBeUndefined();
    expect(changed.has(records.voter)).toBe(true);
    return decodeAuthoritySet(changed.get(records.set) as Uint8Array).standard.roots.length;
  };
  expect([after(9), after(6)]).toEqual([0, 1]);
});
