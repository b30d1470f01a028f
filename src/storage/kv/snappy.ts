import { RecordError } from "../errors.ts";

/**
 * Expands what Snappy compressed: the length as a varint, then literals and copies of what was expanded before.
 * LevelDB writes the index of a table so; nothing else here needs it.
 * @throws RecordError when the bytes are not that.
 */
export function expandSnappy(bytes: Uint8Array): Uint8Array {
  let at = 0;
  /** A number of some bytes, little-endian. */
  const read = (count: number): number => {
    let value = 0;
    for (let index = 0; index < count; index++) value += (bytes[at++] ?? 0) * 2 ** (8 * index);
    return value;
  };
  let length = 0;
  for (let shift = 0, more = true; more; shift += 7) {
    const byte = bytes[at++];
    if (byte === undefined || shift > 28) throw new RecordError("the length of compressed bytes cannot be read");
    length += (byte & 127) * 2 ** shift;
    more = byte >= 128;
  }
  // A byte of input stands for 64 of output at most: a damaged length must not take all memory.
  if (length > bytes.length * 64) throw new RecordError("compressed bytes are too short");
  const out = new Uint8Array(length);
  let end = 0;
  while (at < bytes.length) {
    const tag = bytes[at++] as number;
    const kind = tag & 3;
    if (kind === 0) {
      const small = tag >> 2;
      const count = (small < 60 ? small : read(small - 59)) + 1;
      if (at + count > bytes.length || end + count > length) throw new RecordError("compressed bytes end too soon");
      out.set(bytes.subarray(at, at + count), end);
      at += count;
      end += count;
      continue;
    }
    const count = kind === 1 ? 4 + ((tag >> 2) & 7) : 1 + (tag >> 2);
    const back = kind === 1 ? (tag >> 5) * 256 + read(1) : read(kind === 2 ? 2 : 4);
    if (back === 0 || back > end || end + count > length) throw new RecordError("compressed bytes copy from nowhere");
    // The copy may overlap what it makes.
    for (let index = 0; index < count; index++, end++) out[end] = out[end - back] as number;
  }
  if (end !== length) throw new RecordError("compressed bytes have another length");
  return out;
}
