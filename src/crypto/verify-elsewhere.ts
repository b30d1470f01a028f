import { checkKey, type SignatureCheck } from "./signature-check.ts";
import { isVerified, takeAnswer } from "./verified.ts";
import { type CheckThread, createVerifyQueue, type VerifyQueue } from "./verify-queue.ts";
import { verifyThreads } from "./verify-threads.ts";

let queue: VerifyQueue | undefined;

/**
 * Has a signature checked on another thread; `checkSignatureOnce` knows the answer afterwards, good or bad.
 * @returns what to wait for; undefined when it is known already, or is better checked here.
 */
export function verifyElsewhere(check: SignatureCheck): Promise<void> | undefined {
  if (isVerified(check)) return undefined;
  // A worker takes and gives messages of any kind.
  queue ??= createVerifyQueue(() => verifyThreads() as unknown as readonly CheckThread[]);
  return queue.check(check)?.then((isGood) => takeAnswer(checkKey(check), isGood));
}
