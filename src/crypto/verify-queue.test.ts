import { expect, it } from "vitest";
import { utf8 } from "../lib/bytes.ts";
import { devAccount } from "./dev-accounts.ts";
import type { SignatureCheck } from "./signature-check.ts";
import { checkSignatureOnce } from "./verified.ts";
import { verifyElsewhere } from "./verify-elsewhere.ts";
import { type Batch, type BatchAnswer, type CheckThread, createVerifyQueue } from "./verify-queue.ts";

const { publicKey, sign } = devAccount("Eve");
const check = (name: string): SignatureCheck => ({
  ...{ scheme: "sr25519", publicKey, signature: "0x" },
  message: utf8(name),
});
const moment = () => new Promise((resolve) => setImmediate(resolve));

/** A thread that answers when it is told to: those are good whose message begins with g. */
function fakeThread() {
  const batches: Batch[] = [];
  const refs: string[] = [];
  let tell: (answer: BatchAnswer) => void = () => {};
  const thread: CheckThread = {
    postMessage: (batch) => void batches.push(batch),
    on: (_event, listener) => {
      tell = listener;
    },
    ref: () => void refs.push("ref"),
    unref: () => void refs.push("unref"),
  };
  const answer = (): void => {
    const { batch, checks } = batches.shift() as Batch;
    tell({ batch, good: checks.map(({ message }) => message[0] === 103) });
  };
  return { thread, batches, refs, answer };
}

it("puts the checks of one moment into one message, and keeps the process alive while one is under way", async () => {
  const { thread, batches, refs, answer } = fakeThread();
  const queue = createVerifyQueue(() => [thread]);
  const answers = ["good", "bad", "gone"].map((name) => queue.check(check(name)));
  expect(batches).toHaveLength(0);
  await moment();
  expect(batches.map(({ checks }) => checks.length)).toEqual([3]);
  expect(refs).toEqual(["ref"]);
  answer();
  expect(await Promise.all(answers)).toEqual([true, false, true]);
  expect(refs).toEqual(["ref", "unref"]);
});

it("gives threads little at a time, whoever has least, in the order of the questions", async () => {
  const [a, b] = [fakeThread(), fakeThread()];
  const queue = createVerifyQueue(() => [a.thread, b.thread]);
  const done: number[] = [];
  for (let index = 0; index < 100; index++) void queue.check(check(`g${index}`))?.then(() => done.push(index));
  await moment();
  // A block that is imported now waits for two short messages and not for a hundred checks.
  expect([a, b].map(({ batches }) => batches.map(({ checks }) => checks.length))).toEqual([
    [16, 16],
    [16, 16],
  ]);
  while (a.batches.length + b.batches.length > 0) {
    for (const one of [a, b]) if (one.batches.length > 0) one.answer();
    await moment();
  }
  expect(done).toEqual(Array.from({ length: 100 }, (_, index) => index));
});

it("leaves checks to whoever asks when there is no thread, and when thousands wait", async () => {
  expect(createVerifyQueue(() => []).check(check("good"))).toBeUndefined();
  const { thread, answer, batches } = fakeThread();
  const queue = createVerifyQueue(() => [thread]);
  const taken = Array.from({ length: 5000 }, (_, index) => queue.check(check(`g${index}`)));
  expect(taken.filter((one) => one === undefined)).toHaveLength(5000 - 4096);
  await moment();
  expect(queue.check(check("g"))).toBeDefined();
  while (batches.length > 0) answer();
  await Promise.all(taken);
});

it("checks on real threads, which know good from bad", async () => {
  const message = utf8("elsewhere");
  const good: SignatureCheck = { scheme: "sr25519", publicKey, message, signature: sign(message) };
  const bad = { ...good, message: utf8("nowhere") };
  await Promise.all([verifyElsewhere(good), verifyElsewhere(bad)]);
  expect([checkSignatureOnce(good), checkSignatureOnce(bad)]).toEqual([true, false]);
  expect(verifyElsewhere(good)).toBeUndefined();
});
