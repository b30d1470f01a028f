import type { Infer } from "../../../codec/codec.ts";
import { readG1, readG2, verifyBls } from "../../../crypto/bls12-381.ts";
import { roundPoint } from "../../../crypto/timelock.ts";
import { ensure } from "../../frame/dispatch-error.ts";
import { errors } from "./errors.ts";
import type { Pulse } from "./types.ts";

/**
 * Whether a pulse was signed by the beacon of this public key (96 bytes). Bytes after a key or signature are ignored, and
 * the pulse's randomness is not looked at.
 * Rust: `pallets/drand/src/verifier.rs QuicknetVerifier::verify`.
 * @throws PulseVerificationError when key or signature are no points of their groups.
 */
export function verifyPulse(publicKey: Uint8Array, { round, signature }: Infer<typeof Pulse>): boolean {
  const beacon = readG2(publicKey);
  ensure(beacon !== undefined, errors.PulseVerificationError);
  const signed = readG1(signature);
  ensure(signed !== undefined, errors.PulseVerificationError);
  return verifyBls(beacon, roundPoint(round), signed);
}
