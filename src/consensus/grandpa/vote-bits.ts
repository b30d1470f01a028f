import type { VoterSet } from "./voter-set.ts";

/** The votes that are counted. */
export type Phase = "prevote" | "precommit";

/**
 * Who voted for a block, a bit for each voter and phase: however many votes of one voter come together at a block, they
 * count once. Rust: `finality_grandpa::bitfield`, `finality_grandpa::round::context`.
 */
export type VoteBits = Uint32Array;

const bitOf = (position: number, phase: Phase): number => position * 2 + (phase === "precommit" ? 1 : 0);
const isSet = (bits: VoteBits, bit: number): boolean => ((bits[bit >>> 5] as number) & (1 << (bit & 31))) !== 0;

/** Nobody's votes. */
export function noVotes({ voters }: VoterSet): VoteBits {
  return new Uint32Array((voters.length * 2 + 31) >>> 5);
}

/** The vote of one voter. */
export function oneVote(voters: VoterSet, position: number, phase: Phase): VoteBits {
  const bits = noVotes(voters);
  const bit = bitOf(position, phase);
  bits[bit >>> 5] = 1 << (bit & 31);
  return bits;
}

/** The votes of both. */
export function mergeVotes(a: VoteBits, b: VoteBits): VoteBits {
  return a.map((word, index) => word | (b[index] as number));
}

/** The weight of all voters with a vote of a phase. */
export function weightOf(bits: VoteBits, phase: Phase, { voters }: VoterSet): bigint {
  let weight = 0n;
  for (const voter of voters) if (isSet(bits, bitOf(voter.position, phase))) weight += voter.weight;
  return weight;
}
