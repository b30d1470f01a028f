import { RecordError } from "../errors.ts";

/** The blocks that are missing under a state that was taken in, both ends included. */
export interface Gap {
  readonly first: number;
  readonly last: number;
  /** Whether they are to be fetched. */
  readonly wanted: boolean;
}

const length = 9;

/** First and last number, u32 little-endian, and whether they are wanted. */
export function encodeGap({ first, last, wanted }: Gap): Uint8Array {
  const bytes = new Uint8Array(length);
  const numbers = new DataView(bytes.buffer);
  numbers.setUint32(0, first, true);
  numbers.setUint32(4, last, true);
  bytes[8] = wanted ? 1 : 0;
  return bytes;
}

/** @throws RecordError when the record is damaged */
export function decodeGap(bytes: Uint8Array): Gap {
  if (bytes.length !== length) throw new RecordError("the record of the missing blocks is damaged");
  const numbers = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return { first: numbers.getUint32(0, true), last: numbers.getUint32(4, true), wanted: bytes[8] === 1 };
}
