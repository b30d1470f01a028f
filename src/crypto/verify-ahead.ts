import { checkKey, type SignatureCheck } from "./signature-check.ts";
import { isVerified, setElsewhere } from "./verified.ts";
import { awaitAnswer, claim, claimAll, type SharedChecks, shareChecks } from "./verify-claims.ts";
import { verifyThreads } from "./verify-threads.ts";

/** Fewer checks than this are not worth waking a thread for. */
const fewest = 32;

let underWay: SharedChecks | undefined;

/**
 * Has other threads check signatures while this one goes on: `checkSignatureOnce` then takes their answer, and checks
 * by itself what no thread has begun. The threads work from the last check to the first, whoever asks from the first on:
 * they meet where the work is shared evenly. Threads are started when they are first needed.
 */
export function verifyAhead(checks: readonly SignatureCheck[]): void {
  const open = checks.filter((check) => !isVerified(check));
  if (underWay !== undefined) claimAll(underWay.states);
  underWay = undefined;
  if (open.length < fewest) return;
  const shared = shareChecks(open);
  for (const thread of verifyThreads()) thread.postMessage(shared);
  underWay = shared;
  const places = new Map(open.map((check, index) => [checkKey(check), index]));
  setElsewhere((key) => {
    const index = places.get(key);
    places.delete(key);
    // What is claimed for this thread is checked by whoever asked.
    return index === undefined || claim(shared.states, index) ? undefined : awaitAnswer(shared.states, index);
  });
}
