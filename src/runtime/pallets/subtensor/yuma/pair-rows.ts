import { Reader, Writer } from "../../../../codec/io.ts";

/**
 * A row of weights or bonds as the state holds it, without the length in front: for each entry the uid and the value,
 * u16 little-endian each. An epoch reads and writes hundreds of thousands of entries, so they stay bytes.
 */
export type PairRow = Uint8Array;

export type U16Pair = readonly [uid: number, value: number];

/** The row of some entries. */
export function pairRow(pairs: Iterable<U16Pair>): PairRow {
  const to = new Writer();
  for (const [uid, value] of pairs) {
    to.u16(uid);
    to.u16(value);
  }
  return to.finish();
}

/** The entries of a row. */
export function pairsOf(row: PairRow): U16Pair[] {
  return Array.from({ length: row.length >> 2 }, (_, entry): U16Pair => {
    const at = entry * 4;
    return [byteAt(row, at) | (byteAt(row, at + 1) << 8), byteAt(row, at + 2) | (byteAt(row, at + 3) << 8)];
  });
}

const byteAt = (row: PairRow, at: number): number => row[at] as number;

/**
 * The row in an encoded `Vec<(u16, u16)>`. It shares the bytes.
 * @throws DecodeError as the codec of such lists does.
 */
export function decodePairRow(encoded: Uint8Array): PairRow {
  const from = new Reader(encoded);
  const bytes = from.length(4) * 4;
  const row = encoded.subarray(from.offset, from.offset + bytes);
  from.offset += bytes;
  from.end();
  return row;
}

/** A row as `Vec<(u16, u16)>`. */
export function encodePairRow(row: PairRow): Uint8Array {
  const to = new Writer();
  to.compact(row.length >> 2);
  to.raw(row);
  return to.finish();
}
