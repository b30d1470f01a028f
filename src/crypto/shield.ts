import * as nodeCrypto from "node:crypto";
import { createRequire } from "node:module";
import { concatBytes } from "../lib/bytes.ts";
import { twox128 } from "./hashing.ts";

type Kem = typeof import("@noble/post-quantum/ml-kem");
type Chacha = typeof import("@noble/ciphers/chacha");

const load = createRequire(import.meta.url);
const kem = (): Kem["ml_kem768"] => (load("@noble/post-quantum/ml-kem") as Kem).ml_kem768;
const aead = (key: Uint8Array, nonce: Uint8Array): ReturnType<Chacha["xchacha20poly1305"]> =>
  (load("@noble/ciphers/chacha") as Chacha).xchacha20poly1305(key, nonce);

/** Bytes of the ML-KEM-768 keys to encrypt to and to decrypt with, and of what carries a secret. */
const encKeyLength = 1184;
const decKeyLength = 2400;
const kemLength = 1088;

/** The keys of an author: the one to announce (1184 bytes), and the one to keep (2400 bytes). */
export interface ShieldKeys {
  readonly encKey: Uint8Array;
  readonly decKey: Uint8Array;
}

/** The keys that 64 random bytes give. */
export function shieldKeys(seed: Uint8Array): ShieldKeys {
  const { publicKey, secretKey } = kem().keygen(seed);
  return { encKey: publicKey, decKey: secretKey };
}

// Only the newer ones of the Node versions that are pinned know ML-KEM; the library takes 40 ms to load and warm up.
const generate = nodeCrypto.generateKeyPairSync as unknown as (
  type: "ml-kem-768",
  options: object,
) => { readonly publicKey: Uint8Array; readonly privateKey: Uint8Array };
const encodings = {
  publicKeyEncoding: { format: "der", type: "spki" },
  privateKeyEncoding: { format: "der", type: "pkcs8" },
};

/** New random keys of an author. */
export function newShieldKeys(): ShieldKeys {
  try {
    const { publicKey, privateKey } = generate("ml-kem-768", encodings);
    // Both encodings end with the key itself.
    const [enc, dec] = [publicKey.length - encKeyLength, privateKey.length - decKeyLength];
    return { encKey: new Uint8Array(publicKey.subarray(enc)), decKey: new Uint8Array(privateKey.subarray(dec)) };
  } catch {
    return shieldKeys(nodeCrypto.randomBytes(64));
  }
}

/**
 * Encrypts an extrinsic to an author's announced key, in the form that `MevShield.submit_encrypted` carries.
 * `seed`: 32 random bytes for the secret, 24 for the nonce. @throws RangeError when the key has not 1184 bytes
 */
export function shield(
  extrinsic: Uint8Array,
  encKey: Uint8Array,
  seed: { readonly secret: Uint8Array; readonly nonce: Uint8Array },
): Uint8Array {
  if (encKey.length !== encKeyLength) throw new RangeError(`a key of 1184 bytes expected, not ${encKey.length}`);
  const { cipherText, sharedSecret } = kem().encapsulate(encKey, seed.secret);
  const length = new Uint8Array([kemLength & 0xff, kemLength >> 8]);
  return concatBytes(
    twox128(encKey),
    length,
    cipherText,
    seed.nonce,
    aead(sharedSecret, seed.nonce).encrypt(extrinsic),
  );
}

/**
 * Decrypts with an author's key what was encrypted to it; undefined for anything malformed or made for another key.
 * Rust: `pallets/shield/src/lib.rs unshield`.
 */
export function unshield(
  decKey: Uint8Array,
  parts: { readonly kemCiphertext: Uint8Array; readonly nonce: Uint8Array; readonly aeadCiphertext: Uint8Array },
): Uint8Array | undefined {
  const { kemCiphertext, nonce, aeadCiphertext } = parts;
  if (decKey.length !== decKeyLength || kemCiphertext.length !== kemLength || nonce.length !== 24) return undefined;
  try {
    return aead(kem().decapsulate(kemCiphertext, decKey), nonce).decrypt(aeadCiphertext);
  } catch {
    // The libraries throw for a key that contradicts itself and for a wrong tag.
    return undefined;
  }
}
