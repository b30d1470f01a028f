import type { Hex } from "../../lib/bytes.ts";
import type { Place } from "../fork-tree.ts";
import { signaturePayload } from "./messages.ts";
import type { OwnVotes, SignedVote, Stage } from "./types.ts";
import type { VoterContext } from "./voter-actions.ts";

/**
 * Casts a vote of this node: what it voted before its last stop in this round under this key it votes again, and a new vote
 * is persisted before it is sent. Rust: `Environment::prevoted`, `precommitted`, `proposed` and `OutgoingMessages`.
 * @returns undefined when it cannot be signed, or when a prevote is missing in front of a precommit
 */
export function castVote(
  context: VoterContext,
  { round, stage, target, voter }: { round: bigint; stage: Stage; target: Place; voter: Hex },
): SignedVote | undefined {
  const { current, setId } = context;
  if (current.type === "paused") return undefined;
  const before = current.current.get(round);
  const own: OwnVotes = before?.voter === voter ? before : { voter };
  const known = own[stage];
  if (stage === "precommit" && own.prevote === undefined) return undefined;
  const vote = { stage, target: known ?? target };
  const signature = context.sign(signaturePayload(vote, round, setId), voter);
  if (signature === undefined) return undefined;
  if (known === undefined) {
    context.current = { ...current, current: new Map(current.current).set(round, { ...own, [stage]: target }) };
    context.emit({ type: "persist", state: context.current });
  }
  const signed = { vote, signature, voter };
  context.emit({ type: "send", message: { type: "vote", round, setId, vote: signed } });
  return signed;
}
