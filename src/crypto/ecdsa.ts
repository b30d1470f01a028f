import { concatBytes, fromHex, type Hex, toHex } from "../lib/bytes.ts";
import { blake2b256, keccak256 } from "./hashing.ts";
import { wasmBytes } from "./wasm.ts";

/** A 32-byte secp256k1 secret with its compressed public key (33 bytes). */
export interface EcdsaPair {
  seed: Uint8Array;
  publicKey: Hex;
}

/** @throws RangeError when the seed is zero or not below the curve's order. */
export function ecdsaFromSeed(seed: Uint8Array): EcdsaPair {
  try {
    const pair = wasmBytes("ext_secp_from_seed", seed);
    return { seed: seed.slice(), publicKey: toHex(wasmBytes("ext_secp_pub_compress", pair.slice(32))) };
  } catch {
    throw new RangeError("the seed is no secp256k1 secret");
  }
}

/** Signs a 32-byte hash: r, s and the recovery id (0 or 1), 65 bytes. */
export function ecdsaSignHash(pair: EcdsaPair, hash: Uint8Array): Hex {
  return toHex(wasmBytes("ext_secp_sign", hash, pair.seed));
}

/** Signs a message by its blake2b-256 hash, as extrinsics are. */
export function ecdsaSign(pair: EcdsaPair, message: Uint8Array): Hex {
  return ecdsaSignHash(pair, blake2b256(message));
}

/** The order of secp256k1, and half of it: s and order - s prove the same, with the other parity in the recovery id. */
const order = 0xffffffff_ffffffff_ffffffff_fffffffe_baaedce6_af48a03b_bfd25e8c_d0364141n;
const halfOrder = order / 2n;

/** The numbers r and s of a signature. */
const rOf = (signature: Uint8Array): bigint => BigInt(toHex(signature.subarray(0, 32)));
const sOf = (signature: Uint8Array): bigint => BigInt(toHex(signature.subarray(32, 64)));
const numberBytes = (value: bigint): Uint8Array => fromHex(value.toString(16).padStart(64, "0"));

/** Recovers a key for a recovery id of 0 to 3. Both forms of s count, as in libsecp256k1; the wasm routine knows the lower. */
function recoverKey(signature: Uint8Array, recoveryId: number, hash: Uint8Array): Hex | undefined {
  if (signature.length !== 65 || recoveryId > 3) return undefined;
  const s = sOf(signature);
  const isHigher = s > halfOrder && s < order;
  const numbers = signature.slice(0, 64);
  if (isHigher) numbers.set(numberBytes(order - s), 32);
  try {
    return toHex(wasmBytes("ext_secp_recover", hash, numbers, isHigher ? recoveryId ^ 1 : recoveryId));
  } catch {
    // The routine stops on numbers out of range, on an r that is no point's, and on the point at infinity.
    return undefined;
  }
}

/**
 * The compressed public key (33 bytes) that signed a hash; undefined when there is none. Recovery ids from 27 on count
 * from 27. Rust: `sp_io crypto::secp256k1_ecdsa_recover_compressed` (version 2).
 */
export function ecdsaRecover(signature: Hex, hash: Uint8Array): Hex | undefined {
  const bytes = fromHex(signature);
  const last = bytes[64] ?? 0;
  return recoverKey(bytes, last > 26 ? last - 27 : last, hash);
}

/**
 * The compressed public key as a runtime recovers it by itself: recovery ids are 0 to 3, and only the lower s counts.
 * Rust: `sp_core ecdsa.rs Signature::recover_prehashed` as built for wasm, by the crate k256.
 */
export function ecdsaRecoverPrehashed(signature: Hex, hash: Uint8Array): Hex | undefined {
  const bytes = fromHex(signature);
  return bytes.length === 65 && sOf(bytes) <= halfOrder ? recoverKey(bytes, bytes[64] ?? 0, hash) : undefined;
}

/** Whether a message's signature is of this key. Recovery ids are 0 to 3. Rust: `sp_core ecdsa.rs Pair::verify`. */
export function ecdsaVerify(signature: Hex, message: Uint8Array, publicKey: Hex): boolean {
  const bytes = fromHex(signature);
  return recoverKey(bytes, bytes[64] ?? 0, blake2b256(message)) === publicKey;
}

/** The same signature with what is left of r and s when they pass the curve's order. Rust: `libsecp256k1 Signature::parse_overflowing` */
function reduced(signature: Uint8Array): Uint8Array {
  return concatBytes(numberBytes(rOf(signature) % order), numberBytes(sOf(signature) % order), signature.subarray(64));
}

/**
 * Whether a message's signature is of this key, r and s counting as what is left of them when they pass the curve's order.
 * Rust: `sp_core ecdsa.rs Pair::verify_deprecated`.
 */
export function ecdsaVerifyOverflowing(signature: Uint8Array, message: Uint8Array, publicKey: Hex): boolean {
  return recoverKey(reduced(signature), signature[64] ?? 0, blake2b256(message)) === publicKey;
}

/** Whether the signature of a hash is of this key. Rust: `sp_core ecdsa.rs Pair::verify_prehashed`, outside of runtimes. */
export function ecdsaVerifyHash(signature: Uint8Array, hash: Uint8Array, publicKey: Hex): boolean {
  return recoverKey(signature, signature[64] ?? 0, hash) === publicKey;
}

/** Why no key is recovered. Rust: `sp_io: lib.rs EcdsaVerifyError` */
export type RecoverFault = "BadRS" | "BadV" | "BadSignature";

/**
 * The compressed public key (33 bytes) that signed a hash, or why there is none. Recovery ids from 27 on count from 27.
 * @param mayOverflow whether r and s beyond the curve's order count as what is left of them, as in version 1
 * Rust: `sp_io: lib.rs crypto::secp256k1_ecdsa_recover`
 */
export function recoverOrFault(signature: Uint8Array, hash: Uint8Array, mayOverflow: boolean): Hex | RecoverFault {
  const last = signature[64] ?? 0;
  const recoveryId = last > 26 ? last - 27 : last;
  if (recoveryId > 3) return "BadV";
  if (!mayOverflow && (rOf(signature) >= order || sOf(signature) >= order)) return "BadRS";
  return recoverKey(mayOverflow ? reduced(signature) : signature, recoveryId, hash) ?? "BadSignature";
}

/** The two coordinates (64 bytes) of a compressed public key. */
export function ecdsaCoordinates(publicKey: Hex): Uint8Array {
  const expanded = wasmBytes("ext_secp_pub_expand", fromHex(publicKey));
  return expanded.slice(expanded.length - 64);
}

/** The Ethereum address (20 bytes) of a compressed public key. */
export function ethereumAddress(publicKey: Hex): Hex {
  return toHex(keccak256(ecdsaCoordinates(publicKey)).slice(12));
}
