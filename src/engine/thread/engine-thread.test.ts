import { expect, it } from "vitest";
import { silentLog } from "../../chain/environment.ts";
import { settle, testClock } from "../../chain/testing/clock.ts";
import { utf8 } from "../../lib/bytes.ts";
import { createExtrinsic } from "../../primitives/extrinsic.ts";
import { createEngineThread, type Thread } from "./engine-thread.ts";
import type { Answer, QuestionMessage, ThreadMessage } from "./messages.ts";

const heavy = "SubnetInfoRuntimeApi_get_all_metagraphs";
const long = new Uint8Array(10_000);

/** A thread that does what the test says. */
function fakeThread() {
  const asked: QuestionMessage[] = [];
  const listeners = new Map<string, ((value: never) => void)[]>();
  const tell = (event: string, value?: unknown): void => {
    for (const listener of listeners.get(event) ?? []) listener(value as never);
  };
  const fake = {
    asked,
    ended: "" as "" | "in order" | "by force",
    ready: () => tell("message", "ready" satisfies ThreadMessage),
    answer: (answer: Answer) => tell("message", { id: (asked.shift() as QuestionMessage).id, answer }),
    die: (why: string) => {
      tell("error", new Error(why));
      tell("exit");
    },
    thread: {
      postMessage: (message) => {
        if (message !== "end") return void asked.push(message);
        fake.ended = "in order";
        tell("exit");
      },
      on: (event: string, listener: (value: never) => void) =>
        void listeners.set(event, [...(listeners.get(event) ?? []), listener]),
      terminate: async () => {
        fake.ended ||= "by force";
      },
    } as Thread,
  };
  return fake;
}

function setUp() {
  const started: ReturnType<typeof fakeThread>[] = [];
  const warnings: string[] = [];
  const clock = testClock(0);
  const elsewhere = createEngineThread({
    start: () => {
      const fake = fakeThread();
      started.push(fake);
      return fake.thread;
    },
    environment: { after: clock.after, log: { ...silentLog, warn: (_target, text) => void warnings.push(text) } },
    ...{ longest: 1000, idle: 5000 },
  });
  const outcomes: string[] = [];
  /** Calls, and notes what comes of it under a name. */
  const call = (name: string, caller?: object): void => {
    elsewhere.call("0x01", heavy, utf8(name), caller).then(
      (value) => outcomes.push(`${name}: ${value === undefined ? "here" : value.length}`),
      (error: Error) => outcomes.push(`${name}: ${error.message}`),
    );
  };
  const names = (at: number): string[] =>
    (started[at]?.asked ?? []).map(({ question }) =>
      question.kind === "call" ? Buffer.from(question.args).toString() : "validate",
    );
  return { started, warnings, clock, elsewhere, outcomes, call, names };
}

const value = (length: number): Answer => ({ kind: "value", value: new Uint8Array(length) });

it("starts with the first heavy question, and leaves short ones where they are", async () => {
  const { started, elsewhere, outcomes, call } = setUp();
  expect(await elsewhere.call("0x01", "AccountNonceApi_account_nonce", new Uint8Array(32), undefined)).toBe(undefined);
  const short = createExtrinsic(new Uint8Array(200));
  expect(await elsewhere.validateTransaction(short, "External", { hash: "0x01", number: 1 })).toBe(undefined);
  expect(started).toHaveLength(0);
  call("first");
  await settle();
  expect(started[0]?.asked).toHaveLength(0);
  started[0]?.ready();
  started[0]?.answer(value(3));
  await settle();
  expect(outcomes).toEqual(["first: 3"]);
  // What is short by its name is not with long arguments.
  void elsewhere.call("0x01", "AccountNonceApi_account_nonce", long, undefined);
  expect(started[0]?.asked).toHaveLength(1);
});

it("lets callers take turns, however much one of them asks", async () => {
  const { started, call, names } = setUp();
  const [greedy, modest] = [{}, {}];
  for (let index = 1; index <= 5; index++) call(`g${index}`, greedy);
  for (let index = 1; index <= 2; index++) call(`m${index}`, modest);
  started[0]?.ready();
  const order: string[] = [];
  while (names(0).length > 0) {
    expect(names(0).length).toBeLessThanOrEqual(2);
    order.push(names(0)[0] as string);
    started[0]?.answer(value(1));
  }
  expect(order).toEqual(["g1", "m1", "g2", "m2", "g3", "g4", "g5"]);
});

