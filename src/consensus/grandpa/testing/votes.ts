import { blake2b256 } from "../../../crypto/hashing.ts";
import { concatBytes, equalBytes, fromHex, type Hex, toHex } from "../../../lib/bytes.ts";
import type { Place } from "../../fork-tree.ts";
import { signaturePayload } from "../messages.ts";
import type { SignedPrecommit, SignedVote, Stage } from "../types.ts";
import { createVoterSet, type VoterSet } from "../voter-set.ts";

/** The key of a test's voter: its number, big-endian, so that keys sort as numbers do. */
export function keyOf(id: number): Hex {
  const bytes = new Uint8Array(32);
  new DataView(bytes.buffer).setUint32(28, id);
  return toHex(bytes);
}

/** The set of these voters, each of the weight 1 or as given. */
export function votersOf(ids: readonly number[], weightOf: (id: number) => bigint = () => 1n): VoterSet {
  return createVoterSet(ids.map((id) => [keyOf(id), weightOf(id)] as const))!;
}

export const idsFrom = (first: number, count: number): number[] => Array.from({ length: count }, (_, i) => first + i);

/** A stand-in for ed25519: the hash of what is signed, and the key. */
export const signAs = (payload: Uint8Array, voter: Hex): Uint8Array => concatBytes(blake2b256(payload), fromHex(voter));
export const verifySigned = (payload: Uint8Array, signature: Uint8Array, voter: Hex): boolean =>
  equalBytes(signature, signAs(payload, voter));

/** A vote as its voter signs it. */
export function signedVote(
  stage: Stage,
  id: number,
  target: Place,
  { round, setId = 0n }: { readonly round: bigint; readonly setId?: bigint },
): SignedVote {
  const vote = { stage, target };
  return { vote, voter: keyOf(id), signature: signAs(signaturePayload(vote, round, setId), keyOf(id)) };
}

export function signedPrecommit(
  id: number,
  target: Place,
  at: { readonly round: bigint; readonly setId?: bigint },
): SignedPrecommit {
  const { voter, signature } = signedVote("precommit", id, target, at);
  return { target, voter, signature };
}

/** A vote whose signature nobody looks at. */
export const castBy = (voter: string, target: Place, signature = voter): SignedPrecommit => ({
  target,
  voter: voter as Hex,
  signature: new TextEncoder().encode(signature),
});
