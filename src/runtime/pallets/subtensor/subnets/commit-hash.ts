import { encode } from "../../../../codec/codec.ts";
import { tuple, vec } from "../../../../codec/containers.ts";
import { u16, u64 } from "../../../../codec/primitives.ts";
import { blake2Hex } from "../../../../crypto/hashing.ts";
import type { Hex } from "../../../../lib/bytes.ts";
import { type AccountId, AccountId32 } from "../../../types/account-id.ts";
import type { NetUidStorageIndex, Uid } from "../../../types/balances.ts";

const committed = tuple(AccountId32, u16, vec(u16), vec(u16), vec(u16), u64);

/** Weights as they are revealed, with the salt of their commit. */
export interface RevealedWeights {
  readonly uids: readonly Uid[];
  readonly values: readonly number[];
  readonly salt: readonly number[];
  readonly versionKey: bigint;
}

/**
 * What a hotkey committed to, when it was these weights.
 * Rust: `pallets/subtensor/src/subnets/weights.rs get_commit_hash`.
 */
export function getCommitHash(
  who: AccountId,
  netuidIndex: NetUidStorageIndex,
  { uids, values, salt, versionKey }: RevealedWeights,
): Hex {
  return blake2Hex(encode(committed, [who, netuidIndex, [...uids], [...values], [...salt], versionKey]));
}