it("ends a thread that takes too long: that call fails, a new thread goes on with the others", async () => {
  const { started, warnings, clock, outcomes, call, names } = setUp();
  for (const name of ["endless", "next", "last"]) call(name);
  started[0]?.ready();
  await clock.pass(900);
  expect(outcomes).toEqual([]);
  await clock.pass(100);
  expect(outcomes).toEqual([
    `endless: Execution failed: Execution aborted due to trap: wasm trap: interrupt\n${heavy}: it was at it for longer than 1 seconds`,
  ]);
  expect(started[0]?.ended).toBe("by force");
  expect(warnings).toEqual(["The thread of the runtime is ended: it was at it for longer than 1 seconds"]);
  // An answer that comes too late is nobody's.
  started[0]?.answer(value(9));
  started[1]?.ready();
  expect(names(1)).toEqual(["next", "last"]);
  await clock.pass(900);
  started[1]?.answer(value(1));
  // Each has its whole time.
  await clock.pass(900);
  started[1]?.answer(value(2));
  await settle();
  expect(outcomes.slice(1)).toEqual(["next: 1", "last: 2"]);
});

it("goes on after a thread that died, and asks here when none can be started", async () => {
  const { started, warnings, elsewhere, outcomes, call, names } = setUp();
  for (const name of ["deadly", "next"]) call(name);
  started[0]?.ready();
  started[0]?.die("out of memory");
  started[1]?.ready();
  expect(names(1)).toEqual(["next"]);
  started[1]?.answer(value(1));
  started[1]?.die("out of memory");
  call("later");
  const extrinsic = elsewhere.validateTransaction(createExtrinsic(long), "External", { hash: "0x01", number: 1 });
  started[2]?.die("no such file");
  await settle();
  expect(outcomes).toEqual([
    `deadly: Execution failed: Execution aborted due to trap: wasm trap: interrupt\n${heavy}: out of memory`,
    "next: 1",
    "later: here",
  ]);
  expect(await extrinsic).toBe(undefined);
  expect(warnings).toHaveLength(3);
});

it("ends after a while of idleness, and starts again", async () => {
  const { started, warnings, clock, call, outcomes } = setUp();
  call("one");
  started[0]?.ready();
  started[0]?.answer(value(1));
  await clock.pass(4000);
  call("two");
  started[0]?.answer(value(2));
  await clock.pass(4900);
  expect(started[0]?.ended).toBe("");
  await clock.pass(200);
  expect(started[0]?.ended).toBe("in order");
  call("three");
  started[1]?.ready();
  started[1]?.answer({ kind: "here" });
  await settle();
  expect([outcomes, warnings]).toEqual([["one: 1", "two: 2", "three: here"], []]);
});

it("takes no more calls than it has room for, and refuses transactions for now without a ban", async () => {
  const { outcomes, call, elsewhere } = setUp();
  for (let index = 0; index < 65_542; index++) call("many");
  await settle();
  expect(outcomes).toHaveLength(6);
  expect(outcomes[0]).toContain("too many calls wait for the runtime");
  const huge = createExtrinsic(new Uint8Array(64 * 1024 * 1024));
  expect(await elsewhere.validateTransaction(huge, "External", { hash: "0x01", number: 1 })).toMatchObject({
    reason: { type: "Unknown" },
  });
});

it("answers everybody when the node stops", async () => {
  const { started, outcomes, call, elsewhere } = setUp();
  for (const name of ["a", "b", "c"]) call(name);
  started[0]?.ready();
  await elsewhere.stop();
  call("d");
  await settle();
  expect(outcomes.map((line) => line.slice(0, 2)).sort()).toEqual(["a:", "b:", "c:", "d:"]);
  expect(outcomes.every((line) => line.includes("the node is stopping"))).toBe(true);
  expect(started.map(({ ended }) => ended)).toEqual(["in order"]);
});
