import type { Infer } from "../../../codec/codec.ts";
import type { Outcome } from "../../../codec/containers.ts";
import { blake2b128 } from "../../../crypto/hashing.ts";
import { toKey } from "../../../lib/bytes.ts";
import type { WriteState } from "../../frame/state.ts";
import type { AccountId } from "../../types/account-id.ts";
import { constants } from "./constants.ts";
import { storage } from "./storage.ts";
import type { ContractAccessError } from "./types.ts";

/**
 * What a contract keeps under a key of its own (at most 128 bytes), undefined where it keeps nothing.
 * Rust: pallet-contracts: src/lib.rs get_storage.
 */
export function getStorage(
  state: WriteState,
  address: AccountId,
  key: Uint8Array,
): Outcome<Uint8Array | undefined, Infer<typeof ContractAccessError>> {
  if (storage.MigrationInProgress.exists(state)) return { err: "MigrationInProgress" };
  const contract = storage.ContractInfoOf.at(address).get(state);
  if (contract === undefined) return { err: "DoesntExist" };
  if (key.length > constants.MaxStorageKeyLen.valueOf(state.rules)) return { err: "KeyDecodingFailed" };
  const child = state.overlay.child(toKey(contract.trie_id));
  return { ok: child.get(toKey(blake2b128(key)) + toKey(key)) };
}
