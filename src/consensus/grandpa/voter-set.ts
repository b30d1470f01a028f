import type { Hex } from "../../lib/bytes.ts";
import type { Voter } from "../finality.ts";

/** A voter with its place in the set. */
export interface VoterInfo {
  readonly key: Hex;
  readonly weight: bigint;
  readonly position: number;
}

/** Who votes in a round. Rust: `finality_grandpa::voter_set::VoterSet`. */
export interface VoterSet {
  /** At least one, in the order of their keys. */
  readonly voters: readonly VoterInfo[];
  readonly byKey: ReadonlyMap<Hex, VoterInfo>;
  readonly totalWeight: bigint;
  /** The least weight that is a supermajority. */
  readonly threshold: bigint;
}

const greatestWeight = 0xffff_ffff_ffff_ffffn;

/**
 * The set of these voters: weights of a key that is named more than once add up, voters of no weight are none.
 * @returns undefined when no voter is left, or when all together weigh more than 64 bits hold
 */
export function createVoterSet(weights: Iterable<Voter>): VoterSet | undefined {
  const byWeight = new Map<Hex, bigint>();
  let totalWeight = 0n;
  for (const [key, weight] of weights) {
    if (weight === 0n) continue;
    totalWeight += weight;
    byWeight.set(key, (byWeight.get(key) ?? 0n) + weight);
  }
  if (totalWeight === 0n || totalWeight > greatestWeight) return undefined;
  const voters = [...byWeight]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, weight], position) => ({ key, weight, position }));
  return {
    voters,
    byKey: new Map(voters.map((voter) => [voter.key, voter])),
    totalWeight,
    threshold: totalWeight - (totalWeight - 1n) / 3n,
  };
}

/** The voter who may propose in a round. */
export function primaryOf({ voters }: VoterSet, round: bigint): VoterInfo {
  return voters[Number(round % BigInt(voters.length))] as VoterInfo;
}
