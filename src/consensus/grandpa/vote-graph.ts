import type { Hex } from "../../lib/bytes.ts";
import type { Place } from "../fork-tree.ts";
import type { Ancestry } from "./chain-view.ts";
import { mergePoint } from "./merge-point.ts";
import { ancestorAt, type VoteNode } from "./vote-node.ts";

/** How votes at a block come together. */
export interface VoteOps<V> {
  readonly none: V;
  add(a: V, b: V): V;
}

/**
 * Blocks with votes, as a tree: each node holds the votes for its block and for all that descend from it.
 * Rust: `finality_grandpa::vote_graph::VoteGraph`.
 */
export interface VoteGraph<V> {
  /** Adds a vote. False, and nothing is counted, when the block does not descend from the graph's base. */
  insert(target: Place, vote: V, chain: Ancestry): boolean;
  /**
   * The highest block of the chain below `head`, itself included, whose votes satisfy the condition. What some votes satisfy,
   * more votes must satisfy too.
   */
  findAncestor(head: Place, condition: (vote: V) => boolean): Place | undefined;
  /** Votes for a block and all above it. */
  cumulativeVote(target: Place): V;
  /**
   * The highest block whose votes satisfy the condition, and which is or descends from `from` where the graph knows that.
   * At most one block of each height may satisfy it. Undefined when where it begins does not.
   */
  findGhost(from: Place | undefined, condition: (vote: V) => boolean): Place | undefined;
}

/** The highest number from `first` to below `end` that satisfies a condition which holds for all numbers below it too. */
function highest(first: number, end: number, holds: (number: number) => boolean): number | undefined {
  if (first >= end || !holds(first)) return undefined;
  let [low, high] = [first, end];
  while (high - low > 1) {
    const middle = low + ((high - low) >>> 1);
    if (holds(middle)) low = middle;
    else high = middle;
  }
  return low;
}

export function createVoteGraph<V>(base: Place, { none, add }: VoteOps<V>): VoteGraph<V> {
  const nodes = new Map<Hex, VoteNode<V>>([
    [base.hash, { number: base.number, ancestors: [], descendants: [], vote: none }],
  ]);
  /** Nodes with none above them, in the order of their hashes: where two forks satisfy a condition, the order decides. */
  let heads: readonly Hex[] = [base.hash];

  const nodeAt = (hash: Hex): VoteNode<V> => {
    const node = nodes.get(hash);
    if (node === undefined) throw new Error(`block ${hash} is no node of the vote graph`);
    return node;
  };

  /** Nodes whose ancestors up to the next node contain a block; undefined when the block is a node itself. */
  const nodesAbove = ({ hash, number }: Place): Hex[] | undefined => {
    if (nodes.has(hash)) return undefined;
    const found: Hex[] = [];
    const visited = new Set<Hex>();
    for (const head of heads) {
      let at: Hex | undefined = head;
      while (at !== undefined && !visited.has(at)) {
        visited.add(at);
        const node = nodeAt(at);
        const ancestor = ancestorAt(node, number);
        if (ancestor === hash) found.push(at);
        at = ancestor === undefined ? node.ancestors.at(-1) : undefined;
      }
    }
    return found;
  };

  /** Makes a node above all others. False when its block does not descend from the base. */
  const append = ({ hash, number }: Place, chain: Ancestry): boolean => {
    const between = chain.ancestry(base.hash, hash);
    if (between === undefined) return false;
    const ancestry = [...between, base.hash];
    const ancestors = ancestry.slice(0, ancestry.findIndex((ancestor) => nodes.has(ancestor)) + 1);
    const below = ancestors.at(-1) as Hex;
    const node = nodeAt(below);
    node.descendants = [...node.descendants, hash];
    nodes.set(hash, { number, ancestors, descendants: [], vote: none });
    heads = [...heads.filter((head) => head !== below), hash].sort();
    return true;
  };

  /** Makes a node of a block among the ancestors of these nodes. */
  const introduceBranch = (descendants: readonly Hex[], { hash, number }: Place): void => {
    const first = nodeAt(descendants[0] as Hex);
    const ancestors = first.ancestors.slice(first.number - number);
    let vote = none;
    for (const descendant of descendants) {
      const node = nodeAt(descendant);
      node.ancestors = node.ancestors.slice(0, node.number - number);
      vote = add(vote, node.vote);
    }
    const below = nodeAt(ancestors.at(-1) as Hex);
    below.descendants = [...below.descendants.filter((other) => !descendants.includes(other)), hash];
    nodes.set(hash, { number, ancestors, descendants, vote });
  };

  /** Votes of a block that is a node, or that lies below these. */
  const votesAt = (hash: Hex, above: readonly Hex[] | undefined): V =>
    above === undefined ? nodeAt(hash).vote : above.reduce((vote, node) => add(vote, nodeAt(node).vote), none);

  return {
    insert(target, vote, chain) {
      const above = nodesAbove(target);
      if (above?.length === 0) {
        if (!append(target, chain)) return false;
      } else if (above !== undefined) introduceBranch(above, target);
      for (let at: Hex | undefined = target.hash; at !== undefined; at = nodeAt(at).ancestors.at(-1)) {
        const node = nodeAt(at);
        node.vote = add(node.vote, vote);
      }
      return true;
    },

    findAncestor(head, condition) {
      const holds = (place: Place, above = nodesAbove(place)): boolean => condition(votesAt(place.hash, above));
      for (let place = head; ; ) {
        const above = nodesAbove(place);
        if (above?.length === 0) return undefined;
        if (holds(place, above)) return place;
        const node = nodeAt(above?.at(-1) ?? place.hash);
        const ancestor = (number: number): Place => ({
          hash: node.ancestors[node.number - number - 1] as Hex,
          number,
        });
        // On the way down to the next node votes can only become more.
        const below = node.number - node.ancestors.length;
        const top = above === undefined ? node.number : place.number;
        if (top === below) return undefined;
        const found = highest(below + 1, top, (number) => holds(ancestor(number)));
        if (found !== undefined) return ancestor(found);
        place = ancestor(below);
      }
    },

    cumulativeVote: (target) => votesAt(target.hash, nodesAbove(target)),

    findGhost(from, condition) {
      // Where `from` is no node, only nodes above it count until the first step up was made.
      let [at, through]: [Hex, Place | undefined] = [base.hash, undefined];
      const above = from === undefined ? [] : nodesAbove(from);
      if (from !== undefined && above === undefined) at = from.hash;
      else if (above?.[0] !== undefined) [at, through] = [nodeAt(above[0]).ancestors.at(-1) as Hex, from];
      if (!condition(nodeAt(at).vote)) return undefined;
      const contains = (node: VoteNode<V>, place: Place | undefined): boolean =>
        place === undefined || ancestorAt(node, place.number) === place.hash;
      for (;;) {
        const next = nodeAt(at).descendants.find((hash) => {
          const node = nodeAt(hash);
          return contains(node, through) && condition(node.vote);
        });
        if (next === undefined) break;
        [at, through] = [next, undefined];
      }
      const node = nodeAt(at);
      const descendants = node.descendants.map(nodeAt).filter((descendant) => contains(descendant, through));
      // Where `from` has the votes already, nothing below it needs to be looked at.
      const start =
        through !== undefined && condition(votesAt(through.hash, above)) ? through : { hash: at, number: node.number };
      return mergePoint(start, descendants, { add, condition });
    },
  };
}
