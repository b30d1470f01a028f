import { sr25519VerifyPreaudit } from "../../crypto/sr25519-preaudit.ts";
import { checkSignatureOnce } from "../../crypto/verified.ts";
import { toHex } from "../../lib/bytes.ts";
import { type HostFunction, hostFunction } from "./function.ts";
import { answerKeys, answerSignature, keystoreOf, keyType, seed, seedText, typeText } from "./keystore.ts";
import { answerBool, answerFixed, bytes, fixed } from "./marshal.ts";

/** Whether a key made a signature of a message. Rust: `sp_core sr25519.rs Pair::verify` */
export const isSr25519 = (signature: Uint8Array, message: Uint8Array, publicKey: Uint8Array): boolean =>
  checkSignatureOnce({ scheme: "sr25519", signature: toHex(signature), message, publicKey: toHex(publicKey) });

/** Keys and signatures of sr25519. Rust: `sp_io: lib.rs Crypto` */
export const sr25519Functions: readonly HostFunction[] = [
  /** All keys of a type. Rust: `sp_io: lib.rs crypto::sr25519_public_keys` */
  hostFunction("crypto_sr25519_public_keys", 1, [keyType], answerKeys(32), (host, type) => [
    ...keystoreOf(host).publicKeys("sr25519", typeText(type)),
  ]),
  /** Makes a key and keeps it. Rust: `sp_io: lib.rs crypto::sr25519_generate` */
  hostFunction("crypto_sr25519_generate", 1, [keyType, seed], answerFixed, (host, type, from) =>
    keystoreOf(host).generate("sr25519", typeText(type), seedText(from)),
  ),
  /** None when the key is not here. Rust: `sp_io: lib.rs crypto::sr25519_sign` */
  hostFunction("crypto_sr25519_sign", 1, [keyType, fixed(32), bytes], answerSignature(64), (host, type, key, message) =>
    keystoreOf(host).sign("sr25519", typeText(type), key, message, false),
  ),
  /** Signatures of before schnorrkel's audit are good too. Rust: `sp_io: lib.rs crypto::sr25519_verify` */
  hostFunction(
    "crypto_sr25519_verify",
    1,
    [fixed(64), bytes, fixed(32)],
    answerBool,
    (_host, signature, message, key) => sr25519VerifyPreaudit(signature, message, key),
  ),
  /** Rust: `sp_io: lib.rs crypto::sr25519_verify` */
  hostFunction(
    "crypto_sr25519_verify",
    2,
    [fixed(64), bytes, fixed(32)],
    answerBool,
    (_host, signature, message, key) => isSr25519(signature, message, key),
  ),
];
