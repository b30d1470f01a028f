import { createRequire } from "node:module";
import { createBLAKE2b, createKeccak, createSHA256, createXXHash64, type IHasher } from "hash-wasm";
import { type Hex, joinBytes, toHex } from "../lib/bytes.ts";

/**
 * The chain's hash functions, synchronous. The wasm instances are made once, when this module loads.
 * Each function answers to its namesake in the original's `sp_crypto_hashing`.
 */
const [b64, b128, b256, b512, keccak, sha, ...xx] = await Promise.all([
  createBLAKE2b(64),
  createBLAKE2b(128),
  createBLAKE2b(256),
  createBLAKE2b(512),
  createKeccak(256),
  createSHA256(),
  ...[0, 1, 2, 3].map((seed) => createXXHash64(seed)),
]);

function run(hasher: IHasher, data: Uint8Array): Uint8Array {
  return hasher.init().update(data).digest("binary");
}

/** 8 bytes. */
export const blake2b64 = (data: Uint8Array): Uint8Array => run(b64, data);
/** 16 bytes: half of a Blake2_128Concat key. */
export const blake2b128 = (data: Uint8Array): Uint8Array => run(b128, data);
/** 32 bytes: blocks, calls, trie nodes. */
export const blake2b256 = (data: Uint8Array): Uint8Array => run(b256, data);
/** 64 bytes: addresses' checksums. */
export const blake2b512 = (data: Uint8Array): Uint8Array => run(b512, data);
/** 32 bytes, Ethereum's hash. */
export const keccak256 = (data: Uint8Array): Uint8Array => run(keccak, data);
/** 64 bytes. Programs may ask for it, none is known to: the library is loaded when it is wanted. */
export function keccak512(data: Uint8Array): Uint8Array {
  return (createRequire(import.meta.url)("@noble/hashes/sha3") as typeof import("@noble/hashes/sha3")).keccak_512(data);
}
/** 32 bytes. */
export const sha256 = (data: Uint8Array): Uint8Array => run(sha, data);

/** blake2b-256 as hex: block hashes, call hashes, account ids. */
export const blake2Hex = (data: Uint8Array): Hex => toHex(blake2b256(data));

/** One 64-bit xxhash for each seed from 0, little-endian, joined. */
function twox(data: Uint8Array, words: number): Uint8Array {
  return joinBytes(xx.slice(0, words).map((hasher) => run(hasher, data).reverse()));
}

/** 8 bytes: half of a Twox64Concat key. Not a cryptographic hash, as the next two. */
export const twox64 = (data: Uint8Array): Uint8Array => twox(data, 1);
/** 16 bytes: the names of pallets and storage items in keys. */
export const twox128 = (data: Uint8Array): Uint8Array => twox(data, 2);
/** 32 bytes. */
export const twox256 = (data: Uint8Array): Uint8Array => twox(data, 4);
