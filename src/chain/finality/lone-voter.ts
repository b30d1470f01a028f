import type { Place } from "../../consensus/fork-tree.ts";
import { encodeJustification, signaturePayload } from "../../consensus/grandpa/messages.ts";
import type { Commit } from "../../consensus/grandpa/types.ts";
import { fromHex, type Hex } from "../../lib/bytes.ts";

/** Signs with a key of GRANDPA; undefined when the key is not there. */
export type SignVote = (key: Hex, payload: Uint8Array) => Hex | undefined;

/** A commit of the only voter of a set, and its round. */
export interface LoneCommit {
  readonly round: bigint;
  readonly commit: Commit;
}

/**
 * The commit of a voter who decides alone. Its block is final by the rule, without rounds; the round is the block's number,
 * so that the voter never votes for two blocks in one round, however often it starts anew.
 */
export function loneCommit(block: Place, setId: bigint, voter: Hex, sign: SignVote): LoneCommit | undefined {
  const round = BigInt(block.number);
  const signature = sign(voter, signaturePayload({ stage: "precommit", target: block }, round, setId));
  if (signature === undefined) return undefined;
  const precommit = { target: block, signature: fromHex(signature), voter };
  return { round, commit: { target: block, precommits: [precommit] } };
}

/** The same as a justification: no header leads from its only vote to another. */
export function loneJustification(block: Place, setId: bigint, voter: Hex, sign: SignVote): Uint8Array | undefined {
  const made = loneCommit(block, setId, voter, sign);
  return made && encodeJustification({ ...made, ancestries: [] });
}
