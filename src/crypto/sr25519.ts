import { fromHex, type Hex, toHex } from "../lib/bytes.ts";
import { newTranscript } from "./transcript.ts";
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

/** The pair of a 32-byte seed (mini secret), expanded the ed25519 way. */
export function sr25519FromSeed(seed: Uint8Array): Sr25519Pair {
  return split(wasmBytes("ext_sr_from_seed", seed));
}

/** The seed that schnorrkel derives below a secret by a hard junction. Rust: `schnorrkel hard_derive_mini_secret_key`. */
export function sr25519HardSeed(pair: Sr25519Pair, code: Uint8Array): Uint8Array {
  // Secrets are kept multiplied by 8, as ed25519 does; the derivation takes the plain scalar.
  const scalar = BigInt(toHex(pair.secret.slice(0, 32).reverse())) >> 3n;
  const transcript = newTranscript("SchnorrRistrettoHDKD");
  transcript.append("sign-bytes", new Uint8Array(0));
  transcript.append("chain-code", code);
  transcript.append("secret-key", fromHex(scalar.toString(16).padStart(64, "0")).reverse());
  return transcript.challenge("HDKD-hard", 32);
}

/** Signs a message in the context `substrate`. The 64-byte signature differs each time: it takes randomness. */
export function sr25519Sign(pair: Sr25519Pair, message: Uint8Array): Hex {
  return toHex(wasmBytes("ext_sr_sign", fromHex(pair.publicKey), pair.secret, message));
}

/** Whether a signature is good; anything malformed is false. Rust: `sp_core sr25519.rs Pair::verify`. */
export function sr25519Verify(signature: Hex, message: Uint8Array, publicKey: Hex): boolean {
  if (signature.length !== 130 || publicKey.length !== 66) return false;
  return wasmFlag("ext_sr_verify", fromHex(signature), message, fromHex(publicKey));
}
