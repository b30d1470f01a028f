/** Where a peer stands, by what it said last. Rust: `sc_consensus_grandpa::communication::gossip::View`. */
export interface View {
  readonly round: bigint;
  readonly setId: bigint;
  /** Number of the highest block that a commit finalized. */
  readonly lastCommit: number | undefined;
  /** When it said so, ms. */
  readonly updated: number | undefined;
}

/** Where this node stands. Rust: `LocalView`. */
export interface LocalView {
  readonly round: bigint;
  readonly setId: bigint;
  readonly lastCommit: { readonly number: number; readonly round: bigint; readonly setId: bigint } | undefined;
  /** When the round began, ms. */
  readonly roundStart: number;
}

/** What a view says to a message: it fits, comes too late, too early, or cannot be judged. */
export type Consideration = "accept" | "past" | "future" | "out-of-scope";

/** The view of a peer that has not said anything. */
export const firstView: View = { round: 1n, setId: 0n, lastCommit: undefined, updated: undefined };

/** This node's standing as a peer's would be seen. */
export const asView = (local: LocalView): View => ({
  ...local,
  lastCommit: local.lastCommit?.number,
  updated: undefined,
});

function considerSet(view: View, setId: bigint): Consideration {
  if (setId < view.setId) return "past";
  return setId > view.setId ? "future" : "accept";
}

/** A vote fits from the round before to the round after, in the same set. Rust: `View::consider_vote`. */
export function considerVote(view: View | undefined, { round, setId }: Pick<View, "round" | "setId">): Consideration {
  if (view === undefined) return "out-of-scope";
  const bySet = considerSet(view, setId);
  if (bySet !== "accept") return bySet;
  if (round > view.round + 1n) return "future";
  return round + 1n < view.round ? "past" : "accept";
}

/** A commit fits when it finalizes a higher block than the last one, in the same set. Rust: `View::consider_global`. */
export function considerCommit(view: View | undefined, setId: bigint, number: number): Consideration {
  if (view === undefined) return "out-of-scope";
  const bySet = considerSet(view, setId);
  if (bySet !== "accept") return bySet;
  return view.lastCommit === undefined || view.lastCommit < number ? "accept" : "past";
}
