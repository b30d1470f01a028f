import { batchVerifyFunctions } from "./batch-verify.ts";
import { ecdsaFunctions } from "./ecdsa.ts";
import { ed25519Functions } from "./ed25519.ts";
import { experimentalCryptoFunctions } from "./experimental-crypto.ts";
import type { HostFunction } from "./function.ts";
import { sr25519Functions } from "./sr25519.ts";

/** Keys and signatures of all schemes. Rust: `sp_io: lib.rs Crypto` */
export const cryptoFunctions: readonly HostFunction[] = [
  ...ed25519Functions,
  ...sr25519Functions,
  ...ecdsaFunctions,
  ...batchVerifyFunctions,
  ...experimentalCryptoFunctions,
];
