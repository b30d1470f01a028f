/**
 * What a Substrate host offers a runtime, as far as this program asks for it. Bytes go over as one number: their address,
 * and above it their length.
 */

@external("env", "ext_allocator_malloc_version_1")
export declare function allocate(bytes: u32): u32;

@external("env", "ext_storage_get_version_1")
export declare function storageGet(key: u64): u64;

@external("env", "ext_hashing_twox_64_version_1")
export declare function twox64(bytes: u64): u32;

@external("env", "ext_hashing_blake2_128_version_1")
export declare function blake2b128(bytes: u64): u32;

@external("env", "ext_hashing_blake2_256_version_1")
export declare function blake2b256(bytes: u64): u32;

@external("env", "ext_crypto_sr25519_verify_version_2")
export declare function verifySr25519(signature: u32, message: u64, publicKey: u32): u32;

@external("env", "ext_crypto_ed25519_verify_version_1")
export declare function verifyEd25519(signature: u32, message: u64, publicKey: u32): u32;

@external("env", "ext_crypto_secp256k1_ecdsa_recover_compressed_version_2")
export declare function recoverSecp256k1(signature: u32, messageHash: u32): u64;

/** Bytes as the host takes and gives them. */
export function slice(at: u32, length: u32): u64 {
  return (at as u64) | ((length as u64) << 32);
}

export function addressOf(bytes: u64): u32 {
  return bytes as u32;
}

export function lengthOf(bytes: u64): u32 {
  return (bytes >> 32) as u32;
}
