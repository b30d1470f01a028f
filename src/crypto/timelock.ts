import { createRequire } from "node:module";
import { concatBytes } from "../lib/bytes.ts";
import {
  curve,
  type G1Point,
  type G2Point,
  hashToG1,
  pairing,
  pointBytes,
  readG1,
  readG2,
  targetBytes,
} from "./bls12-381.ts";
import { sha256 } from "./hashing.ts";

/** The scheme's name in the hash of a round of drand's quicknet. */
const quicknetDomain = "BLS_SIG_BLS12381G1_XMD:SHA-256_SSWU_RO_NUL_";

/** What drand signs in a round: its number, hashed to the signature group. Rust: `pallets/drand/src/verifier.rs message`. */
export function roundPoint(round: bigint): G1Point {
  const bytes = new Uint8Array(8);
  new DataView(bytes.buffer).setBigUint64(0, round);
  return hashToG1(sha256(bytes), quicknetDomain);
}

/** A message that the signature of a round of drand opens: its key encrypted to the round, and itself with that key. */
interface Timelocked {
  readonly u: G2Point;
  readonly v: Uint8Array;
  readonly w: Uint8Array;
  readonly body: Uint8Array;
}

/** Reads byte strings that follow their length as u64. */
function byteStrings(bytes: Uint8Array, from: number, count: number): Uint8Array[] | undefined {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const found: Uint8Array[] = [];
  let at = from;
  for (let i = 0; i < count; i++) {
    if (bytes.length - at < 8) return undefined;
    const length = view.getBigUint64(at, true);
    at += 8;
    if (length > BigInt(bytes.length - at)) return undefined;
    found.push(bytes.subarray(at, at + Number(length)));
    at += Number(length);
  }
  return found;
}

/** Takes a ciphertext apart; bytes that follow it are ignored. Rust: tle: tlock.rs TLECiphertext. */
function readTimelocked(bytes: Uint8Array): Timelocked | undefined {
  const u = readG2(bytes);
  // The last string names the cipher and is not looked at, but must be there.
  const strings = u === undefined ? undefined : byteStrings(bytes, 96, 4);
  if (u === undefined || strings === undefined) return undefined;
  const [v, w, body] = strings as [Uint8Array, Uint8Array, Uint8Array];
  return { u, v, w, body };
}

const xor = (a: Uint8Array, b: Uint8Array): Uint8Array => a.map((byte, i) => byte ^ (b[i] as number));

/** The scalar that key and mask fix. Rust: tle: ibe/utils.rs h3. */
function scalarOf(sigma: Uint8Array, key: Uint8Array): bigint {
  let value = 0n;
  for (const byte of sha256(concatBytes(sigma, key))) value = (value << 8n) | BigInt(byte);
  return value % curve().fields.Fr.ORDER;
}

const timesGenerator = (scalar: bigint): G2Point => {
  const { Point } = curve().G2;
  return scalar === 0n ? Point.ZERO : Point.BASE.multiply(scalar);
};

/** Opens the key. Rust: tle: ibe/fullident.rs IBESecret::decrypt. */
function openKey({ u, v, w }: Timelocked, signature: G1Point): Uint8Array | undefined {
  // No other lengths open: the original refuses them, or panics; see docs/decisions/timelock.md.
  if (v.length !== 32 || w.length !== 32) return undefined;
  const sigma = xor(v, sha256(targetBytes(pairing(signature, u))));
  const key = xor(w, sha256(sigma));
  return timesGenerator(scalarOf(sigma, key)).equals(u) ? key : undefined;
}

type Ciphers = typeof import("@noble/ciphers/aes");
const gcm = (key: Uint8Array, nonce: Uint8Array): ReturnType<Ciphers["gcm"]> =>
  (createRequire(import.meta.url)("@noble/ciphers/aes") as Ciphers).gcm(key, nonce);

/** AES-256-GCM; undefined when the tag is not right. Rust: tle: stream_ciphers.rs decrypt. */
function openBody(body: Uint8Array, key: Uint8Array): Uint8Array | undefined {
  const [ciphertext, nonce] = byteStrings(body, 0, 2) ?? [];
  if (ciphertext === undefined || nonce?.length !== 12 || ciphertext.length < 16) return undefined;
  try {
    return gcm(key, nonce).decrypt(ciphertext);
  } catch {
    // The library throws for a wrong tag.
    return undefined;
  }
}

/**
 * Opens a timelocked message with a round's signature (48 bytes compressed; what follows is ignored).
 * Undefined for anything malformed, or made for another round. Rust: tle: tlock.rs tld.
 */
export function openTimelocked(ciphertext: Uint8Array, signature: Uint8Array): Uint8Array | undefined {
  const parts = readTimelocked(ciphertext);
  const secret = parts === undefined ? undefined : readG1(signature);
  const key = parts === undefined || secret === undefined ? undefined : openKey(parts, secret);
  return parts === undefined || key === undefined ? undefined : openBody(parts.body, key);
}

const withLength = (bytes: Uint8Array): Uint8Array => {
  const out = new Uint8Array(8 + bytes.length);
  new DataView(out.buffer).setBigUint64(0, BigInt(bytes.length), true);
  out.set(bytes, 8);
  return out;
};

/** What makes one encryption differ from the next: 32 random bytes each, 12 for the nonce. */
export interface TimelockSeed {
  readonly key: Uint8Array;
  readonly sigma: Uint8Array;
  readonly nonce: Uint8Array;
}

/**
 * Encrypts a message so that the signature of a round opens it. `publicKey`: the beacon's, 96 bytes.
 * @throws RangeError when the public key is no point. Rust: tle: tlock.rs tle.
 */
export function timelock(message: Uint8Array, publicKey: Uint8Array, round: bigint, seed: TimelockSeed): Uint8Array {
  const beacon = readG2(publicKey);
  if (beacon === undefined || beacon.is0()) throw new RangeError("the beacon's public key is no point of its group");
  const { key, sigma, nonce } = seed;
  const scalar = scalarOf(sigma, key);
  const mask = pairing(roundPoint(round), beacon.multiply(scalar));
  const sealed = gcm(key, nonce).encrypt(message);
  return concatBytes(
    pointBytes(timesGenerator(scalar)),
    withLength(xor(sigma, sha256(targetBytes(mask)))),
    withLength(xor(key, sha256(sigma))),
    withLength(concatBytes(withLength(sealed), withLength(nonce))),
    withLength(new TextEncoder().encode("AES_GCM_")),
  );
}

/** What a beacon publishes for a round: its signature (48 bytes), whose SHA-256 is the round's randomness. */
export function signRound(
  secret: bigint,
  round: bigint,
): { readonly signature: Uint8Array; readonly randomness: Uint8Array } {
  const signature = pointBytes(roundPoint(round).multiply(secret));
  return { signature, randomness: sha256(signature) };
}
