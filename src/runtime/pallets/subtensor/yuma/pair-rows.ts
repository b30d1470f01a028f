import type { Codec } from "../../../../codec/codec.ts";
import { tuple, vec } from "../../../../codec/containers.ts";
import { u16 } from "../../../../codec/primitives.ts";
import type { Uid } from "../../../types/balances.ts";

/**
 * A row of weights or bonds as the state holds it, without the length in front: for each entry the uid and the value,
 * u16 little-endian each. An epoch reads and writes hundreds of thousands of entries, so they stay bytes.
 */
export type PairRow = Uint8Array;

export type U16Pair = readonly [uid: Uid, value: number];

export const noPairs: PairRow = new Uint8Array(0);

/** The row of some entries. */
export function pairRow(pairs: readonly U16Pair[]): PairRow {
  const row = new Uint8Array(pairs.length * 4);
  for (const [index, [uid, value]] of pairs.entries()) {
    const at = index * 4;
    row[at] = uid;
    row[at + 1] = uid >> 8;
    row[at + 2] = value;
    row[at + 3] = value >> 8;
  }
  return row;
}

/** The entries of a row. */
export function pairsOf(row: PairRow): U16Pair[] {
  const u16At = (at: number): number => (row[at] as number) | ((row[at + 1] as number) << 8);
  return Array.from({ length: row.length >> 2 }, (_, index): U16Pair => [u16At(index * 4), u16At(index * 4 + 2)]);
}

/** `Vec<(u16, u16)>` as a row. What is decoded shares the bytes it was read from. */
export const pairRows: Codec<PairRow> = {
  encode(row, to) {
    to.compact(row.length >> 2);
    to.raw(row);
  },
  decode(from) {
    const end = from.length(4) * 4 + from.offset;
    const row = from.bytes.subarray(from.offset, end);
    from.offset = end;
    return row;
  },
  info: vec(tuple(u16, u16)).info,
};
