import type { Hex } from "../../lib/bytes.ts";
import type { Place } from "../fork-tree.ts";

/** A block's parent; undefined for a block that is not known, and for the genesis block. */
export type ParentOf = (hash: Hex) => Place | undefined;

/** A vote before a rule has its say. */
export interface VoteTarget {
  /** Where votes of the round are based. */
  readonly base: Place;
  /** The head of the best chain. */
  readonly best: Place;
  /** What would be voted for: `best` or an ancestor of it. */
  readonly current: Place;
  readonly parentOf: ParentOf;
}

/** An ancestor of the target to vote for in its place; undefined leaves it. Rust: `sc_consensus_grandpa::VotingRule`. */
export type VotingRule = (target: VoteTarget) => Place | undefined;

/** The ancestor of a block at a height, or the block itself; undefined when it is higher, or not known. */
export function ancestorAt(from: Place, number: number, parentOf: ParentOf): Place | undefined {
  let block: Place | undefined = from;
  while (block !== undefined && block.number > number) block = parentOf(block.hash);
  return block?.number === number ? block : undefined;
}

/** Keeps so many blocks behind the best one, as far as the base allows. Rust: `BeforeBestBlockBy`. */
export function beforeBestBlockBy(blocks: number): VotingRule {
  return ({ base, best, current, parentOf }) => {
    if (current.number === 0) return undefined;
    if (base.number + blocks > best.number) return base;
    const number = best.number - blocks;
    return number >= current.number ? undefined : ancestorAt(current, number, parentOf);
  };
}

/** Votes for three quarters of the chain above the base, rounded half up. Rust: `ThreeQuartersOfTheUnfinalizedChain`. */
export const threeQuarters: VotingRule = ({ base, best, current, parentOf }) => {
  const quarters = (best.number - base.number) * 3 + 2;
  const number = base.number + (quarters - (quarters % 4)) / 4;
  return number >= current.number ? undefined : ancestorAt(current, number, parentOf);
};

/** The rules that the original's node votes by. Rust: `VotingRulesBuilder::default`. */
export const votingRules: readonly VotingRule[] = [beforeBestBlockBy(2), threeQuarters];

/** The target after each rule had its say: never below the base. Rust: `VotingRules::restrict_vote`. */
export function restrictVote(rules: readonly VotingRule[], target: VoteTarget): Place {
  const { base } = target;
  let { current } = target;
  for (const rule of rules) {
    const restricted = rule({ ...target, current });
    if (restricted !== undefined && restricted.number >= base.number && restricted.number < current.number)
      current = restricted;
  }
  return current;
}

/** What a vote is chosen by. */
export interface VoteChoice {
  readonly base: Place;
  /** The head of the longest chain. */
  readonly best: Place;
  /** The lowest block at or above the base that hands over to other voters: nobody votes beyond it. */
  readonly limit: number | undefined;
  readonly rules: readonly VotingRule[];
  readonly parentOf: ParentOf;
}

/**
 * The block to vote for above a base. A base that has left the best chain is voted for itself, so that the round goes on.
 * Rust: `sc_consensus_grandpa::environment::best_chain_containing` with `sc_consensus::LongestChain`.
 */
export function chooseVote({ base, best, limit, rules, parentOf }: VoteChoice): Place {
  const onBestChain = ancestorAt(best, base.number, parentOf)?.hash === base.hash;
  const head = onBestChain ? best : base;
  const limited = limit !== undefined && limit < head.number ? ancestorAt(head, limit, parentOf) : head;
  return restrictVote(rules, { base, best: head, current: limited ?? head, parentOf });
}
