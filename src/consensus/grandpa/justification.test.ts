import { describe, expect, it } from "vitest";
import { fromHex, type Hex, toHex } from "../../lib/bytes.ts";
import { headerHash } from "../../primitives/header.ts";
import { decodeAndVerify, justify, verifyJustification } from "./justification.ts";
import { decodeJustification, encodeJustification } from "./messages.ts";
import {
  accountOf,
  ed25519Precommit,
  justificationFor,
  placeOf,
  testHeader,
  verifyEd25519,
} from "./testing/headers.ts";
import { publicChain } from "./testing/public-chain.ts";
import { idsFrom } from "./testing/votes.ts";
import type { Justification, SignedPrecommit } from "./types.ts";
import { createVoterSet } from "./voter-set.ts";

const setOf = (ids: readonly number[]) => createVoterSet(ids.map((id) => [accountOf(id).publicKey, 1n] as const))!;
const header = testHeader(1);
const target = placeOf(header);

const verify = (justification: Justification, ids: readonly number[], setId = 1n) =>
  verifyJustification(justification, { setId, voters: setOf(ids), verify: verifyEd25519 });
const withPrecommits = (
  justification: Justification,
  change: (precommits: readonly SignedPrecommit[]) => readonly SignedPrecommit[],
): Justification => ({
  ...justification,
  commit: { ...justification.commit, precommits: change(justification.commit.precommits) },
});

/** Accounts Alice to Ferdie of the bridges' tests. */
const [alice, eve, ferdie] = [0, 4, 5];

describe("a justification by four of five, as in the bridges' table", () => {
  const all = idsFrom(0, 5);
  const signers = idsFrom(0, 4);
  const direct = justificationFor(header, { signers, ancestors: 0, forks: 1 });
  /** Puts precommits in front of the last one. */
  const insert = (...more: SignedPrecommit[]) =>
    withPrecommits(direct, (precommits) => [...precommits.slice(0, -1), ...more, precommits.at(-1)!]);
  const precommitOf = (id: number) => ed25519Precommit(id, target, 1n, 1n);

  it("is good", () => {
    expect(verify(direct, all)).toBeUndefined();
  });

  it("is refused when a precommit lies below its target", () => {
    const justification = justificationFor(header, { signers, ancestors: 2, forks: 1 });
    const changed = withPrecommits(justification, ([first, ...rest]) => [
      { ...first!, target: { ...first!.target, number: 0 } },
      ...rest,
    ]);
    expect(verify(changed, all)).toBe("commit");
  });

  it("is refused when a precommit is for a block beside its target", () => {
    const beside = testHeader(10);
    const justification = justificationFor(header, { signers, ancestors: 2, forks: 1 });
    const changed = withPrecommits(justification, ([first, ...rest]) => [
      { ...first!, target: placeOf(beside) },
      ...rest,
    ]);
    expect(verify({ ...changed, ancestries: [...changed.ancestries, beside] }, all)).toBe("commit");
  });

  it("is refused without enough weight", () => {
    expect(verify(justificationFor(header, { signers: idsFrom(0, 3), ancestors: 0, forks: 1 }), all)).toBe("commit");
  });

  it("may hold the same vote more than once", () => {
    expect(verify(insert(direct.commit.precommits[0]!), all)).toBeUndefined();
  });

  it("may hold two votes of one voter, and three", () => {
    const twice = { ...precommitOf(alice), signature: new Uint8Array(64) };
    expect(verify(insert(precommitOf(alice)), all)).toBeUndefined();
    expect(verify(insert(precommitOf(alice), precommitOf(alice)), all)).toBeUndefined();
    // The second one may be for another block, but it must be signed.
    expect(verify(insert(twice), all)).toBe("signature");
  });

  it("may hold more votes than it needs", () => {
    expect(verify(insert(precommitOf(eve)), all)).toBeUndefined();
  });

  it("may hold votes of voters that nobody knows, as long as they are signed", () => {
    expect(verify(insert(precommitOf(ferdie)), all)).toBeUndefined();
    expect(verify(insert({ ...precommitOf(ferdie), signature: new Uint8Array(64) }), all)).toBe("signature");
  });
});

