import { type DevName, devAccount } from "../../../crypto/dev-accounts.ts";
import { ed25519Verify } from "../../../crypto/ed25519.ts";
import { fromHex, toHex } from "../../../lib/bytes.ts";
import type { Voter } from "../../finality.ts";
import type { Place } from "../../fork-tree.ts";
import { signaturePayload } from "../messages.ts";
import type { VerifySignature } from "../signatures.ts";
import type { Commit, SignedVote, Stage } from "../types.ts";

/** Checks ed25519 signatures as a node does. */
export const verifyEd25519: VerifySignature = (payload, signature, voter) =>
  ed25519Verify(toHex(signature), payload, voter);

/** The development keys as voters of weight 1. */
export const devVoters = (names: readonly DevName[]): readonly Voter[] =>
  names.map((name) => [devAccount(name, "ed25519").publicKey, 1n] as const);

interface Scope {
  readonly round: bigint;
  readonly setId: bigint;
}

/** A vote that a development key signs. */
export function devVote(name: DevName, stage: Stage, target: Place, { round, setId }: Scope): SignedVote {
  const pair = devAccount(name, "ed25519");
  const vote = { stage, target };
  return { vote, voter: pair.publicKey, signature: fromHex(pair.sign(signaturePayload(vote, round, setId))) };
}

/** A commit for a block by precommits for it. */
export function devCommit(names: readonly DevName[], target: Place, scope: Scope): Commit {
  const precommits = names.map((name) => {
    const { signature, voter } = devVote(name, "precommit", target, scope);
    return { target, signature, voter };
  });
  return { target, precommits };
}
