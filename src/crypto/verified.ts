import { type Hex, toKey } from "../lib/bytes.ts";
import { type Scheme, verifySignature } from "./keypair.ts";

/** A signature to be checked: whether the key made it of the message. */
export interface SignatureCheck {
  readonly scheme: Scheme;
  readonly signature: Hex;
  readonly message: Uint8Array;
  readonly publicKey: Hex;
}

/** Signatures remembered in each of two generations. */
const generation = 8192;

let young = new Set<string>();
let old = new Set<string>();

const keyOf = ({ scheme, signature, message, publicKey }: SignatureCheck): string =>
  `${scheme}${publicKey}${signature}${toKey(message)}`;

/** Whether a signature is known to be good. */
export function isVerified(check: SignatureCheck): boolean {
  const key = keyOf(check);
  return young.has(key) || old.has(key);
}

/** Remembers a signature that was found to be good. */
export function rememberVerified(check: SignatureCheck): void {
  young.add(keyOf(check));
  if (young.size < generation) return;
  old = young;
  young = new Set();
}

/**
 * `verifySignature` with a memory for good signatures: a transaction's is checked by the pool and again in its block.
 * The answer never depends on the memory, only the time it takes.
 */
export function verifySignatureOnce(scheme: Scheme, signature: Hex, message: Uint8Array, publicKey: Hex): boolean {
  const check = { scheme, signature, message, publicKey };
  if (isVerified(check)) return true;
  if (!verifySignature(scheme, signature, message, publicKey)) return false;
  rememberVerified(check);
  return true;
}
