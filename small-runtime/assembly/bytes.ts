import { addressOf, allocate, lengthOf, slice } from "../../facade/assembly/host";

/** One after the other. */
export function joined(a: u64, b: u64): u64 {
  const at = allocate(lengthOf(a) + lengthOf(b));
  memory.copy(at, addressOf(a), lengthOf(a));
  memory.copy(at + lengthOf(a), addressOf(b), lengthOf(b));
  return slice(at, lengthOf(a) + lengthOf(b));
}

/** A u32 in four bytes. */
export function wordBytes(value: u32): u64 {
  const at = allocate(4);
  store<u32>(at, value);
  return slice(at, 4);
}

/** A compact number below 2^30, in SCALE. */
export function compactBytes(value: u32): u64 {
  const at = allocate(4);
  if (value < 64) {
    store<u8>(at, (value << 2) as u8);
    return slice(at, 1);
  }
  if (value < 16384) {
    store<u16>(at, ((value << 2) | 1) as u16);
    return slice(at, 2);
  }
  store<u32>(at, (value << 2) | 2);
  return slice(at, 4);
}

/** One byte. */
export function byte(value: u32): u64 {
  const at = allocate(1);
  store<u8>(at, value as u8);
  return slice(at, 1);
}

/** Whether two are the same bytes. */
export function same(a: u64, b: u64): bool {
  return lengthOf(a) === lengthOf(b) && memory.compare(addressOf(a), addressOf(b), lengthOf(a)) === 0;
}
