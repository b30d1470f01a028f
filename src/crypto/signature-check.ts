import { type Hex, toKey } from "../lib/bytes.ts";
import { ecdsaRecover } from "./ecdsa.ts";
import { blake2b256 } from "./hashing.ts";
import { accountOf, type Scheme, verifySignature } from "./keypair.ts";

/** A signature to be checked: whether the key made it of the message. */
export interface SignatureCheck {
  /** `ecdsa-account`: the key is not told but recovered, and its account is asked for. */
  readonly scheme: Scheme | "ecdsa-account";
  readonly signature: Hex;
  readonly message: Uint8Array;
  /** For `ecdsa-account` the account. */
  readonly publicKey: Hex;
}

/** What a check is known by. */
export const checkKey = ({ scheme, signature, message, publicKey }: SignatureCheck): string =>
  `${scheme}${publicKey}${signature}${toKey(message)}`;

/** Does a check: 0.25 ms and more. */
export function checkSignature({ scheme, signature, message, publicKey }: SignatureCheck): boolean {
  if (scheme !== "ecdsa-account") return verifySignature(scheme, signature, message, publicKey);
  const key = ecdsaRecover(signature, blake2b256(message));
  return key !== undefined && accountOf("ecdsa", key) === publicKey;
}
