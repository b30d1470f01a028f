import { RistrettoPoint } from "@noble/curves/ed25519";
import { blake2b512 } from "../../src/crypto/hashing.ts";
import { sr25519FromSeed } from "../../src/crypto/sr25519.ts";
import { newTranscript } from "../../src/crypto/transcript.ts";
import { concatBytes, fromHex, type Hex, toHex, utf8 } from "../../src/lib/bytes.ts";

/** Order of the group of ristretto255. */
const order = 2n ** 252n + 27742317777372353535851937790883648493n;

const fromLittleEndian = (bytes: Uint8Array): bigint => BigInt(toHex(bytes.slice().reverse()));
const toLittleEndian = (number: bigint): Uint8Array => fromHex(number.toString(16).padStart(64, "0")).reverse();

/** Makes seals that are good sr25519 signatures and the same each time: what nodes sign is drawn by chance otherwise. */
export interface Sealer {
  readonly publicKey: Hex;
  /** @param variant another number, another seal of the same message */
  sign(message: Uint8Array, variant?: number): Hex;
}

/** Schnorr signatures as schnorrkel makes them, in the context `substrate`. */
export function createSealer(seed: Uint8Array): Sealer {
  const { secret, publicKey } = sr25519FromSeed(seed);
  // Secrets are kept multiplied by 8.
  const scalar = fromLittleEndian(secret.subarray(0, 32)) >> 3n;
  return {
    publicKey,
    sign(message, variant = 0) {
      const witness = fromLittleEndian(blake2b512(concatBytes(secret, message, Uint8Array.of(variant)))) % order;
      const point = RistrettoPoint.BASE.multiply(witness).toRawBytes();
      const transcript = newTranscript("SigningContext");
      transcript.append("", utf8("substrate"));
      transcript.append("sign-bytes", message);
      transcript.append("proto-name", utf8("Schnorr-sig"));
      transcript.append("sign:pk", fromHex(publicKey));
      transcript.append("sign:R", point);
      const challenge = fromLittleEndian(transcript.challenge("sign:c", 64)) % order;
      const signature = concatBytes(point, toLittleEndian((challenge * scalar + witness) % order));
      // Says that it is one of schnorrkel's.
      signature[63] = (signature[63] as number) | 128;
      return toHex(signature);
    },
  };
}
