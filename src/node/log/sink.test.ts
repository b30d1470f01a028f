import { setTimeout as sleep } from "node:timers/promises";
import { expect, it } from "vitest";
import { createSink } from "./sink.ts";

const failing = (code: string) => Object.assign(new Error(code), { code });

/** A pipe that takes so many bytes before it is full. */
function pipe(room: number) {
  const got: string[] = [];
  const state = { room };
  const write = (bytes: Uint8Array): number => {
    if (state.room === 0) throw failing("EAGAIN");
    const taken = Math.min(state.room, bytes.length);
    state.room -= taken;
    got.push(Buffer.from(bytes.subarray(0, taken)).toString());
    return taken;
  };
  return { state, write, text: () => got.join("") };
}

it("writes at once what the pipe takes, and the rest in its order when it can", async () => {
  const { state, write, text } = pipe(5);
  const sink = createSink(write);
  sink.write("one\n");
  sink.write("two\n");
  sink.write("three\n");
  expect(text()).toBe("one\nt");
  state.room = 100;
  await sleep(60);
  expect(text()).toBe("one\ntwo\nthree\n");
});

it("never waits for a reader that takes nothing: it loses lines and says how many", () => {
  const { state, write, text } = pipe(0);
  const sink = createSink(write);
  const long = `${"x".repeat(1023)}\n`;
  for (let count = 0; count < 1030; count++) sink.write(long);
  expect(sink.takeLost()).toBe(0);
  state.room = 2 ** 30;
  sink.flush(100);
  expect(text()).toHaveLength(1024 * 1024);
  expect(sink.takeLost()).toBe(6);
  expect(sink.takeLost()).toBe(0);
});

it("gives a slow reader a short time at the end", () => {
  const sink = createSink(pipe(0).write);
  sink.write("a\n");
  const started = performance.now();
  sink.flush(30);
  expect(performance.now() - started).toBeLessThan(1000);
});

it("is silent once nobody reads", () => {
  let calls = 0;
  const sink = createSink(() => {
    calls++;
    throw failing("EPIPE");
  });
  sink.write("a\n");
  sink.write("b\n");
  expect(calls).toBe(1);
  expect(sink.takeLost()).toBe(0);
});

it("loses lines while a file cannot grow, and goes on when it can", () => {
  const got: string[] = [];
  let full = true;
  const sink = createSink((bytes) => {
    if (full) throw failing("ENOSPC");
    got.push(Buffer.from(bytes).toString());
    return bytes.length;
  });
  sink.write("a\n");
  sink.write("b\n");
  full = false;
  expect(sink.takeLost()).toBe(2);
  sink.write("c\n");
  expect(got).toEqual(["c\n"]);
});
