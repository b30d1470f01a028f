import { createHash } from "node:crypto";
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

/** 32 bytes as a number, the least significant first. */
const littleEndian = (bytes: Uint8Array): bigint => BigInt(toHex(bytes.slice().reverse()));

/**
 * The rules of ZIP 215, which the original's library follows: [8]R = [8]([s]B - [k]A), k being the hash of R and A as
 * given. What the wasm routine accepts they accept too. They take a few more (points of small order, encodings that are
 * not the shortest), so a refusal is asked again here, slowly. `verify` of @noble/curves is no help: it hashes R and A as
 * it would write them.
 */
function verifyZip215(signature: Uint8Array, message: Uint8Array, publicKey: Uint8Array): boolean {
  noble ??= (createRequire(import.meta.url)("@noble/curves/ed25519") as NobleCurve).ed25519;
  const { CURVE, ExtendedPoint: Point } = noble;
  const s = littleEndian(signature.subarray(32));
  if (s >= CURVE.n) return false;
  try {
    const key = Point.fromHex(publicKey, true);
    const r = Point.fromHex(signature.subarray(0, 32), true);
    const hash = createHash("sha512").update(signature.subarray(0, 32)).update(publicKey).update(message).digest();
    const k = littleEndian(hash) % CURVE.n;
    return r.add(key.multiplyUnsafe(k)).subtract(Point.BASE.multiplyUnsafe(s)).clearCofactor().is0();
  } catch {
    // The library throws for bytes that are no point.
    return false;
  }
}

/** Whether a signature is good; anything malformed is false. Rust: `sp_core ed25519.rs Pair::verify`. */
export function ed25519Verify(signature: Hex, message: Uint8Array, publicKey: Hex): boolean {
  if (signature.length !== 130 || publicKey.length !== 66) return false;
  const [signatureBytes, keyBytes] = [fromHex(signature), fromHex(publicKey)];
  return (
    wasmFlag("ext_ed_verify", signatureBytes, message, keyBytes) || verifyZip215(signatureBytes, message, keyBytes)
  );
}
