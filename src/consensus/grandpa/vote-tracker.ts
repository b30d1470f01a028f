import { equalBytes, type Hex } from "../../lib/bytes.ts";
import { samePlace } from "./chain-view.ts";
import type { Cast } from "./types.ts";
import type { VoterInfo, VoterSet } from "./voter-set.ts";

/** Votes of one phase: of each voter the first, and the one by which it was seen to vote twice. */
export interface VoteTracker {
  readonly casts: Map<Hex, readonly Cast[]>;
  /** The weight of all who voted. */
  weight: bigint;
}

export const createVoteTracker = (): VoteTracker => ({ casts: new Map(), weight: 0n });

/** What a vote is beside those of the same voter. A third vote says nothing new, whatever it is for. */
export function compareVote(
  { casts }: VoteTracker,
  voter: Hex,
  vote: Cast,
): "first" | "second" | "duplicate" | "third" {
  const before = casts.get(voter);
  if (before === undefined) return "first";
  const known = before.some(
    ({ target, signature }) => samePlace(target, vote.target) && equalBytes(signature, vote.signature),
  );
  if (known) return "duplicate";
  return before.length === 1 ? "second" : "third";
}

/** Keeps a first or second vote. */
export function trackVote(tracker: VoteTracker, { key, weight }: VoterInfo, vote: Cast): void {
  const before = tracker.casts.get(key) ?? [];
  if (before.length === 0) tracker.weight += weight;
  tracker.casts.set(key, [...before, vote]);
}

/** All votes that are kept, in the order of the voters' keys. */
export function trackedVotes({ casts }: VoteTracker, { voters }: VoterSet): { voter: Hex; casts: readonly Cast[] }[] {
  return voters.flatMap(({ key }) => {
    const own = casts.get(key);
    return own === undefined ? [] : [{ voter: key, casts: own }];
  });
}
