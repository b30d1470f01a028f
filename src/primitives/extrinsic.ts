import { blake2Hex } from "../crypto/hashing.ts";
import type { Hex } from "../lib/bytes.ts";

/**
 * An extrinsic as the chain passes it on, from the door to its block: bytes that only an engine reads. It stays the same
 * object all the way, so that an engine may keep what it made of it.
 */
export interface Extrinsic {
  /** With their length in front. */
  readonly bytes: Uint8Array;
  /** BLAKE2b-256 of the bytes. */
  readonly hash: Hex;
}

/** The extrinsic of these bytes, which must not be changed any more. Its hash is worked out when it is first asked for. */
export function createExtrinsic(bytes: Uint8Array): Extrinsic {
  let known: Hex | undefined;
  return {
    bytes,
    get hash() {
      known ??= blake2Hex(bytes);
      return known;
    },
  };
}

/** Whether nobody signed an extrinsic, as its format says: inherents and unsigned transactions. */
export function isBare({ bytes }: Extrinsic): boolean {
  const lengthOfLength = [1, 2, 4, 5 + ((bytes[0] ?? 0) >> 2)][(bytes[0] ?? 0) & 3] as number;
  const format = bytes[lengthOfLength];
  return format !== undefined && format >> 6 === 0;
}
