import { createRequire } from "node:module";
import { fromHex, type Hex, toHex } from "../lib/bytes.ts";
import { wasmBytes, wasmFlag } from "./wasm.ts";

/** A 32-byte seed with its public key. */
export interface Ed25519Pair {
  seed: Uint8Array;
  publicKey: Hex;
}

/** The key pair of a seed of 32 bytes. */
export function ed25519FromSeed(seed: Uint8Array): Ed25519Pair {
  const pair = wasmBytes("ext_ed_from_seed", seed);
  return { seed: seed.slice(), publicKey: toHex(pair.subarray(pair.length - 32)) };
}

/** Signs a message: 64 bytes, always the same. */
export function ed25519Sign(pair: Ed25519Pair, message: Uint8Array): Hex {
  return toHex(wasmBytes("ext_ed_sign", fromHex(pair.publicKey), pair.seed, message));
}

type NobleCurve = typeof import("@noble/curves/ed25519");
let noble: NobleCurve["ed25519"] | undefined;

/**
 * The rules of ZIP 215, which the original's library follows. What the wasm routine accepts they accept too; they take a
 * few more (points of small order, other encodings), so a refusal is asked again here, slowly.
 */
function verifyZip215(signature: Uint8Array, message: Uint8Array, publicKey: Uint8Array): boolean {
  noble ??= (createRequire(import.meta.url)("@noble/curves/ed25519") as NobleCurve).ed25519;
  try {
    return noble.verify(signature, message, publicKey, { zip215: true });
  } catch {
    // The library throws for bytes that are no point or no scalar.
    return false;
  }
}

/** Whether a signature is good. Answers to `sp_core: ed25519.rs Pair::verify`; anything malformed is false. */
export function ed25519Verify(signature: Hex, message: Uint8Array, publicKey: Hex): boolean {
  if (signature.length !== 130 || publicKey.length !== 66) return false;
  const [signatureBytes, keyBytes] = [fromHex(signature), fromHex(publicKey)];
  return (
    wasmFlag("ext_ed_verify", signatureBytes, message, keyBytes) || verifyZip215(signatureBytes, message, keyBytes)
  );
}
