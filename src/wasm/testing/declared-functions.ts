/**
 * The functions that programs may import, by interface: name, version and the types in WebAssembly (I is i64, i is i32),
 * read off the declarations of sp-io 41.0.1, which are those of 48.0.0 too.
 */
const interfaces: Readonly<Record<string, string>> = {
  storage: `set 1 II, get 1 I>I, read 1 IIi>I, clear 1 I, exists 1 I>i, clear_prefix 1 I, clear_prefix 2 II>I,
    clear_prefix 3 III>I, append 1 II, root 1 >I, root 2 i>I, changes_root 1 I>I, next_key 1 I>I, start_transaction 1,
    rollback_transaction 1, commit_transaction 1`,
  default_child_storage: `get 1 II>I, read 1 IIIi>I, set 1 III, clear 1 II, storage_kill 1 I, storage_kill 2 II>i,
    storage_kill 3 II>I, storage_kill 4 III>I, exists 1 II>i, clear_prefix 1 II, clear_prefix 2 III>I,
    clear_prefix 3 IIII>I, root 1 I>I, root 2 Ii>I, next_key 1 II>I`,
  trie: `blake2_256_root 1 I>i, blake2_256_root 2 Ii>i, blake2_256_ordered_root 1 I>i, blake2_256_ordered_root 2 Ii>i,
    keccak_256_root 1 I>i, keccak_256_root 2 Ii>i, keccak_256_ordered_root 1 I>i, keccak_256_ordered_root 2 Ii>i,
    blake2_256_verify_proof 1 iIII>i, blake2_256_verify_proof 2 iIIIi>i, keccak_256_verify_proof 1 iIII>i,
    keccak_256_verify_proof 2 iIIIi>i`,
  misc: "print_num 1 I, print_utf8 1 I, print_hex 1 I, runtime_version 1 I>I",
  crypto: `ed25519_public_keys 1 i>I, ed25519_generate 1 iI>i, ed25519_sign 1 iiI>I, ed25519_verify 1 iIi>i,
    ed25519_batch_verify 1 iIi>i, sr25519_verify 1 iIi>i, sr25519_verify 2 iIi>i, sr25519_batch_verify 1 iIi>i,
    start_batch_verify 1, finish_batch_verify 1 >i, sr25519_public_keys 1 i>I, sr25519_generate 1 iI>i,
    sr25519_sign 1 iiI>I, ecdsa_public_keys 1 i>I, ecdsa_generate 1 iI>i, ecdsa_sign 1 iiI>I,
    ecdsa_sign_prehashed 1 iii>I, ecdsa_verify 1 iIi>i, ecdsa_verify 2 iIi>i, ecdsa_verify_prehashed 1 iii>i,
    ecdsa_batch_verify 1 iIi>i, secp256k1_ecdsa_recover 1 ii>I, secp256k1_ecdsa_recover 2 ii>I,
    secp256k1_ecdsa_recover_compressed 1 ii>I, secp256k1_ecdsa_recover_compressed 2 ii>I, bls381_generate 1 iI>i,
    bls381_generate_proof_of_possession 1 ii>I, ecdsa_bls381_generate 1 iI>i, bandersnatch_generate 1 iI>i,
    bandersnatch_sign 1 iiI>I`,
  hashing: `keccak_256 1 I>i, keccak_512 1 I>i, sha2_256 1 I>i, blake2_128 1 I>i, blake2_256 1 I>i, twox_256 1 I>i,
    twox_128 1 I>i, twox_64 1 I>i`,
  transaction_index: "index 1 iii, renew 1 ii",
  offchain_index: "set 1 II, clear 1 I",
  offchain: `is_validator 1 >i, submit_transaction 1 I>I, network_state 1 >I, timestamp 1 >I, sleep_until 1 I,
    random_seed 1 >i, local_storage_set 1 iII, local_storage_clear 1 iI, local_storage_compare_and_set 1 iIII>i,
    local_storage_get 1 iI>I, http_request_start 1 III>I, http_request_add_header 1 iII>I,
    http_request_write_body 1 iII>I, http_response_wait 1 II>I, http_response_headers 1 i>I,
    http_response_read_body 1 iII>I, set_authorized_nodes 1 Ii`,
  allocator: "malloc 1 i>i, free 1 i",
  panic_handler: "abort_on_panic 1 I",
  logging: "log 1 iII, max_level 1 >i",
  wasm_tracing: "enabled 1 I>i, enter_span 1 I>I, event 1 I, exit 1 I",
  // Beside sp-io: sp-crypto-ec-utils 0.16, cumulus-primitives-proof-size-hostfunction, frame-benchmarking 41.
  host_calls: `bls12_381_multi_miller_loop 1 II>I, bls12_381_final_exponentiation 1 I>I, bls12_381_msm_g1 1 II>I,
    bls12_381_msm_g2 1 II>I, bls12_381_mul_projective_g1 1 II>I, bls12_381_mul_projective_g2 1 II>I`,
  storage_proof_size: "storage_proof_size 1 >I",
  benchmarking: `current_time 1 >i, wipe_db 1, commit_db 1, read_write_count 1 >I, reset_read_write_count 1,
    get_whitelist 1 >I, set_whitelist 1 I, add_to_whitelist 1 I, remove_from_whitelist 1 I,
    get_read_and_written_keys 1 >I, proof_size 1 >I`,
};

/** The full name of each function with its types, as `ext_storage_get_version_1 I>I`; sorted. */
export function declaredFunctions(leftOut: readonly string[] = []): string[] {
  return Object.entries(interfaces)
    .filter(([name]) => !leftOut.includes(name))
    .flatMap(([name, functions]) =>
      functions.split(",").map((line) => {
        const [method, version, types = ""] = line.trim().split(/\s+/);
        return `ext_${name}_${method}_version_${version} ${types}`;
      }),
    )
    .sort();
}
