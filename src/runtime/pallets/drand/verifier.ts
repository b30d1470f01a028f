import { encode, type Infer } from "../../../codec/codec.ts";
import { vec } from "../../../codec/containers.ts";
import { type Signed, verifyBlsBatch } from "../../../crypto/bls-batch.ts";
import { type G2Point, readG1, readG2, verifyBls } from "../../../crypto/bls12-381.ts";
import { roundPoint } from "../../../crypto/timelock.ts";
import { equalBytes, joinBytes } from "../../../lib/bytes.ts";
import { ensure } from "../../frame/dispatch-error.ts";
import { errors } from "./errors.ts";
import { Pulse } from "./types.ts";

/** The beacon's point of the last key: a beacon keeps its key, and half of what a pairing costs can be made ahead for a point that is known. */
let last: { readonly key: Uint8Array; readonly point: G2Point | undefined } | undefined;

function beaconOf(key: Uint8Array): G2Point | undefined {
  if (last === undefined || !equalBytes(last.key, key)) last = { key: key.slice(), point: readG2(key) };
  return last.point;
}

/**
 * Whether a pulse was signed by the beacon of this public key (96 bytes). Bytes after a key or signature are ignored, and
 * the pulse's randomness is not looked at.
 * Rust: `pallets/drand/src/verifier.rs QuicknetVerifier::verify`.
 * @throws PulseVerificationError when key or signature are no points of their groups.
 */
export function verifyPulse(publicKey: Uint8Array, { round, signature }: Infer<typeof Pulse>): boolean {
  const beacon = beaconOf(publicKey);
  ensure(beacon !== undefined, errors.PulseVerificationError);
  const signed = readG1(signature);
  ensure(signed !== undefined, errors.PulseVerificationError);
  return verifyBls(beacon, roundPoint(round), signed);
}

/**
 * Whether all of these pulses were signed by the beacon of this public key: what `verifyPulse` says of each, by one check. Never throws:
 * what is no point was not signed.
 */
export function allPulsesSigned(publicKey: Uint8Array, pulses: readonly Infer<typeof Pulse>[]): boolean {
  const beacon = beaconOf(publicKey);
  if (beacon === undefined) return false;
  const signed: Signed[] = [];
  for (const pulse of pulses) {
    const signature = readG1(pulse.signature);
    if (signature === undefined) return false;
    signed.push({ hash: roundPoint(pulse.round), signature });
  }
  return verifyBlsBatch(beacon, signed, joinBytes([publicKey, encode(vec(Pulse), pulses)]));
}
