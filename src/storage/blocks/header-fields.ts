import { type Hex, toHex } from "../../lib/bytes.ts";
import { RecordError } from "../errors.ts";

/** What storage needs to know of a header. */
export interface HeaderFields {
  readonly parentHash: Hex;
  readonly number: number;
  /** 32 bytes. */
  readonly stateRoot: Uint8Array;
  /** 32 bytes. */
  readonly extrinsicsRoot: Uint8Array;
}

/**
 * Reads the front of a SCALE header: parent hash, compact number, state root, extrinsics root.
 * @throws RecordError when the bytes are too short or the number does not fit 32 bits.
 */
export function headerFields(header: Uint8Array): HeaderFields {
  const bytes = Buffer.from(header.buffer, header.byteOffset, header.byteLength);
  const mode = (bytes[32] ?? 0) & 3;
  const [number, length] =
    mode === 0
      ? [(bytes[32] ?? 0) >> 2, 1]
      : mode === 1 && bytes.length >= 34
        ? [bytes.readUInt16LE(32) >>> 2, 2]
        : mode === 2 && bytes.length >= 36
          ? [bytes.readUInt32LE(32) >>> 2, 4]
          : bytes[32] === 3 && bytes.length >= 37
            ? [bytes.readUInt32LE(33), 5]
            : [0, Number.NaN];
  if (!(bytes.length >= 32 + length + 64)) throw new RecordError("a block header cannot be read");
  return {
    parentHash: toHex(header.subarray(0, 32)),
    number,
    stateRoot: header.slice(32 + length, 64 + length),
    extrinsicsRoot: header.slice(64 + length, 96 + length),
  };
}
