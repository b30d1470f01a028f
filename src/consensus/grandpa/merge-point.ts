import type { Hex } from "../../lib/bytes.ts";
import type { Place } from "../fork-tree.ts";
import { ancestorAt, type VoteNode } from "./vote-node.ts";

/**
 * The highest block between a node and the next ones above it at which enough of their votes come together; the node's own
 * block when there is none. None of the nodes above satisfies the condition alone.
 * Rust: `finality_grandpa::vote_graph::VoteGraph::ghost_find_merge_point`.
 */
export function mergePoint<V>(
  start: Place,
  above: readonly VoteNode<V>[],
  { add, condition }: { add(a: V, b: V): V; condition(vote: V): boolean },
): Place {
  let [best, nodes] = [start, above];
  for (;;) {
    const number = best.number + 1;
    const hash = firstMerged(nodes, number, { add, condition });
    if (hash === undefined) return best;
    best = { hash, number };
    nodes = nodes.filter((node) => ancestorAt(node, number) === hash);
  }
}

/** The block of a height at which votes of two or more nodes satisfy the condition. */
function firstMerged<V>(
  nodes: readonly VoteNode<V>[],
  number: number,
  { add, condition }: { add(a: V, b: V): V; condition(vote: V): boolean },
): Hex | undefined {
  const votes = new Map<Hex, V>();
  for (const node of nodes) {
    const block = ancestorAt(node, number);
    if (block === undefined) continue;
    const before = votes.get(block);
    const vote = before === undefined ? node.vote : add(before, node.vote);
    votes.set(block, vote);
    if (before !== undefined && condition(vote)) return block;
  }
  return undefined;
}
