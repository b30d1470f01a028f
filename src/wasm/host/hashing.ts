import {
  blake2b128,
  blake2b256,
  keccak256,
  keccak512,
  sha256,
  twox64,
  twox128,
  twox256,
} from "../../crypto/hashing.ts";
import { toKey } from "../../lib/bytes.ts";
import { type HostFunction, hostFunction } from "./function.ts";
import { answerFixed, viewed } from "./marshal.ts";

const hashing = (name: string, hash: (data: Uint8Array) => Uint8Array): HostFunction =>
  hostFunction(`hashing_${name}`, 1, [viewed], answerFixed, (_host, data) => hash(data));

/** Names of pallets and items are hashed again and again: a block of five subnets asks 1,700 times for a few hundred of them. */
const longestKept = 64;
const mostKept = 4096;
const known = new Map<string, Uint8Array>();

function twox128Kept(data: Uint8Array): Uint8Array {
  if (data.length > longestKept) return twox128(data);
  const key = toKey(data);
  const kept = known.get(key);
  if (kept !== undefined) return kept;
  const hash = twox128(data);
  if (known.size >= mostKept) known.clear();
  known.set(key, hash);
  return hash;
}

/** Hash functions; programs know the length of each. Rust: `sp_io: lib.rs Hashing` */
export const hashingFunctions: readonly HostFunction[] = [
  /** 32 bytes. Rust: `sp_io: lib.rs hashing::keccak_256` */
  hashing("keccak_256", keccak256),
  /** 64 bytes. Rust: `sp_io: lib.rs hashing::keccak_512` */
  hashing("keccak_512", keccak512),
  /** 32 bytes. Rust: `sp_io: lib.rs hashing::sha2_256` */
  hashing("sha2_256", sha256),
  /** 16 bytes. Rust: `sp_io: lib.rs hashing::blake2_128` */
  hashing("blake2_128", blake2b128),
  /** 32 bytes. Rust: `sp_io: lib.rs hashing::blake2_256` */
  hashing("blake2_256", blake2b256),
  /** 32 bytes. Rust: `sp_io: lib.rs hashing::twox_256` */
  hashing("twox_256", twox256),
  /** 16 bytes. Rust: `sp_io: lib.rs hashing::twox_128` */
  hashing("twox_128", twox128Kept),
  /** 8 bytes. Rust: `sp_io: lib.rs hashing::twox_64` */
  hashing("twox_64", twox64),
];
