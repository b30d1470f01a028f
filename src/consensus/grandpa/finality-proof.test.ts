import { beforeEach, describe, expect, it } from "vitest";
import { fromHex, toHex } from "../../lib/bytes.ts";
import { checkFinalityProof, encodeFinalityProof, proveFinality } from "./finality-proof.ts";
import { encodeJustification } from "./messages.ts";
import type { SetChanges } from "./set-changes.ts";
import { devCommit, devVoters, verifyEd25519 } from "./testing/dev-votes.ts";
import { createHeaderChain, type HeaderChain } from "./testing/header-chain.ts";

const list = (...changes: readonly (readonly [set: number, block: number])[]): SetChanges =>
  changes.map(([set, lastBlock]) => ({ setId: BigInt(set), lastBlock }));

let chain: HeaderChain;
beforeEach(() => {
  chain = createHeaderChain();
  for (let number = 1; number <= 8; number++) chain.push();
});

/** A justification of a block by Alice, in round 8 of set 1. */
function justify(number: number): Uint8Array {
  const hash = chain.hashAt(number) ?? "0x";
  const commit = devCommit(["Alice"], { hash, number }, { round: 8n, setId: 1n });
  return encodeJustification({ round: 8n, commit, ancestries: [] });
}
const headersOf = (...numbers: readonly number[]) =>
  numbers.map((number) => chain.header(chain.hashAt(number) ?? "0x"));

describe("a proof that a block is final", () => {
  it("cannot be had of a block that is not", () => {
    chain.finalize(4);
    expect(proveFinality(chain, [], 5, true)).toEqual({ type: "refused", reason: "not finalized" });
  });

  it("is not there when no justification was kept", () => {
    chain.finalize(4);
    expect(proveFinality(chain, list([0, 4]), 3, true)).toEqual({ type: "none" });
  });

  it("cannot be had when it is not known where its set began", () => {
    chain.finalize(8);
    expect(proveFinality(chain, list([1, 8]), 6, true)).toEqual({ type: "refused", reason: "set unknown" });
  });

  it("is the justification of the last block of its set, and the headers up to it", () => {
    chain.finalize(5);
    chain.finalize(8, justify(8));
    const proof = { block: chain.hashAt(8), justification: justify(8), unknownHeaders: headersOf(7, 8) };
    expect(proveFinality(chain, list([0, 5], [1, 8]), 6, true)).toEqual({ type: "proof", proof });
    expect(proveFinality(chain, list([0, 5], [1, 8]), 6, false)).toEqual({
      type: "proof",
      proof: { ...proof, unknownHeaders: [] },
    });
  });

  it("of the set that votes needs the justification that is the best one", () => {
    chain.finalize(8);
    expect(proveFinality(chain, list([0, 5]), 6, true)).toEqual({ type: "none" });
    chain.setBest(justify(8));
    expect(proveFinality(chain, list([0, 5]), 6, true)).toEqual({
      type: "proof",
      proof: { block: chain.hashAt(8), justification: justify(8), unknownHeaders: headersOf(7, 8) },
    });
  });
});

describe("the check of a proof", () => {
  const by = { setId: 1n, authorities: devVoters(["Alice"]), verify: verifyEd25519 };
  const proofOf = (justification: Uint8Array) => ({
    block: chain.hashAt(2) ?? "0x",
    justification,
    unknownHeaders: [],
  });

  it("fails for bytes that are none", () => {
    expect(checkFinalityProof(Uint8Array.of(42), by)).toBeUndefined();
    expect(checkFinalityProof(Uint8Array.of(0), by)).toBeUndefined();
  });

  it("fails without precommits", () => {
    const target = { hash: chain.hashAt(8) ?? "0x", number: 8 } as const;
    const empty = encodeJustification({ round: 8n, commit: { target, precommits: [] }, ancestries: [] });
    expect(checkFinalityProof(encodeFinalityProof(proofOf(empty)), by)).toBeUndefined();
  });

  it("takes a justification by the voters of the set, and of no other", () => {
    const proof = proofOf(justify(8));
    const bytes = encodeFinalityProof(proof);
    expect(checkFinalityProof(bytes, by)).toEqual(proof);
    expect(checkFinalityProof(bytes, { ...by, setId: 2n })).toBeUndefined();
    expect(checkFinalityProof(bytes, { ...by, authorities: devVoters(["Bob"]) })).toBeUndefined();
    expect(checkFinalityProof(bytes, { ...by, authorities: [] })).toBeUndefined();
  });

  it("reads the headers that come with it", () => {
    const proof = { ...proofOf(justify(8)), unknownHeaders: headersOf(7, 8) as Uint8Array[] };
    const bytes = encodeFinalityProof(proof);
    expect(toHex(bytes.subarray(0, 32))).toBe(chain.hashAt(2));
    expect(checkFinalityProof(bytes, by)).toEqual(proof);
    expect(checkFinalityProof(bytes.subarray(0, -1), by)).toBeUndefined();
    expect(fromHex(proof.block)).toHaveLength(32);
  });
});
