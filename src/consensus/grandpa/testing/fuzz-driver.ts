import type { Hex } from "../../../lib/bytes.ts";
import type { Place } from "../../fork-tree.ts";
import type { Ancestry } from "../chain-view.ts";
import { createRound, type Round } from "../round.ts";
import type { RoundState } from "../types.ts";
import { createVoteGraph } from "../vote-graph.ts";
import { createVoterSet } from "../voter-set.ts";

/** A tree of sixteen blocks: each one's parent. Rust: `finality_grandpa::fuzz_helpers::FuzzChain`. */
const parents = [-1, 0, 0, 0, 1, 1, 1, 2, 2, 2, 4, 4, 4, 7, 7, 7];

const hashOfBlock = (block: number): Hex => `0x${block.toString(16).padStart(2, "0")}`;
const blockOf = (hash: Hex): number => Number(hash);
const numberOf = (block: number): number => (block === 0 ? 0 : numberOf(parents[block]!) + 1);
const placeOf = (block: number): Place => ({ hash: hashOfBlock(block), number: numberOf(block) });

const fuzzChain: Ancestry = {
  ancestry(base, block) {
    const route: Hex[] = [];
    for (let at = parents[blockOf(block)]!; at !== blockOf(base); at = parents[at]!) {
      if (at < 0) return undefined;
      route.push(hashOfBlock(at));
    }
    return route;
  },
  isEqualOrDescendantOf: (base, block) => base === block || fuzzChain.ancestry(base, block) !== undefined,
};
const isAbove = (base: Hex, block: Hex): boolean => fuzzChain.ancestry(base, block) !== undefined;

/** The input gave out: nothing more can be asked of it. */
class NoMoreBytes extends Error {}

/** Blocks and choices from bytes, as the original reads them. */
function createStream(data: Uint8Array) {
  let at = 0;
  let half = false;
  const byteHere = (): number => {
    const value = data[at];
    if (value === undefined) throw new NoMoreBytes();
    return value;
  };
  return {
    /** Four bits are a block. */
    block(): Place {
      const value = byteHere();
      half = !half;
      if (half) return placeOf(value >> 4);
      at++;
      return placeOf(value & 15);
    },
    /** The byte after the one that is read at the moment. */
    byte(): number {
      half = false;
      at++;
      return byteHere();
    },
  };
}

function claim(holds: boolean, what: string): void {
  if (!holds) throw new Error(`broken: ${what}`);
}

function ghostRises(before: Place, after: Place): void {
  const rises = after.number > before.number && isAbove(before.hash, after.hash);
  claim(before.hash === after.hash || rises, "the prevote ghost only rises");
}

function estimateFalls(before: Place, after: Place): void {
  const falls = after.number < before.number && isAbove(after.hash, before.hash);
  claim(before.hash === after.hash || falls, "the estimate only falls once the round is completable");
}

const voterCount = 10;
const faulty = 3;
const keys = Array.from({ length: voterCount }, (_, id) => hashOfBlock(id));

const choose = (n: number, r: number): number => (r === 0 ? 1 : (choose(n - 1, r - 1) * n) / r);

/** The k-th way to choose r of n numbers from `offset` on. */
function combination(k: number, n: number, r: number, offset = 0): number[] {
  if (r === 0) return [];
  const withFirst = choose(n - 1, r - 1);
  if (k < withFirst) return [offset, ...combination(k, n - 1, r - 1, offset + 1)];
  return combination(k - withFirst, n - 1, r, offset + 1);
}

/** Whom of the others a voter does not hear. */
const omitted = (voter: number, k: number): number[] =>
  combination(k, voterCount - 1, faulty).map((other) => (other >= voter ? other + 1 : other));

