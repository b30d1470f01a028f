import { Trap } from "../memory.ts";
import { type HostFunction, hostFunction } from "./function.ts";
import { answerSignature, keystoreOf, keyType, seed, seedText } from "./keystore.ts";
import { answerFixed, bytes, fixed } from "./marshal.ts";

/** Makes no key: no node of the network keeps such. */
function generating(scheme: string): HostFunction {
  return hostFunction(`crypto_${scheme}_generate`, 1, [keyType, seed], answerFixed, (host, _type, from) => {
    keystoreOf(host);
    seedText(from);
    throw new Trap(`the keystore makes no keys of ${scheme}`);
  });
}

/**
 * Keys of schemes on trial, which the original has only when it is built with them. This keystore holds none: nothing is
 * made, nothing is signed. Rust: `sp_io: lib.rs Crypto`, features `bls-experimental` and `bandersnatch-experimental`
 */
export const experimentalCryptoFunctions: readonly HostFunction[] = [
  /** Rust: `sp_io: lib.rs crypto::bls381_generate` */
  generating("bls381"),
  /** Rust: `sp_io: lib.rs crypto::bls381_generate_proof_of_possession` */
  hostFunction("crypto_bls381_generate_proof_of_possession", 1, [keyType, fixed(144)], answerSignature(112), (host) => {
    keystoreOf(host);
    return undefined;
  }),
  /** Rust: `sp_io: lib.rs crypto::ecdsa_bls381_generate` */
  generating("ecdsa_bls381"),
  /** Rust: `sp_io: lib.rs crypto::bandersnatch_generate` */
  generating("bandersnatch"),
  /** Rust: `sp_io: lib.rs crypto::bandersnatch_sign` */
  hostFunction("crypto_bandersnatch_sign", 1, [keyType, fixed(32), bytes], answerSignature(64), (host) => {
    keystoreOf(host);
    return undefined;
  }),
];
