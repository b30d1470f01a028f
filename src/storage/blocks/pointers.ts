import { fromHex, type Hex, toHex } from "../../lib/bytes.ts";
import { StorageError } from "../errors.ts";

/** A block by its place. */
export interface BlockId {
  readonly hash: Hex;
  readonly number: number;
}

/** Where the chain stands. */
export interface Pointers {
  readonly best: BlockId;
  readonly finalized: BlockId;
  /** The state of every block on the finalized chain from this number on can be read. */
  readonly oldestState: number;
}

/** Hash and number of the best and the finalized block, oldest state; numbers u32 little-endian. */
export function encodePointers({ best, finalized, oldestState }: Pointers): Uint8Array {
  const bytes = Buffer.alloc(76);
  bytes.set(fromHex(best.hash), 0);
  bytes.writeUInt32LE(best.number, 32);
  bytes.set(fromHex(finalized.hash), 36);
  bytes.writeUInt32LE(finalized.number, 68);
  bytes.writeUInt32LE(oldestState, 72);
  return new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

/** Reads the pointers. @throws StorageError when the record is damaged. */
export function decodePointers(bytes: Uint8Array): Pointers {
  if (bytes.length !== 76) throw new StorageError("damaged", "the record of the best and finalized block is damaged");
  const numbers = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return {
    best: { hash: toHex(bytes.subarray(0, 32)), number: numbers.getUint32(32, true) },
    finalized: { hash: toHex(bytes.subarray(36, 68)), number: numbers.getUint32(68, true) },
    oldestState: numbers.getUint32(72, true),
  };
}
