import { expect, it } from "vitest";
import { decode } from "../../codec/codec.ts";
import type { Hex } from "../../lib/bytes.ts";
import { GrandpaEquivocationProof } from "../../runtime/types/consensus.ts";
import { type AuthoritySet, addPendingChange, authoritySet } from "./authority-set.ts";
import { encodeEquivocationProof, lastBlockOfSet } from "./equivocation-report.ts";

/** The hash of the block of that number, on a chain without forks. */
const hashAt = (number: number): Hex => `0x${number.toString(16).padStart(64, "0")}`;
const numberOf = (hash: Hex): number => Number.parseInt(hash.slice(2), 16);
const isDescendent = (base: Hex, block: Hex): boolean => numberOf(base) < numberOf(block);
const parentOf = (hash: Hex) => ({ hash: hashAt(numberOf(hash) - 1), number: numberOf(hash) - 1 });
const place = (number: number) => ({ hash: hashAt(number), number });

const voter: Hex = `0x${"01".repeat(32)}`;
const voters = [[voter, 1n]] as const;
const unchanged = authoritySet(voters) as AuthoritySet;
const changedAt = (number: number) =>
  addPendingChange(
    unchanged,
    { authorities: voters, delay: 0, announced: place(number), kind: { type: "standard" } },
    isDescendent,
  );
const last = (set: AuthoritySet, best: number) => lastBlockOfSet(set, place(best), isDescendent, parentOf);

it("takes the best block while no change of voters is announced", () => {
  expect(last(unchanged, 9)).toBe(hashAt(9));
});

it("takes the parent of the block that announced the next change", () => {
  expect(last(changedAt(5), 9)).toBe(hashAt(4));
});

it("passes over a change that the best block does not descend from", () => {
  expect(last(changedAt(5), 3)).toBe(hashAt(3));
});

it("refuses a change by the first block", () => {
  expect(() => last(changedAt(0), 9)).toThrow("the first block announced a change of voters");
});

it("encodes a proof as the runtime's metadata has it", () => {
  const cast = (number: number, byte: number) => ({ target: place(number), signature: new Uint8Array(64).fill(byte) });
  const proof = encodeEquivocationProof(7n, {
    ...{ round: 3n, phase: "precommit", voter, first: cast(1, 0xaa), second: cast(2, 0xbb) },
  });
  expect(decode(GrandpaEquivocationProof, proof)).toEqual({
    set_id: 7n,
    equivocation: {
      type: "Precommit",
      value: {
        round_number: 3n,
        identity: voter,
        first: [{ target_hash: hashAt(1), target_number: 1 }, `0x${"aa".repeat(64)}`],
        second: [{ target_hash: hashAt(2), target_number: 2 }, `0x${"bb".repeat(64)}`],
      },
    },
  });
});
