import { describe, expect, it } from "vitest";
import { DecodeError } from "../../codec/io.ts";
import type { Hex } from "../../lib/bytes.ts";
import { type AuthoritySet, addPendingChange, authoritySet } from "./authority-set.ts";
import type { PendingChange } from "./pending-changes.ts";
import { decodeAuthoritySet, decodeVoterState, encodeAuthoritySet, encodeVoterState } from "./persistence.ts";
import type { VoterSetState } from "./types.ts";
import { liveState } from "./voter-state.ts";

const key = (byte: number): Hex => `0x${byte.toString(16).padStart(2, "0").repeat(32)}`;
const block = (number: number) => ({ hash: key(number), number });
const change = (number: number, median?: number): PendingChange => ({
  authorities: [
    [key(number), 7n],
    [key(number + 1), 1n << 40n],
  ],
  delay: number * 2,
  announced: block(number),
  kind: median === undefined ? { type: "standard" } : { type: "forced", medianLastFinalized: median },
});

/** Standard changes 10 <- 20 <- 30 and 10 <- 21, 11 beside them; forced changes on other chains. */
function richSet(): AuthoritySet {
  const above: Readonly<Record<number, readonly number[]>> = { 10: [20, 21, 30], 20: [30] };
  const isDescendent = (base: Hex, hash: Hex) =>
    above[Number.parseInt(base.slice(2, 4), 16)]?.includes(Number.parseInt(hash.slice(2, 4), 16)) ?? false;
  let set = authoritySet([[key(1), 5n]], 9n);
  for (const pending of [change(10), change(11), change(20), change(21), change(30), change(40, 3), change(41, 0)]) {
    set = set && addPendingChange(set, pending, isDescendent);
  }
  if (set === undefined) throw new Error("no set");
  const past = [
    { setId: 7n, lastBlock: 3 },
    { setId: 8n, lastBlock: 8 },
  ];
  return { ...set, past, standard: { ...set.standard, finalized: 8 } };
}

const state: VoterSetState = {
  type: "live",
  completed: {
    setId: 1n << 63n,
    voters: [key(1), key(2)],
    rounds: [
      {
        round: 42n,
        state: { prevoteGhost: block(5), finalized: undefined, estimate: block(6), completable: true },
        base: block(4),
        votes: [
          { vote: { stage: "primary", target: block(5) }, voter: key(1), signature: new Uint8Array(64).fill(3) },
          { vote: { stage: "precommit", target: block(6) }, voter: key(2), signature: new Uint8Array(64).fill(4) },
        ],
      },
      { ...liveState({ setId: 0n, voters: [], base: block(1) }).completed.rounds[0]!, round: 41n },
    ],
  },
  current: new Map([
    [43n, { voter: key(1), primary: block(7), prevote: block(8), precommit: block(8) }],
    [44n, { voter: key(1), prevote: block(9) }],
    [45n, undefined],
  ]),
};

describe("a set of voters on disk", () => {
  it("comes back with its pending changes and the sets before it", () => {
    const set = richSet();
    expect(set.standard.roots.map(({ change: { announced } }) => announced.number)).toEqual([10, 11]);
    expect(decodeAuthoritySet(encodeAuthoritySet(set))).toEqual(set);
    const plain = authoritySet([[key(1), 100n]], 3n);
    expect(plain && decodeAuthoritySet(encodeAuthoritySet(plain))).toEqual(plain);
  });

  it("is refused when it is broken, or by a version that is not known", () => {
    const bytes = encodeAuthoritySet(richSet());
    for (const length of [0, 1, 40, bytes.length - 1]) {
      expect(() => decodeAuthoritySet(bytes.subarray(0, length))).toThrow(DecodeError);
    }
    expect(() => decodeAuthoritySet(Uint8Array.from([...bytes, 0]))).toThrow(DecodeError);
    expect(() => decodeAuthoritySet(Uint8Array.from(bytes, (byte, at) => (at === 0 ? 9 : byte)))).toThrow("version 9");
  });
});

describe("a voter's state on disk", () => {
  it("comes back with its rounds and own votes", () => {
    expect(decodeVoterState(encodeVoterState(state))).toEqual(state);
  });

  it("comes back when the voter is paused", () => {
    const paused: VoterSetState = { type: "paused", completed: state.completed };
    expect(decodeVoterState(encodeVoterState(paused))).toEqual(paused);
  });

  it("comes back as it is when a set begins", () => {
    const fresh = liveState({ setId: 3n, voters: [key(1)], base: block(32) });
    expect(decodeVoterState(encodeVoterState(fresh))).toEqual(fresh);
  });

  it("is refused when it is broken", () => {
    const bytes = encodeVoterState(state);
    for (let length = 0; length < bytes.length; length += 7) {
      expect(() => decodeVoterState(bytes.subarray(0, length))).toThrow(DecodeError);
    }
  });
});
