import { fromHex, type Hex, toHex } from "../lib/bytes.ts";
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

/**
 * The compressed public key (33 bytes) that signed a hash; undefined when there is none.
 * Answers to `sp_io: crypto::secp256k1_ecdsa_recover_compressed` (version 2). Recovery ids 27 and above count from 27.
 */
export function ecdsaRecover(signature: Hex, hash: Uint8Array): Hex | undefined {
  const bytes = fromHex(signature);
  const last = bytes[64];
  if (bytes.length !== 65 || last === undefined) return undefined;
  const recovery = last > 26 ? last - 27 : last;
  if (recovery > 3) return undefined;
  try {
    return toHex(wasmBytes("ext_secp_pub_compress", wasmBytes("ext_secp_recover", hash, bytes.slice(0, 64), recovery)));
  } catch {
    // The routine stops on numbers out of range and on points that are not on the curve.
    return undefined;
  }
}

/** Half of the order of secp256k1: of the two numbers that prove the same, the lower is at most this. */
const halfOrder = 0x7fffffff_ffffffff_ffffffff_ffffffff_5d576e73_57a4501d_dfe92f46_681b20a0n;

/**
 * The same as a runtime recovers it by itself: recovery ids are 0 to 3, and of two equal signatures only the one with the
 * lower s counts. Answers to `sp_core: ecdsa.rs Signature::recover_prehashed` as built for wasm (crate k256).
 */
export function ecdsaRecoverPrehashed(signature: Hex, hash: Uint8Array): Hex | undefined {
  const bytes = fromHex(signature);
  const s = BigInt(toHex(bytes.slice(32, 64)));
  return (bytes[64] ?? 4) < 4 && s > 0n && s <= halfOrder ? ecdsaRecover(signature, hash) : undefined;
}

/** Whether a message's signature is of this key. Answers to `sp_core: ecdsa.rs Pair::verify`. */
export function ecdsaVerify(signature: Hex, message: Uint8Array, publicKey: Hex): boolean {
  return ecdsaRecover(signature, blake2b256(message)) === publicKey;
}

/** The Ethereum address (20 bytes) of a compressed public key. */
export function ethereumAddress(publicKey: Hex): Hex {
  const expanded = wasmBytes("ext_secp_pub_expand", fromHex(publicKey));
  return toHex(keccak256(expanded.slice(expanded.length - 64)).slice(12));
}
