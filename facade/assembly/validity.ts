import { allocate, slice } from "./host";

/** Why a transaction is not valid: the numbers of `InvalidTransaction` and `UnknownTransaction`. */
export const stale: u8 = 3;
export const badProof: u8 = 4;
export const ancientBirthBlock: u8 = 5;
export const cannotLookup: u8 = 0;

function error(kind: u8, reason: u8): u64 {
  const at = allocate(3);
  store<u8>(at, 1);
  store<u8>(at, kind, 1);
  store<u8>(at, reason, 2);
  return slice(at, 3);
}

export function invalid(reason: u8): u64 {
  return error(0, reason);
}

export function unknown(reason: u8): u64 {
  return error(1, reason);
}

/** A tag is at most an account and its nonce. */
const tagLength: u32 = 36;

/**
 * A valid transaction of priority 0, which may be sent on.
 * @param required the address of the only tag that it requires; 0 for none
 * @param provided the address of the only tag that it provides
 * @param length bytes of a tag, up to 36
 */
export function valid(required: u32, provided: u32, length: u32, longevity: u64): u64 {
  const from = allocate(1 + 8 + 2 * (2 + tagLength) + 8 + 1);
  store<u8>(from, 0);
  store<u64>(from, 0, 1);
  let to = from + 9;
  to = writeTags(to, required, length);
  to = writeTags(to, provided, length);
  store<u64>(to, longevity);
  store<u8>(to, 1, 8);
  return slice(from, to + 9 - from);
}

/** Writes a list of one tag or none. */
function writeTags(to: u32, tag: u32, length: u32): u32 {
  if (tag === 0) {
    store<u8>(to, 0);
    return to + 1;
  }
  store<u8>(to, 1 << 2);
  store<u8>(to, (length << 2) as u8, 1);
  memory.copy(to + 2, tag, length);
  return to + 2 + length;
}

/** The tag of an account's transaction. */
export function nonceTag(account: u32, nonce: u32): u32 {
  const at = allocate(tagLength);
  memory.copy(at, account, 32);
  store<u32>(at, nonce, 32);
  return at;
}
