import { type Hex, toKey } from "../lib/bytes.ts";
import { type Scheme, verifySignature } from "./keypair.ts";

/** Signatures remembered in each of two generations. */
const generation = 8192;

let young = new Set<string>();
let old = new Set<string>();

/**
 * `verifySignature` with a memory for good signatures: a transaction's is checked by the pool and again in its block.
 * The answer never depends on the memory, only the time it takes.
 */
export function verifySignatureOnce(scheme: Scheme, signature: Hex, message: Uint8Array, publicKey: Hex): boolean {
  const key = `${scheme}${publicKey}${signature}${toKey(message)}`;
  const known = young.has(key) || old.has(key);
  if (!known && !verifySignature(scheme, signature, message, publicKey)) return false;
  young.add(key);
  if (young.size >= generation) {
    old = young;
    young = new Set();
  }
  return true;
}