/** Rounds of ten voters that each hear a supermajority at first and all in the end. Rust: `execute_fuzzed_vote`. */
function fuzzVotes(data: Uint8Array, states: RoundState[]): void {
  const stream = createStream(data);
  const voters = createVoterSet(keys.map((key) => [key, 1n] as const))!;
  const rounds: Round[] = keys.map(() => createRound({ number: 0n, voters, base: placeOf(0) }));
  const vote = (round: Round, phase: "prevote" | "precommit", voter: number, target: Place) =>
    round.importVote(phase, { target, voter: keys[voter]!, signature: Uint8Array.of(voter) }, fuzzChain);
  const prevotes = keys.map(() => stream.block());
  const choices = choose(voterCount - 1, faulty);

  const precommits = rounds.map((round, voter) => {
    const omit = omitted(voter, stream.byte() % choices);
    for (const [id, target] of prevotes.entries()) if (!omit.includes(id)) vote(round, "prevote", id, target);
    const ghost = round.state().prevoteGhost;
    claim(ghost !== undefined, "a supermajority of prevotes has a ghost");
    return ghost!;
  });

  for (const [voter, round] of rounds.entries()) {
    const omit = omitted(voter, stream.byte() % choices);
    for (const [id, target] of precommits.entries()) if (!omit.includes(id)) vote(round, "precommit", id, target);
    let before = round.state();
    for (const id of omit) {
      vote(round, "precommit", id, precommits[id]!);
      const after = round.state();
      if (before.completable) {
        claim(after.completable, "a completable round stays so");
        estimateFalls(before.estimate!, after.estimate!);
      }
      before = after;
    }
    claim(round.state().estimate !== undefined, "a supermajority of precommits has an estimate");
    for (const [id, target] of prevotes.entries()) {
      const ghost = round.state().prevoteGhost!;
      claim(vote(round, "prevote", id, target).kind !== "equivocation", "a repeated vote is no second vote");
      ghostRises(ghost, round.state().prevoteGhost!);
    }
    claim(round.state().completable, "a round with all votes is completable");
    states.push(round.state());
  }
}

/** Votes of a hundred voters, counted in the graph alone. Rust: `execute_fuzzed_graph`. */
function fuzzGraph(data: Uint8Array, states: RoundState[]): void {
  const [count, most] = [100, 33];
  const threshold = count - most;
  const stream = createStream(data);
  const graph = createVoteGraph(placeOf(0), {
    none: { prevotes: 0, precommits: 0 },
    add: (a, b) => ({ prevotes: a.prevotes + b.prevotes, precommits: a.precommits + b.precommits }),
  });
  type Votes = ReturnType<typeof graph.cumulativeVote>;
  const prevoted = ({ prevotes }: Votes) => prevotes >= threshold;

  let ghost: Place | undefined;
  for (let voter = 0; voter < count; voter++) {
    graph.insert(stream.block(), { prevotes: 1, precommits: 0 }, fuzzChain);
    const next = graph.findGhost(ghost, prevoted);
    claim(ghost === undefined || next !== undefined, "the prevote ghost stays");
    if (ghost !== undefined) ghostRises(ghost, next!);
    for (const block of parents.keys())
      if (next !== undefined && isAbove(next.hash, hashOfBlock(block)))
        claim(!prevoted(graph.cumulativeVote(placeOf(block))), "the prevote ghost is the highest");
    ghost = next;
  }
  claim(ghost !== undefined, "all prevotes have a ghost");

  let [estimate, completable]: [Place | undefined, boolean] = [undefined, false];
  for (let voter = 0; voter < count; voter++) {
    const block = stream.block();
    const target = isAbove(block.hash, ghost!.hash) ? block : ghost!;
    graph.insert(target, { prevotes: 0, precommits: 1 }, fuzzChain);
    claim(graph.findGhost(ghost, prevoted)?.hash === ghost!.hash, "precommits do not change the prevote ghost");
    const remaining = count - voter - 1;
    const possible = ({ precommits }: Votes) => precommits + remaining + most >= threshold;
    const next = graph.findAncestor(ghost!, possible);
    const below = next !== undefined && next.hash !== ghost!.hash;
    if (below) claim(isAbove(next.hash, ghost!.hash), "the estimate lies below the ghost");
    const nowCompletable = below || (next !== undefined && graph.findGhost(next, possible)?.hash === ghost!.hash);
    if (completable) {
      claim(nowCompletable, "a completable round stays so");
      estimateFalls(estimate!, next!);
    }
    [estimate, completable] = [next, nowCompletable];
  }
  claim(completable && estimate !== undefined, "all votes complete a round");
  states.push({ prevoteGhost: ghost, estimate, finalized: undefined, completable });
}

/**
 * Lets bytes drive rounds of votes, and claims what must hold whatever the bytes are.
 * @returns the states that the rounds ended in; none when the bytes did not suffice
 * @throws Error that says which claim is broken
 */
export function fuzz(kind: "votes" | "graph", data: Uint8Array): RoundState[] {
  const states: RoundState[] = [];
  try {
    (kind === "votes" ? fuzzVotes : fuzzGraph)(data, states);
  } catch (error) {
    if (!(error instanceof NoMoreBytes)) throw error;
  }
  return states;
}
