import type { CatchUp, CompletedRound } from "../types.ts";
import { cost, type ReputationChange } from "./reputation.ts";
import type { PeerRole } from "./stages.ts";
import type { LocalView, View } from "./view.ts";

/** How many rounds a peer has to be ahead for its votes to be asked for. */
export const catchUpThreshold = 2n;
const requestTimeout = 45_000;
const processTimeout = 30_000;

/** A round of a set, from which on votes are asked for. */
export interface CatchUpRequest {
  readonly round: bigint;
  readonly setId: bigint;
}

/** The one catch-up under way: asked for, or answered and being looked at. `since` in ms. */
export type PendingCatchUp =
  | { readonly type: "none" }
  | { readonly type: "requesting"; readonly peer: string; readonly request: CatchUpRequest; readonly since: number }
  | { readonly type: "processing"; readonly since: number };

/**
 * Who is asked to catch up: everybody who has the votes; authorities only, where full nodes may be observers of commits; or
 * nobody, as by such an observer. Nodes of the original ask all: nobody observes there. Rust: `CatchUpConfig`.
 */
export type CatchUpFrom = "all" | "authorities" | "nobody";

const mayAsk = (from: CatchUpFrom, role: PeerRole): boolean =>
  from !== "nobody" && (role === "authority" || (role === "full" && from === "all"));

/** Whether the votes of a peer have to be asked for, and from which round on. Rust: `Inner::try_catch_up`. */
export function catchUpNeeded(
  from: CatchUpFrom,
  peer: { readonly role: PeerRole; readonly view: View },
  local: LocalView | undefined,
): CatchUpRequest | undefined {
  const { round, setId } = peer.view;
  if (local === undefined || !mayAsk(from, peer.role) || setId !== local.setId) return undefined;
  return round > local.round + catchUpThreshold ? { round: round - 1n, setId } : undefined;
}

/** What comes of asking: whether to ask now, and a peer that took too long. */
export interface CatchUpDecision {
  readonly ask: boolean;
  readonly late?: { readonly peer: string; readonly change: ReputationChange };
}

/** Whether a request may be sent beside the one that is under way. Rust: `Inner::note_catch_up_request`. */
export function mayRequest(pending: PendingCatchUp, now: number): CatchUpDecision {
  if (pending.type === "requesting") {
    if (now - pending.since <= requestTimeout) return { ask: false };
    return { ask: true, late: { peer: pending.peer, change: cost.catchUpTimeout } };
  }
  return { ask: pending.type === "none" || now - pending.since >= processTimeout };
}

/** What an answer costs its sender; undefined when it was asked for and is whole. Rust: `Inner::validate_catch_up_message`. */
export function answerFault(
  pending: PendingCatchUp,
  peer: string,
  { setId, catchUp }: { readonly setId: bigint; readonly catchUp: CatchUp },
): ReputationChange | undefined {
  if (pending.type !== "requesting" || pending.peer !== peer) return cost.outOfScope;
  const { request } = pending;
  const whole = catchUp.prevotes.length > 0 && catchUp.precommits.length > 0;
  return request.setId === setId && request.round <= catchUp.round && whole ? undefined : cost.malformedCatchUp;
}

/** What a request costs its sender when it is not answered; undefined when it is. Rust: `Inner::handle_catch_up_request`. */
export function requestFault(
  { round, setId }: CatchUpRequest,
  {
    local,
    view,
    completed,
  }: { readonly local: LocalView | undefined; readonly view: View; readonly completed: CompletedRound | undefined },
): ReputationChange | undefined {
  if (local === undefined) return cost.outOfScope;
  if (setId !== local.setId) {
    // Near a change of sets the peer may have asked before it knew.
    const honest = setId + 1n === local.setId && local.round <= catchUpThreshold;
    return honest ? cost.honestOutOfScope : cost.outOfScope;
  }
  if (view.round >= round || completed === undefined || completed.round < round) return cost.outOfScope;
  return undefined;
}

/** The votes of a completed round, as they are sent. */
export function catchUpOf({ round, votes, base }: CompletedRound): CatchUp {
  return {
    round,
    base,
    prevotes: votes.filter(({ vote }) => vote.stage === "prevote"),
    precommits: votes
      .filter(({ vote }) => vote.stage === "precommit")
      .map(({ vote: { target }, signature, voter }) => ({ target, signature, voter })),
  };
}
