/** What the program answers, by the names of the runtime API. Each takes its arguments in SCALE, as address and length. */

import {
  auraAuthoritiesKey,
  currentSetIdKey,
  grandpaAuthoritiesKey,
  metadataOf,
  metadataVersions,
  runtimeVersion,
  slotDuration,
} from "./directory";
import { addressOf, allocate, lengthOf, slice } from "./host";
import { accountNonce, valueOrZeros } from "./state";
import { validateTransaction } from "./validate";

/**
 * Where the host's memory begins: the first 16 pages hold the constants (directory.ts), and the program itself keeps nothing
 * in memory.
 */
const heapBase: i32 = 16 << 16;

export { heapBase as __heap_base };

export function Core_version(_at: u32, _length: u32): u64 {
  return runtimeVersion();
}

export function Metadata_metadata(_at: u32, _length: u32): u64 {
  const some = metadataOf(14);
  return slice(addressOf(some) + 1, lengthOf(some) - 1);
}

export function Metadata_metadata_at_version(at: u32, length: u32): u64 {
  if (length < 4) unreachable();
  return metadataOf(load<u32>(at));
}

export function Metadata_metadata_versions(_at: u32, _length: u32): u64 {
  return metadataVersions();
}

export function AuraApi_slot_duration(_at: u32, _length: u32): u64 {
  return slotDuration();
}

export function AuraApi_authorities(_at: u32, _length: u32): u64 {
  return valueOrZeros(auraAuthoritiesKey(), 1);
}

export function GrandpaApi_grandpa_authorities(_at: u32, _length: u32): u64 {
  return valueOrZeros(grandpaAuthoritiesKey(), 1);
}

export function GrandpaApi_current_set_id(_at: u32, _length: u32): u64 {
  return valueOrZeros(currentSetIdKey(), 8);
}

export function AccountNonceApi_account_nonce(at: u32, length: u32): u64 {
  if (length < 32) unreachable();
  const nonce = allocate(4);
  store<u32>(nonce, accountNonce(at));
  return slice(nonce, 4);
}

export function TaggedTransactionQueue_validate_transaction(at: u32, length: u32): u64 {
  if (length < 1 + 32) unreachable();
  return validateTransaction(load<u8>(at), slice(at + 1, length - 33), at + length - 32);
}
