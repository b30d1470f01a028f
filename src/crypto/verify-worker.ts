import { parentPort } from "node:worker_threads";
import { verifySignature } from "./keypair.ts";
import { answer, claim, type SharedChecks } from "./verify-claims.ts";

/**
 * What runs on a thread of its own: takes lists of checks and answers those that nobody has claimed yet, from the last
 * to the first, since who waits for the answers asks from the first on. See verify-ahead.ts.
 */
parentPort?.on("message", ({ checks, states }: SharedChecks) => {
  for (const [index, { scheme, signature, message, publicKey }] of [...checks.entries()].reverse()) {
    if (claim(states, index)) answer(states, index, verifySignature(scheme, signature, message, publicKey));
  }
});
