import { isAcceptedMock } from "./mock-signature.ts";
import { checkKey, checkSignature, type SignatureCheck } from "./signature-check.ts";

/** Signatures remembered in each of two generations, and bad ones that wait to be asked for. */
const generation = 8192;

let young = new Set<string>();
let old = new Set<string>();

/** Signatures that another thread found to be bad, each until it is asked for. */
const refused = new Set<string>();

/** Whether a signature is known to be good. */
export function isVerified(check: SignatureCheck): boolean {
  return isRemembered(checkKey(check));
}

const isRemembered = (key: string): boolean => young.has(key) || old.has(key);

/** Remembers a signature that was found to be good. */
export function rememberVerified(check: SignatureCheck): void {
  remember(checkKey(check));
}

/** Forgets all that was found out: after answers that are nobody's but a recording's. */
export function forgetVerified(): void {
  young = new Set();
  old = new Set();
  refused.clear();
}

function remember(key: string): void {
  young.add(key);
  if (young.size < generation) return;
  old = young;
  young = new Set();
}

/** Takes the answer of another thread to a check by its key: a good signature is remembered, a bad one until it is asked for. */
export function takeAnswer(key: string, isGood: boolean): void {
  if (isGood) return remember(key);
  refused.add(key);
  if (refused.size > generation) refused.delete(refused.values().next().value as string);
}

/** Asks whoever checks signatures beside this thread; undefined when they leave the check to this one. */
let elsewhere: (key: string) => boolean | undefined = () => undefined;

/** Names who is asked before a signature is checked here. */
export function setElsewhere(ask: (key: string) => boolean | undefined): void {
  elsewhere = ask;
}

/**
 * `checkSignature` with a memory for good signatures: a transaction's is checked by the pool and again in its block.
 * The answer never depends on the memory nor on other threads, only the time it takes. Where the owner of a development
 * chain lets it, mock signatures are good.
 */
export function checkSignatureOnce(check: SignatureCheck): boolean {
  if (isAcceptedMock(check.signature)) return true;
  const key = checkKey(check);
  if (isRemembered(key)) return true;
  if (refused.delete(key)) return false;
  if (!(elsewhere(key) ?? checkSignature(check))) return false;
  remember(key);
  return true;
}