describe("a justification by three of three", () => {
  const signers = idsFrom(0, 3);
  const direct = justificationFor(header, { signers, ancestors: 0, forks: 1 });

  it("is good for the highest block that all its precommits share", () => {
    const above = justificationFor(header, { signers, ancestors: 2, forks: 1 });
    expect(verify(above, signers)).toBe("commit");
    const tip = above.commit.precommits[0]!.target;
    expect(verify({ ...above, commit: { ...above.commit, target: tip }, ancestries: [] }, signers)).toBeUndefined();
  });

  it("is refused when its precommits are on forks above its target, and none is for the target", () => {
    expect(verify(justificationFor(header, { signers, ancestors: 7, forks: 3 }), signers)).toBe("commit");
    // Fifteen headers do not reach for eleven forks: the last signers are left with the target, which all others are above.
    const wide = justificationFor(header, { signers: idsFrom(0, 11), ancestors: 15, forks: 11 });
    expect(verify(wide, idsFrom(0, 15))).toBeUndefined();
  });

  it("brings the headers from its lowest precommit to the others, and no more", () => {
    const child = testHeader(2, { parent: target.hash, fork: 0 });
    const [first, second] = [ed25519Precommit(0, target, 1n, 1n), ed25519Precommit(1, placeOf(child), 1n, 1n)];
    const commit = { target, precommits: [first, second, ed25519Precommit(2, target, 1n, 1n)] };
    const justification = { round: 1n, commit, ancestries: [child] };
    expect(verify(justification, signers)).toBeUndefined();
    expect(verify({ ...justification, ancestries: [] }, signers)).toBe("commit");
    expect(verify({ ...justification, ancestries: [child, testHeader(10)] }, signers)).toBe("unused headers");
    // Repeated headers are not noticed, as in the original.
    expect(verify({ ...justification, ancestries: [child, child] }, signers)).toBeUndefined();

    const headers = new Map([header, child].map((encoded) => [headerHash(encoded), encoded]));
    expect(justify(1n, commit, (hash) => headers.get(hash))).toEqual(justification);
    expect(justify(1n, commit, () => undefined)).toBeUndefined();
    expect(justify(1n, { target, precommits: [] }, () => undefined)).toBeUndefined();
    const beside = ed25519Precommit(2, placeOf(testHeader(1, { fork: 5 })), 1n, 1n);
    const known = new Map([...headers, [beside.target.hash, testHeader(1, { fork: 5 })] as const]);
    const asked: Hex[] = [];
    const headerOf = (hash: Hex) => {
      asked.push(hash);
      return known.get(hash);
    };
    expect(justify(1n, { target, precommits: [first, beside] }, headerOf)).toBeUndefined();
    // It is known at once that no way leads to a block of the same height.
    expect(asked).toEqual([beside.target.hash]);
  });

  it("is refused without precommits, with a bad signature, and for another set or round", () => {
    expect(
      verify(
        withPrecommits(direct, () => []),
        signers,
      ),
    ).toBe("commit");
    const bad = withPrecommits(direct, ([first, ...rest]) => [
      { ...first!, signature: new Uint8Array(64).fill(1) },
      ...rest,
    ]);
    expect(verify(bad, signers)).toBe("signature");
    expect(verify(direct, signers, 2n)).toBe("signature");
    expect(verify({ ...direct, round: 2n }, signers)).toBe("signature");
  });

  it("is refused for another block than the one it is asked for, and as other bytes", () => {
    const by = { setId: 1n, voters: setOf(signers), verify: verifyEd25519 };
    const bytes = encodeJustification(direct);
    expect(decodeAndVerify(bytes, target, by)).toEqual(direct);
    expect(decodeAndVerify(bytes, placeOf(testHeader(2)), by)).toBe("target");
    expect(decodeAndVerify(bytes, { ...target, number: 2 }, by)).toBe("target");
    expect(decodeAndVerify(bytes.subarray(1), target, by)).toBe("undecodable");
    expect(decodeAndVerify(Uint8Array.of(...bytes, 0), target, by)).toBe("undecodable");
  });
});

describe("a justification of a public chain", () => {
  const bytes = fromHex(publicChain.justification);
  const justification = decodeJustification(bytes)!;
  const voters = createVoterSet(justification.commit.precommits.map(({ voter }) => [voter as Hex, 1n] as const))!;

  it("reads as it was written", () => {
    expect(justification.round).toBe(publicChain.round);
    expect(justification.commit.target).toEqual(publicChain.target);
    expect(toHex(encodeJustification(justification))).toBe(publicChain.justification);
  });

  it("is signed by its voters for its round and set", () => {
    const by = { setId: publicChain.setId, voters, verify: verifyEd25519 };
    expect(decodeAndVerify(bytes, publicChain.target, by)).toEqual(justification);
    expect(decodeAndVerify(bytes, publicChain.target, { ...by, setId: publicChain.setId + 1n })).toBe("signature");
  });
});
