import type { Hex } from "../../lib/bytes.ts";
import { signaturePayload } from "./messages.ts";
import type { CatchUp, Commit, SignedPrecommit, SignedVote } from "./types.ts";
import type { Phase } from "./vote-bits.ts";
import type { VoterSet } from "./voter-set.ts";

/** Whether a signature of a voter is good. */
export type VerifySignature = (payload: Uint8Array, signature: Uint8Array, voter: Hex) => boolean;

/** Who signs, and what a signature is checked with. */
export interface SignatureCheck {
  readonly setId: bigint;
  readonly voters: VoterSet;
  readonly verify: VerifySignature;
}

/** Why a message is refused before its votes are counted; `checked` is how many signatures were looked at. */
export type MessageFault =
  | { readonly kind: "unknown voter" | "malformed" }
  | { readonly kind: "signature"; readonly checked: number };

/** Whether the voter of a vote is one of the set, and signed it. Rust: `sp_consensus_grandpa::check_message_signature`. */
export function checkVote(
  { vote, signature, voter }: SignedVote,
  round: bigint,
  { setId, voters, verify }: SignatureCheck,
): MessageFault | undefined {
  if (!voters.byKey.has(voter)) return { kind: "unknown voter" };
  return verify(signaturePayload(vote, round, setId), signature, voter) ? undefined : { kind: "signature", checked: 1 };
}

/**
 * Whether votes are all of the set's voters, and of enough of them, but not of more than could be: each voter once, and as
 * many twice as may fail.
 */
function weighEnough(votes: readonly SignedPrecommit[], { byKey, totalWeight, threshold }: VoterSet): boolean {
  const most = totalWeight + (totalWeight - threshold);
  let weight = 0n;
  for (const { voter } of votes) {
    const info = byKey.get(voter);
    if (info === undefined) return false;
    weight += info.weight;
    if (weight > most) return false;
  }
  return weight >= threshold;
}

/** The place of the first vote with a bad signature; -1 when all are good. */
function firstBad(
  votes: readonly SignedPrecommit[],
  phase: Phase,
  round: bigint,
  { setId, verify }: SignatureCheck,
): number {
  return votes.findIndex(
    ({ target, signature, voter }) =>
      !verify(signaturePayload({ stage: phase, target }, round, setId), signature, voter),
  );
}

/** A look at a commit before its votes are counted. Rust: `sc_consensus_grandpa::communication::check_compact_commit`. */
export function checkCommit({ precommits }: Commit, round: bigint, by: SignatureCheck): MessageFault | undefined {
  if (!weighEnough(precommits, by.voters)) return { kind: "malformed" };
  const bad = firstBad(precommits, "precommit", round, by);
  return bad < 0 ? undefined : { kind: "signature", checked: bad };
}

/** A look at a catch-up before its votes are counted. Rust: `sc_consensus_grandpa::communication::check_catch_up`. */
export function checkCatchUp({ round, ...votes }: CatchUp, by: SignatureCheck): MessageFault | undefined {
  const prevotes = votes.prevotes.map(({ vote, ...auth }) => ({ target: vote.target, ...auth }));
  if (!weighEnough(prevotes, by.voters) || !weighEnough(votes.precommits, by.voters)) return { kind: "malformed" };
  const badPrevote = firstBad(prevotes, "prevote", round, by);
  if (badPrevote >= 0) return { kind: "signature", checked: badPrevote + 1 };
  const badPrecommit = firstBad(votes.precommits, "precommit", round, by);
  return badPrecommit < 0 ? undefined : { kind: "signature", checked: prevotes.length + badPrecommit + 1 };
}
