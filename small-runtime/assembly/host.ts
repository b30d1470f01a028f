/** What this program asks of its host besides what the light clients' program asks (facade/assembly/host.ts). */

@external("env", "ext_storage_set_version_1")
export declare function storageSet(key: u64, value: u64): void;

@external("env", "ext_storage_clear_version_1")
export declare function storageClear(key: u64): void;

@external("env", "ext_storage_root_version_2")
export declare function storageRoot(version: u32): u64;

@external("env", "ext_storage_start_transaction_version_1")
export declare function startTransaction(): void;

@external("env", "ext_storage_rollback_transaction_version_1")
export declare function rollbackTransaction(): void;

@external("env", "ext_trie_blake2_256_ordered_root_version_2")
export declare function orderedRoot(items: u64, version: u32): u32;

@external("env", "ext_misc_runtime_version_version_1")
export declare function versionOf(code: u64): u64;

@external("env", "ext_logging_log_version_1")
export declare function log(level: u32, target: u64, message: u64): void;

@external("env", "ext_crypto_sr25519_generate_version_1")
export declare function generateSr25519(kind: u32, seed: u64): u32;

@external("env", "ext_crypto_ed25519_generate_version_1")
export declare function generateEd25519(kind: u32, seed: u64): u32;

@external("env", "ext_allocator_free_version_1")
export declare function free(at: u32): void;

@external("env", "ext_offchain_http_request_start_version_1")
export declare function startRequest(method: u64, uri: u64, meta: u64): u64;

@external("env", "ext_offchain_http_response_wait_version_1")
export declare function waitForResponses(ids: u64, deadline: u64): u64;

@external("env", "ext_offchain_http_response_read_body_version_1")
export declare function readResponse(id: u32, buffer: u64, deadline: u64): u64;

@external("env", "ext_offchain_timestamp_version_1")
export declare function timestamp(): u64;

@external("env", "ext_offchain_local_storage_set_version_1")
export declare function setLocally(kind: u32, key: u64, value: u64): void;

@external("env", "ext_offchain_submit_transaction_version_1")
export declare function submitTransaction(extrinsic: u64): u64;
