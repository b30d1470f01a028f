import { parentPort } from "node:worker_threads";
import { verifySignature } from "./keypair.ts";
import type { SignatureCheck } from "./verified.ts";

/** What runs on a thread of its own: takes batches of checks, answers with one flag for each. See verify-ahead.ts. */
parentPort?.on("message", (checks: readonly SignatureCheck[]) => {
  parentPort?.postMessage(
    checks.map(({ scheme, signature, message, publicKey }) => verifySignature(scheme, signature, message, publicKey)),
  );
});
