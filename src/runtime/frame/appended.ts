import { DecodeError, Reader, Writer } from "../../codec/io.ts";

/** A stored u32; 0 where bytes are none. Bytes after it are not looked at. Rust: `frame_support: storage/unhashed.rs get_or_default`. */
export function storedU32(bytes: Uint8Array | undefined): number {
  if (bytes === undefined || bytes.length < 4) return 0;
  const [a, b, c, d] = [bytes[0], bytes[1], bytes[2], bytes[3]] as [number, number, number, number];
  return (a | (b << 8) | (c << 16) | (d << 24)) >>> 0;
}

/** A u32 as it is stored. */
export function u32Bytes(value: number): Uint8Array {
  return new Uint8Array([value & 255, (value >>> 8) & 255, (value >>> 16) & 255, value >>> 24]);
}

/**
 * The number of items that a stored list says it has, whether or not they follow; undefined where there is none.
 * Rust: `frame_support: StorageDecodeLength::decode_len`.
 */
export function storedLength(bytes: Uint8Array | undefined): number | undefined {
  return bytes === undefined ? undefined : lengthAndRest(bytes)?.length;
}

function lengthAndRest(bytes: Uint8Array): { readonly length: number; readonly rest: Uint8Array } | undefined {
  const from = new Reader(bytes);
  try {
    const length = from.length();
    return { length, rest: bytes.subarray(from.offset) };
  } catch (error) {
    if (error instanceof DecodeError) return undefined;
    throw error;
  }
}

/**
 * A stored list with encoded items after those it has, which are not looked at. Bytes that begin with no length are dropped.
 * Rust: `sp_state_machine: StorageAppend::append`.
 */
export function appended(list: Uint8Array | undefined, items: readonly Uint8Array[]): Uint8Array {
  const before = list === undefined ? undefined : lengthAndRest(list);
  const to = new Writer();
  to.compact((before?.length ?? 0) + items.length);
  if (before !== undefined) to.raw(before.rest);
  for (const item of items) to.raw(item);
  return to.finish();
}
