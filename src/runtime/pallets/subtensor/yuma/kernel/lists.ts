import type { PairRow } from "../pair-rows.ts";
import type { Address, Program, VectorAt } from "./program.ts";

/** Lists into and out of the program's memory. Any call that allocates may move the memory, so no view is kept. */

/** An address as the number it is: the program's own are signed. */
const unsigned = (at: Address): number => at >>> 0;

/** Writes `length` numbers of 64 bits, signed or not; zeros for those that are missing. */
export function writeNumbers(program: Program, values: readonly bigint[], length: number): VectorAt {
  const at = program.allocate(length * 8);
  const view = new BigInt64Array(program.memory.buffer, unsigned(at), length);
  view.set(values.length > length ? values.slice(0, length) : values);
  view.fill(0n, values.length);
  return at;
}

/** Writes a list of that many times the same block. */
export function writeSameBlock(program: Program, block: bigint, length: number): VectorAt {
  const at = program.allocate(length * 8);
  new BigUint64Array(program.memory.buffer, unsigned(at), length).fill(block);
  return at;
}

/** Writes `length` marks, a byte each; those that are missing are set. */
export function writeMarks(program: Program, marks: readonly boolean[], length: number): Address {
  const at = program.allocate(length);
  const view = new Uint8Array(program.memory.buffer, unsigned(at), length);
  for (let i = 0; i < length; i++) view[i] = marks[i] === false ? 0 : 1;
  return at;
}

/** Stored rows in the program's memory, one after another. */
export interface StoredRows {
  readonly starts: Address;
  readonly stored: Address;
}

/** Writes stored rows. */
export function writeRows(program: Program, rows: readonly PairRow[]): StoredRows {
  let bytes = 0;
  for (const row of rows) bytes += row.length;
  const starts = program.allocate((rows.length + 1) * 4);
  const stored = program.allocate(bytes);
  const startsView = new Uint32Array(program.memory.buffer, unsigned(starts), rows.length + 1);
  const storedView = new Uint8Array(program.memory.buffer, unsigned(stored), bytes);
  let at = 0;
  for (const [index, row] of rows.entries()) {
    storedView.set(row, at);
    at += row.length;
    startsView[index + 1] = at >> 2;
  }
  startsView[0] = 0;
  return { starts, stored };
}

/** Reads stored rows, each a copy; those not wanted are empty. */
export function readRows(
  program: Program,
  { starts, stored }: StoredRows,
  wanted: readonly boolean[],
  length: number,
): PairRow[] {
  const { buffer } = program.memory;
  const ends = new Uint32Array(buffer, unsigned(starts), length + 1);
  const bytes = new Uint8Array(buffer, unsigned(stored), (ends[length] ?? 0) * 4);
  return Array.from({ length }, (_, row) =>
    wanted[row] === true ? bytes.slice((ends[row] ?? 0) * 4, (ends[row + 1] ?? 0) * 4) : new Uint8Array(0),
  );
}

/** Reads `length` numbers of 16 bits. */
export function readU16(program: Program, at: Address, length: number): number[] {
  return Array.from(new Uint16Array(program.memory.buffer, unsigned(at), length));
}

/** Reads `length` numbers of 64 bits. */
export function readU64(program: Program, at: VectorAt, length: number): bigint[] {
  return Array.from(new BigUint64Array(program.memory.buffer, unsigned(at), length));
}
