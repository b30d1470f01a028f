import { fromHex, type Hex, toHex } from "../lib/bytes.ts";
import { wasmBytes, wasmFlag } from "./wasm.ts";

/** A secret of 64 bytes (scalar and nonce) with its public key of 32. */
export interface Sr25519Pair {
  secret: Uint8Array;
  publicKey: Hex;
}

const split = (bytes: Uint8Array): Sr25519Pair => ({
  secret: bytes.slice(0, 64),
  publicKey: toHex(bytes.slice(64, 96)),
});
const join = (pair: Sr25519Pair): Uint8Array => new Uint8Array([...pair.secret, ...fromHex(pair.publicKey)]);

/** The pair of a 32-byte seed (mini secret), expanded the ed25519 way. */
export function sr25519FromSeed(seed: Uint8Array): Sr25519Pair {
  return split(wasmBytes("ext_sr_from_seed", seed));
}

/** The pair below another, hard (needs the secret) or soft. */
export function sr25519Derive(pair: Sr25519Pair, junction: { hard: boolean; code: Uint8Array }): Sr25519Pair {
  const routine = junction.hard ? "ext_sr_derive_keypair_hard" : "ext_sr_derive_keypair_soft";
  return split(wasmBytes(routine, join(pair), junction.code));
}

/** Signs a message in the context `substrate`. The 64-byte signature differs each time: it takes randomness. */
export function sr25519Sign(pair: Sr25519Pair, message: Uint8Array): Hex {
  return toHex(wasmBytes("ext_sr_sign", fromHex(pair.publicKey), pair.secret, message));
}

/** Whether a signature is good. Answers to `sp_core: sr25519.rs Pair::verify`; anything malformed is false. */
export function sr25519Verify(signature: Hex, message: Uint8Array, publicKey: Hex): boolean {
  if (signature.length !== 130 || publicKey.length !== 66) return false;
  return wasmFlag("ext_sr_verify", fromHex(signature), message, fromHex(publicKey));
}
