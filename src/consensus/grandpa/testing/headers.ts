import { ed25519FromSeed, ed25519Sign, ed25519Verify } from "../../../crypto/ed25519.ts";
import { fromHex, type Hex, toHex } from "../../../lib/bytes.ts";
import { decodeHeader, encodeHeader, headerHash } from "../../../primitives/header.ts";
import type { Place } from "../../fork-tree.ts";
import { signaturePayload } from "../messages.ts";
import type { VerifySignature } from "../signatures.ts";
import type { Justification, SignedPrecommit } from "../types.ts";

const zeros: Hex = `0x${"00".repeat(32)}`;

/** The encoded header of a number, on a header of the number below; a fork's differ by a digest item. */
export function testHeader(number: number, { parent, fork }: { parent?: Hex; fork?: number } = {}): Uint8Array {
  const parentHash = parent ?? (number === 0 ? zeros : headerHash(testHeader(number - 1, { parent: zeros })));
  const digest = fork === undefined ? [] : [Uint8Array.of(0, 16, fork, 0, 0, 0)];
  return encodeHeader({ parentHash, number, stateRoot: zeros, extrinsicsRoot: zeros, digest });
}

export const placeOf = (header: Uint8Array): Place => ({
  hash: headerHash(header),
  number: decodeHeader(header).number,
});

/** A true ed25519 key of a test: the seed is its number. Rust: `bp_test_utils::Account`. */
export function accountOf(id: number) {
  const seed = new Uint8Array(32);
  seed[0] = id;
  return ed25519FromSeed(seed);
}

export const verifyEd25519: VerifySignature = (payload, signature, voter) =>
  ed25519Verify(toHex(signature), payload, voter);

export function ed25519Precommit(id: number, target: Place, round: bigint, setId: bigint): SignedPrecommit {
  const account = accountOf(id);
  const payload = signaturePayload({ stage: "precommit", target }, round, setId);
  return { target, voter: account.publicKey, signature: fromHex(ed25519Sign(account, payload)) };
}

/**
 * A justification of a header: its signers take turns on forks above it, which have so many headers together.
 * Rust: `bp_test_utils::make_justification_for_header`.
 */
export function justificationFor(
  header: Uint8Array,
  { signers, ancestors, forks }: { signers: readonly number[]; ancestors: number; forks: number },
): Justification {
  const [round, setId] = [1n, 1n];
  const depth = Math.ceil(ancestors / forks);
  const ancestries: Uint8Array[] = [];
  const tips: Place[] = [];
  for (let fork = 0, left = ancestors; fork < forks; fork++) {
    let tip = header;
    for (let height = Math.min(depth, left); height > 0; height--, left--) {
      const { hash, number } = placeOf(tip);
      tip = testHeader(number + 1, { parent: hash, fork });
      ancestries.push(tip);
    }
    tips.push(placeOf(tip));
  }
  const precommits = signers.map((id, index) => ed25519Precommit(id, tips[index % forks]!, round, setId));
  return { round, commit: { target: placeOf(header), precommits }, ancestries };
}
