import { names } from "../../codec/composites.ts";
import { result } from "../../codec/containers.ts";
import { fixedBytes } from "../../codec/primitives.ts";
import {
  ecdsaCoordinates,
  ecdsaVerifyHash,
  ecdsaVerifyOverflowing,
  type RecoverFault,
  recoverOrFault,
} from "../../crypto/ecdsa.ts";
import { checkSignatureOnce } from "../../crypto/verified.ts";
import { fromHex, type Hex, toHex } from "../../lib/bytes.ts";
import { type HostFunction, hostFunction } from "./function.ts";
import { answerKeys, answerSignature, keystoreOf, keyType, seed, seedText, typeText } from "./keystore.ts";
import { answerBool, answerEncoded, answerFixed, bytes, fixed } from "./marshal.ts";

/** Whether a key made a signature of a message. Rust: `sp_core ecdsa.rs Pair::verify` */
export const isEcdsa = (signature: Uint8Array, message: Uint8Array, publicKey: Uint8Array): boolean =>
  checkSignatureOnce({ scheme: "ecdsa", signature: toHex(signature), message, publicKey: toHex(publicKey) });

const Fault = names<RecoverFault>("sp_io::EcdsaVerifyError", ["BadRS", "BadV", "BadSignature"]);

/** The signer of a hash, as version 1 and 2 recover it. */
function recovering(path: string, length: number, write: (key: Hex) => Uint8Array): readonly HostFunction[] {
  const answer = answerEncoded(result(fixedBytes(length), Fault));
  return [1, 2].map((version) =>
    hostFunction(path, version, [fixed(65), fixed(32)], answer, (_host, signature, hash) => {
      const key = recoverOrFault(signature, hash, version === 1);
      return key === "BadRS" || key === "BadV" || key === "BadSignature" ? { err: key } : { ok: write(key) };
    }),
  );
}

/** Keys and signatures of ecdsa over secp256k1. Rust: `sp_io: lib.rs Crypto` */
export const ecdsaFunctions: readonly HostFunction[] = [
  /** All keys of a type. Rust: `sp_io: lib.rs crypto::ecdsa_public_keys` */
  hostFunction("crypto_ecdsa_public_keys", 1, [keyType], answerKeys(33), (host, type) => [
    ...keystoreOf(host).publicKeys("ecdsa", typeText(type)),
  ]),
  /** Makes a key and keeps it. Rust: `sp_io: lib.rs crypto::ecdsa_generate` */
  hostFunction("crypto_ecdsa_generate", 1, [keyType, seed], answerFixed, (host, type, from) =>
    keystoreOf(host).generate("ecdsa", typeText(type), seedText(from)),
  ),
  /** Of the blake2b-256 hash of a message; none when the key is not here. Rust: `sp_io: lib.rs crypto::ecdsa_sign` */
  hostFunction("crypto_ecdsa_sign", 1, [keyType, fixed(33), bytes], answerSignature(65), (host, type, key, message) =>
    keystoreOf(host).sign("ecdsa", typeText(type), key, message, false),
  ),
  /** Of a hash. Rust: `sp_io: lib.rs crypto::ecdsa_sign_prehashed` */
  hostFunction(
    "crypto_ecdsa_sign_prehashed",
    1,
    [keyType, fixed(33), fixed(32)],
    answerSignature(65),
    (host, type, key, hash) => keystoreOf(host).sign("ecdsa", typeText(type), key, hash, true),
  ),
  /** Numbers beyond the curve's order count as what is left of them. Rust: `sp_io: lib.rs crypto::ecdsa_verify` */
  hostFunction("crypto_ecdsa_verify", 1, [fixed(65), bytes, fixed(33)], answerBool, (_host, signature, message, key) =>
    ecdsaVerifyOverflowing(signature, message, toHex(key)),
  ),
  /** Rust: `sp_io: lib.rs crypto::ecdsa_verify` */
  hostFunction("crypto_ecdsa_verify", 2, [fixed(65), bytes, fixed(33)], answerBool, (_host, signature, message, key) =>
    isEcdsa(signature, message, key),
  ),
  /** Of a hash. Rust: `sp_io: lib.rs crypto::ecdsa_verify_prehashed` */
  hostFunction(
    "crypto_ecdsa_verify_prehashed",
    1,
    [fixed(65), fixed(32), fixed(33)],
    answerBool,
    (_host, signature, hash, key) => ecdsaVerifyHash(signature, hash, toHex(key)),
  ),
  /** Both coordinates of the key. Rust: `sp_io: lib.rs crypto::secp256k1_ecdsa_recover` */
  ...recovering("crypto_secp256k1_ecdsa_recover", 64, ecdsaCoordinates),
  /** The key in 33 bytes. Rust: `sp_io: lib.rs crypto::secp256k1_ecdsa_recover_compressed` */
  ...recovering("crypto_secp256k1_ecdsa_recover_compressed", 33, fromHex),
];
