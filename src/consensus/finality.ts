import type { Hex } from "../lib/bytes.ts";

/** A GRANDPA authority: ed25519 public key and weight. */
export type Voter = readonly [key: Hex, weight: bigint];

/**
 * Whether this node alone decides what is final: one voter, and its key is ours. Such a voter's own vote is a
 * supermajority, so the best block is final as soon as it is imported.
 */
export function decidesAlone(voters: readonly Voter[], ownKeys: readonly Hex[]): boolean {
  const [voter] = voters;
  return voters.length === 1 && voter !== undefined && ownKeys.includes(voter[0]);
}
