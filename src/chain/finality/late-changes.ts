import { StorageError } from "../../storage/errors.ts";

/**
 * The record of blocks under a downloaded state that ended a set of voters. They come newest first, and which set each
 * ended is known with the oldest; until then their numbers are kept here.
 */
export const lateChangesRecord = "grandpa late changes";

/** u32 little-endian, one after the other. */
export function encodeLateChanges(blocks: readonly number[]): Uint8Array {
  const bytes = Buffer.alloc(blocks.length * 4);
  for (const [index, number] of blocks.entries()) bytes.writeUInt32LE(number, index * 4);
  return new Uint8Array(bytes);
}

/** @throws StorageError when the record is damaged */
export function decodeLateChanges(record: Uint8Array | undefined): number[] {
  if (record === undefined) return [];
  if (record.length % 4 !== 0) {
    throw new StorageError("damaged", "the record of old changes of voters is damaged: restore a copy or purge it");
  }
  const numbers = new DataView(record.buffer, record.byteOffset, record.byteLength);
  return Array.from({ length: record.length / 4 }, (_, index) => numbers.getUint32(index * 4, true));
}
