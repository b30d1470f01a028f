import { accountPrefix, blockHashPrefix, blockNumberKey } from "./directory";
import { addressOf, allocate, blake2b128, lengthOf, slice, storageGet, twox64 } from "./host";
import { readCompact, readEnd, readerAt } from "./reader";

/** A value of the storage. Of one that there is not: no bytes at address 0. */
export function valueAt(key: u64): u64 {
  const found = storageGet(key);
  const at = addressOf(found);
  if (load<u8>(at) === 0) return 0;
  readerAt(at + 1, lengthOf(found) - 1);
  const length = readCompact() as u32;
  return slice(readEnd() - length, length);
}

/** A value, or so many zero bytes where there is none. */
export function valueOrZeros(key: u64, zeros: u32): u64 {
  const value = valueAt(key);
  if (value !== 0) return value;
  const at = allocate(zeros);
  memory.fill(at, 0, zeros);
  return slice(at, zeros);
}

/** The number of the block that the state is of. */
export function blockNumber(): u32 {
  const value = valueAt(blockNumberKey());
  return value === 0 ? 0 : load<u32>(addressOf(value));
}

/** How many transactions an account has sent. */
export function accountNonce(account: u32): u32 {
  const value = valueAt(mapKey(accountPrefix(), blake2b128(slice(account, 32)), 16, slice(account, 32)));
  return value === 0 ? 0 : load<u32>(addressOf(value));
}

/** The address of the hash of an earlier block; 0 when it is not kept. */
export function blockHash(number: u32): u32 {
  const key = allocate(4);
  store<u32>(key, number);
  return addressOf(valueAt(mapKey(blockHashPrefix(), twox64(slice(key, 4)), 8, slice(key, 4))));
}

/** The key of an entry of a map: prefix, hash of the entry's own key, and that key. */
function mapKey(prefix: u64, hash: u32, hashLength: u32, key: u64): u64 {
  const length = lengthOf(prefix) + hashLength + lengthOf(key);
  const at = allocate(length);
  memory.copy(at, addressOf(prefix), lengthOf(prefix));
  memory.copy(at + lengthOf(prefix), hash, hashLength);
  memory.copy(at + lengthOf(prefix) + hashLength, addressOf(key), lengthOf(key));
  return slice(at, length);
}
