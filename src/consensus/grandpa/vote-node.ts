import type { Hex } from "../../lib/bytes.ts";

/** A block of a vote graph that was voted for, or at which chains with votes part. */
export interface VoteNode<V> {
  readonly number: number;
  /** Its ancestors, the parent first and the next node of the graph last; only the base has none. */
  ancestors: readonly Hex[];
  /** The next nodes above it. */
  descendants: readonly Hex[];
  /** Votes for it and for all above it. */
  vote: V;
}

/** The ancestor of a node at a height; undefined when that lies beyond the next node. */
export function ancestorAt<V>(node: VoteNode<V>, number: number): Hex | undefined {
  return number >= node.number ? undefined : node.ancestors[node.number - number - 1];
}
