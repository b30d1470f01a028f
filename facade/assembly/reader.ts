/** SCALE is read at one place at a time. What does not decode stops the program, as it does a runtime. */

let at: u32 = 0;
let end: u32 = 0;

export function readerAt(address: u32, length: u32): void {
  at = address;
  end = address + length;
}

/** The address of so many bytes, which are passed. */
export function take(bytes: u32): u32 {
  if (bytes > end - at) unreachable();
  const from = at;
  at += bytes;
  return from;
}

export function readU8(): u32 {
  return load<u8>(take(1));
}

/** A compact number of at most eight bytes; every number in its shortest form. */
export function readCompact(): u64 {
  const first = readU8() as u64;
  switch ((first & 3) as u32) {
    case 0:
      return first >> 2;
    case 1: {
      const value = (first >> 2) | ((readU8() as u64) << 6);
      if (value < 0x40) unreachable();
      return value;
    }
    case 2: {
      const value = (first >> 2) | ((load<u16>(take(2)) as u64) << 6) | ((readU8() as u64) << 22);
      if (value < 0x4000) unreachable();
      return value;
    }
    default: {
      const bytes = ((first >> 2) as u32) + 4;
      if (bytes > 8) unreachable();
      const from = take(bytes);
      let value: u64 = 0;
      for (let index: u32 = 0; index < bytes; index++) value |= (load<u8>(from + index) as u64) << (index << 3);
      if (value >> (((bytes - 1) << 3) as u64) === 0 || value < 0x4000_0000) unreachable();
      return value;
    }
  }
}

/** Where reading is. */
export function place(): u32 {
  return at;
}

/** Where what is read ends. */
export function readEnd(): u32 {
  return end;
}
