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

/** What a check is known by. */
export const checkKey = ({ scheme, signature, message, publicKey }: SignatureCheck): string =>
  `${scheme}${publicKey}${signature}${toKey(message)}`;

/** Whether a signature is known to be good. */
export function isVerified(check: SignatureCheck): boolean {
  return isRemembered(checkKey(check));
}

const isRemembered = (key: string): boolean => young.has(key) || old.has(key);

/** Remembers a signature that was found to be good. */
export function rememberVerified(check: SignatureCheck): void {
  remember(checkKey(check));
}

function remember(key: string): void {
  young.add(key);
  if (young.size < generation) return;
  old = young;
  young = new Set();
}

/** Asks whoever checks signatures beside this thread; undefined when they leave the check to this one. */
let elsewhere: (key: string) => boolean | undefined = () => undefined;

/** Names who is asked before a signature is checked here. */
export function setElsewhere(ask: (key: string) => boolean | undefined): void {
  elsewhere = ask;
}

/**
 * `verifySignature` with a memory for good signatures: a transaction's is checked by the pool and again in its block.
 * The answer never depends on the memory nor on other threads, only the time it takes.
 */
export function verifySignatureOnce(scheme: Scheme, signature: Hex, message: Uint8Array, publicKey: Hex): boolean {
  const key = checkKey({ scheme, signature, message, publicKey });
  if (isRemembered(key)) return true;
  if (!(elsewhere(key) ?? verifySignature(scheme, signature, message, publicKey))) return false;
  remember(key);
  return true;
}
