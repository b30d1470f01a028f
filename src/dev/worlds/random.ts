import { blake2b256 } from "../../crypto/hashing.ts";
import { utf8 } from "../../lib/bytes.ts";

/** 32 bytes that a seed and words fix: what looks like chance in a world, and is the same in each run. */
export const bytesOf = (seed: number, words: string): Uint8Array => blake2b256(utf8(`${seed} ${words}`));

/** A number from 0 to below 1, fixed by a seed and words. */
export const fractionOf = (seed: number, words: string): number =>
  new DataView(bytesOf(seed, words).buffer).getUint32(0) / 2 ** 32;
