import { parentPort } from "node:worker_threads";
import { checkSignature } from "./signature-check.ts";
import { answer, claim, type SharedChecks } from "./verify-claims.ts";
import type { Batch, BatchAnswer } from "./verify-queue.ts";

/**
 * What runs on a thread of its own. Of the checks of a block it answers those that nobody has claimed yet, from the last
 * to the first, since who waits for the answers asks from the first on (verify-ahead.ts). A batch of checks that nobody
 * else does is answered whole (verify-queue.ts).
 */
parentPort?.on("message", (message: SharedChecks | Batch) => {
  if ("batch" in message) {
    const { batch, checks } = message;
    return parentPort?.postMessage({ batch, good: checks.map(checkSignature) } satisfies BatchAnswer);
  }
  const { checks, states } = message;
  for (const [index, check] of [...checks.entries()].reverse()) {
    if (claim(states, index)) answer(states, index, checkSignature(check));
  }
});
