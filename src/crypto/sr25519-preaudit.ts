import { createRequire } from "node:module";
import { equalBytes, toHex, utf8 } from "../lib/bytes.ts";
import { sr25519Verify } from "./sr25519.ts";
import { newTranscript } from "./transcript.ts";

type NobleCurve = typeof import("@noble/curves/ed25519");

/** The bit in the last byte of a signature that tells schnorrkel's from ed25519's. */
const mark = 0x80;

/** 32 or 64 bytes as a number, the least significant first. */
const littleEndian = (bytes: Uint8Array): bigint => BigInt(toHex(bytes.slice().reverse()));

/**
 * Whether a signature is good as programs had it in version 1: one with the mark by the rules of today, one without it
 * by those that schnorrkel had before it was audited, whose transcript has other labels.
 * Rust: `sp_core sr25519.rs Pair::verify_deprecated`, `schnorrkel: sign.rs verify_simple_preaudit_deprecated`
 */
export function sr25519VerifyPreaudit(signature: Uint8Array, message: Uint8Array, publicKey: Uint8Array): boolean {
  if (((signature[63] as number) & mark) !== 0) return sr25519Verify(toHex(signature), message, toHex(publicKey));
  const { RistrettoPoint, ed25519 } = createRequire(import.meta.url)("@noble/curves/ed25519") as NobleCurve;
  const order = ed25519.CURVE.n;
  const commitment = signature.subarray(0, 32);
  const s = littleEndian(signature.subarray(32));
  if (s >= order) return false;
  const transcript = newTranscript("substrate");
  transcript.append("sign-bytes", message);
  transcript.append("proto-name", utf8("Schnorr-sig"));
  transcript.append("pk", publicKey);
  transcript.append("no", commitment);
  const k = littleEndian(transcript.challenge("", 64)) % order;
  try {
    const key = RistrettoPoint.fromHex(publicKey);
    const found = RistrettoPoint.BASE.multiplyUnsafe(s).subtract(key.multiplyUnsafe(k));
    return equalBytes(found.toRawBytes(), commitment);
  } catch {
    // The library throws for bytes that are no point.
    return false;
  }
}
