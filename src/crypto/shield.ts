import { createRequire } from "node:module";
import { concatBytes } from "../lib/bytes.ts";
import { twox128 } from "./hashing.ts";

type Kem = typeof import("@noble/post-quantum/ml-kem");
type Chacha = typeof import("@noble/ciphers/chacha");

const load = createRequire(import.meta.url);
const kem = (): Kem["ml_kem768"] => (load("@noble/post-quantum/ml-kem") as Kem).ml_kem768;
const aead = (key: Uint8Array, nonce: Uint8Array): ReturnType<Chacha["xchacha20poly1305"]> =>
  (load("@noble/ciphers/chacha") as Chacha).xchacha20poly1305(key, nonce);

/** Bytes of an ML-KEM-768 key to decrypt with, and of what carries a secret to it. */
const decKeyLength = 2400;
const kemLength = 1088;

/** The keys of an author, made of 64 random bytes: the one to announce (1184 bytes), and the one to keep (2400). */
export function shieldKeys(seed: Uint8Array): { readonly encKey: Uint8Array; readonly decKey: Uint8Array } {
  const { publicKey, secretKey } = kem().keygen(seed);
  return { encKey: publicKey, decKey: secretKey };
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
  if (encKey.length !== 1184) throw new RangeError(`a key of 1184 bytes expected, not ${encKey.length}`);
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
 * Answers to subtensor: pallets/shield/src/lib.rs unshield.
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
