import { RecordError } from "../errors.ts";

/** Byte strings in one: each after its length, u32 little-endian. `room` bytes are left free in front. */
export function encodeParts(parts: readonly Uint8Array[], room = 0): Uint8Array {
  let length = room;
  for (const part of parts) length += 4 + part.length;
  const bytes = new Uint8Array(length);
  const numbers = new DataView(bytes.buffer);
  let at = room;
  for (const part of parts) {
    numbers.setUint32(at, part.length, true);
    bytes.set(part, at + 4);
    at += 4 + part.length;
  }
  return bytes;
}

/** Takes byte strings apart; each is a copy. @throws RecordError when the lengths do not fit the record. */
export function decodeParts(bytes: Uint8Array): Uint8Array[] {
  const numbers = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const parts: Uint8Array[] = [];
  let at = 0;
  while (at < bytes.length) {
    const stop = at + 4 <= bytes.length ? at + 4 + numbers.getUint32(at, true) : Number.POSITIVE_INFINITY;
    if (stop > bytes.length) throw new RecordError("a length does not fit the record");
    parts.push(bytes.slice(at + 4, stop));
    at = stop;
  }
  return parts;
}
