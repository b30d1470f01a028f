import { tuple, vec } from "../../codec/containers.ts";
import { bytes as bytesCodec } from "../../codec/primitives.ts";
import { blake2b256, keccak256 } from "../../crypto/hashing.ts";
import { toKey } from "../../lib/bytes.ts";
import { compactIndex } from "../../storage/trie/ordered-root.ts";
import { type Hash, rootByHash } from "../../storage/trie/root-by-hash.ts";
import { verifyValueProof } from "../../storage/trie/value-proof.ts";
import { type HostFunction, hostFunction } from "./function.ts";
import type { StateVersion } from "./host.ts";
import { answerBool, answerFixed, bytes, decoded, fixed, stateVersion, viewed } from "./marshal.ts";

const entries = decoded(vec(tuple(bytesCodec, bytesCodec)));
const list = decoded(vec(bytesCodec));

/** The root of a list, whose keys are the positions. */
const orderedRoot = (hash: Hash, values: readonly Uint8Array[], version: StateVersion): Uint8Array =>
  rootByHash(
    hash,
    values.map((value, index) => [toKey(compactIndex(index)), value] as const),
    version,
  );

const root = (hash: Hash, pairs: readonly (readonly [Uint8Array, Uint8Array])[], version: StateVersion): Uint8Array =>
  rootByHash(
    hash,
    pairs.map(([key, value]) => [toKey(key), value] as const),
    version,
  );

/** The functions of tries that are made with one hash function. Version 1 of each is for values of version 0. */
function trieOf(name: string, hash: Hash): readonly HostFunction[] {
  const proven = (
    trie: Uint8Array,
    proof: readonly Uint8Array[],
    key: Uint8Array,
    value: Uint8Array,
    version: StateVersion,
  ): boolean => verifyValueProof(hash, version, { root: trie, key: toKey(key), value }, proof);
  return [
    /** The root of keys and values; of repeated keys the last counts. Rust: `sp_io: lib.rs trie::blake2_256_root` */
    hostFunction(`trie_${name}_root`, 1, [entries], answerFixed, (_host, pairs) => root(hash, pairs, 0)),
    hostFunction(`trie_${name}_root`, 2, [entries, stateVersion], answerFixed, (_host, pairs, version) =>
      root(hash, pairs, version),
    ),
    /** The root of a list. Rust: `sp_io: lib.rs trie::blake2_256_ordered_root` */
    hostFunction(`trie_${name}_ordered_root`, 1, [list], answerFixed, (_host, values) => orderedRoot(hash, values, 0)),
    hostFunction(`trie_${name}_ordered_root`, 2, [list, stateVersion], answerFixed, (_host, values, version) =>
      orderedRoot(hash, values, version),
    ),
    /** Whether a proof shows that a trie has a value. Rust: `sp_io: lib.rs trie::blake2_256_verify_proof` */
    hostFunction(`trie_${name}_verify_proof`, 1, [fixed(32), list, viewed, bytes], answerBool, (_host, ...claim) =>
      proven(...claim, 0),
    ),
    hostFunction(
      `trie_${name}_verify_proof`,
      2,
      [fixed(32), list, viewed, bytes, stateVersion],
      answerBool,
      (_host, ...claim) => proven(...claim),
    ),
  ];
}

/** Roots and proofs of tries that are no state. Rust: `sp_io: lib.rs Trie` */
export const trieFunctions: readonly HostFunction[] = [
  ...trieOf("blake2_256", blake2b256),
  ...trieOf("keccak_256", keccak256),
];
