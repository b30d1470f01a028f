import { fromHex, type Hex, toHex } from "../../lib/bytes.ts";
import { StorageError } from "../errors.ts";

/** A block by its place. */
export interface BlockId {
  readonly hash: Hex;
  readonly number: number;
}

/** How far the index of history that is not needed any more was removed. */
export interface IndexSweep {
  /** The first segment of 256 blocks whose index is there, at least in part. */
  readonly segment: number;
  /** How many of the keys that changed in this segment have lost their index. */
  readonly keys: number;
}

/** Where the chain stands. */
export interface Pointers {
  readonly best: BlockId;
  readonly finalized: BlockId;
  /** The state of every block on the finalized chain from this number on can be read. */
  readonly oldestState: number;
  /** The body of every block on the finalized chain from this number on is there. */
  readonly oldestBody: number;
  readonly sweep: IndexSweep;
}

const length = 88;
const lengthOfLayout1 = 76;

/** Hash and number of the best and the finalized block, oldest state, oldest body, sweep; numbers u32 little-endian. */
export function encodePointers({ best, finalized, oldestState, oldestBody, sweep }: Pointers): Uint8Array {
  const bytes = Buffer.alloc(length);
  bytes.set(fromHex(best.hash), 0);
  bytes.writeUInt32LE(best.number, 32);
  bytes.set(fromHex(finalized.hash), 36);
  bytes.writeUInt32LE(finalized.number, 68);
  bytes.writeUInt32LE(oldestState, 72);
  bytes.writeUInt32LE(oldestBody, 76);
  bytes.writeUInt32LE(sweep.segment, 80);
  bytes.writeUInt32LE(sweep.keys, 84);
  return new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

/** Reads the pointers; those of layout 1, which kept all bodies, too. @throws StorageError when the record is damaged. */
export function decodePointers(bytes: Uint8Array): Pointers {
  if (bytes.length !== length && bytes.length !== lengthOfLayout1)
    throw new StorageError("damaged", "the record of the best and finalized block is damaged");
  const numbers = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const oldestState = numbers.getUint32(72, true);
  const whole = bytes.length === length;
  return {
    best: { hash: toHex(bytes.subarray(0, 32)), number: numbers.getUint32(32, true) },
    finalized: { hash: toHex(bytes.subarray(36, 68)), number: numbers.getUint32(68, true) },
    oldestState,
    oldestBody: whole ? numbers.getUint32(76, true) : 0,
    sweep: whole
      ? { segment: numbers.getUint32(80, true), keys: numbers.getUint32(84, true) }
      : { segment: (oldestState + 1) >>> 8, keys: 0 },
  };
}
