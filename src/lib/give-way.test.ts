import { once } from "node:events";
import { getPriority } from "node:os";
import { Worker } from "node:worker_threads";
import { expect, test } from "vitest";

const module = new URL("./give-way.ts", import.meta.url).href;

/** Priorities (nice) of a thread of its own and of its process, after it gave way. */
async function priorities(): Promise<unknown> {
  const source = `
    const { parentPort } = require("node:worker_threads");
    const { getPriority } = require("node:os");
    const { readlinkSync } = require("node:fs");
    import(${JSON.stringify(module)}).then(({ giveWayToOthers }) => {
      giveWayToOthers();
      const thread = Number(readlinkSync("/proc/thread-self").split("/").at(-1));
      parentPort.postMessage([getPriority(thread), getPriority(process.pid)]);
    });`;
  const worker = new Worker(source, { eval: true });
  const [message] = await once(worker, "message");
  await worker.terminate();
  return message;
}

test.runIf(process.platform === "linux")("gives way with the calling thread, and no other one", async () => {
  const before = getPriority(process.pid);
  expect(await priorities()).toEqual([before + 4, before]);
  expect(getPriority(process.pid)).toBe(before);
});
