import { availableParallelism } from "node:os";
import { Worker } from "node:worker_threads";
import { isVerified, rememberVerified, type SignatureCheck, verifySignatureOnce } from "./verified.ts";

/** Checks that go to a thread at a time: a few milliseconds of work. */
const batchSize = 16;
/** Fewer checks than this are not worth waking a thread for. */
const fewest = 2 * batchSize;
const mostThreads = 4;

/** A thread that checks signatures. */
interface Thread {
  /** One flag for each check. Rejects when the thread has ended. */
  check(checks: readonly SignatureCheck[]): Promise<readonly boolean[]>;
}

let threads: Thread[] | undefined;

function startThread(): Thread {
  const worker = new Worker(new URL("./verify-worker.ts", import.meta.url), { stderr: false });
  // The process ends when nothing else is left to do.
  worker.unref();
  return {
    check: (checks) =>
      new Promise((resolve, reject) => {
        worker.once("error", reject);
        worker.once("message", (flags: readonly boolean[]) => {
          worker.off("error", reject);
          resolve(flags);
        });
        worker.postMessage(checks);
      }),
  };
}

/**
 * Checks many signatures on all cores and remembers the good ones, so that `verifySignatureOnce` answers at once. A bad
 * one is simply not remembered. Threads are started when they are first needed.
 */
export async function verifyAhead(checks: readonly SignatureCheck[]): Promise<void> {
  const open = checks.filter((check) => !isVerified(check));
  if (open.length < fewest) return;
  threads ??= Array.from({ length: Math.min(availableParallelism() - 1, mostThreads) }, startThread);
  const batches: (readonly SignatureCheck[])[] = [];
  for (let at = 0; at < open.length; at += batchSize) batches.push(open.slice(at, at + batchSize));

  const onThread = async (thread: Thread): Promise<void> => {
    for (let batch = batches.shift(); batch !== undefined; batch = batches.shift()) {
      const flags = await thread.check(batch);
      for (const [index, check] of batch.entries()) if (flags[index]) rememberVerified(check);
    }
  };
  const here = async (): Promise<void> => {
    for (let batch = batches.pop(); batch !== undefined; batch = batches.pop()) {
      for (const check of batch) verifySignatureOnce(check.scheme, check.signature, check.message, check.publicKey);
      // Lets the answers of the threads in, which then go on.
      await new Promise((resolve) => setImmediate(resolve));
    }
  };
  // A thread that fails leaves its checks to whoever needs them.
  const onThreads = threads.map((thread) => onThread(thread).catch(() => {}));
  await Promise.all([here(), ...onThreads]);
}
