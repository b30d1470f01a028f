import { expect, it } from "vitest";
import type { StopSignal, StopSignals } from "../stop-signals.ts";
import { runTogether } from "./processes.ts";

/** Programs of shells, what they print, and a way to signal. */
function together(scripts: Readonly<Record<string, string>>) {
  let lines = "";
  let signal: (name: StopSignal) => void = () => {};
  const signals: StopSignals = {
    take: (listener) => {
      signal = listener;
    },
    release: () => {},
    releaseDuring: (work) => work(),
  };
  const programs = Object.entries(scripts).map(([name, script]) => ({
    name,
    command: "sh",
    args: ["-c", script],
    again: "run it again",
  }));
  const write = (text: string): void => {
    lines += text;
  };
  const code = runTogether({ programs, signals, write, colored: false });
  /** The lines but for those that name the processes. */
  const own = (): string[] => lines.split("\n").filter((line) => line !== "" && !line.includes("runs as process"));
  const pid = (name: string): number => {
    const found = new RegExp(`^${name} *\\| runs as process ([0-9]+)$`, "m").exec(lines)?.[1];
    if (found === undefined) throw new Error(`${name} does not run`);
    return Number(found);
  };
  return { code, lines: own, pid, signal: () => signal("SIGTERM") };
}

const until = async (condition: () => boolean): Promise<void> => {
  while (!condition()) await new Promise((resolve) => setTimeout(resolve, 5));
};
/** Runs until it is told to stop; then it ends in order. */
const orderly = "trap 'echo stops; exit 0' TERM; echo ready; while :; do sleep 0.02; done";
/** It does not listen. */
const stubborn = "trap '' TERM; echo ready; while :; do sleep 0.02; done";

it("each line stands behind its name, what has no end too", async () => {
  const { code, lines } = together({ One: "echo a; echo b >&2", Three: "printf c" });
  expect(await code).toBe(0);
  expect(lines().sort()).toEqual([
    "One   | a",
    "One   | b",
    "One   | ended; run it again",
    "Three | c",
    "Three | ended; run it again",
  ]);
});

it("a signal ends all in order", async () => {
  const { code, lines, signal } = together({ One: orderly, Two: orderly });
  await until(() => lines().length === 2);
  signal();
  expect(await code).toBe(0);
  expect(lines().slice(2).sort()).toEqual(["One | stops", "Two | stops"]);
});

it("a second signal ends those at once that do not listen", async () => {
  const { code, lines, signal } = together({ One: stubborn });
  await until(() => lines().length === 1);
  signal();
  signal();
  expect(await code).toBe(130);
});

it("one that ends with an error ends the others", async () => {
  const { code, lines } = together({ One: orderly, Two: "sleep 0.2; exit 3" });
  expect(await code).toBe(1);
  expect(lines().slice(1)).toEqual(["Two | ended with code 3: the others are stopped", "One | stops"]);
});

it("one that somebody stopped leaves the others running", async () => {
  const { code, lines, pid, signal } = together({ One: orderly, Two: orderly, Six: orderly });
  await until(() => lines().length === 3);
  process.kill(pid("Two"), "SIGKILL");
  await until(() => lines().length === 4);
  process.kill(pid("Six"), "SIGTERM");
  await until(() => lines().length === 6);
  expect(lines().slice(3)).toEqual([
    "Two | ended by SIGKILL; run it again",
    "Six | stops",
    "Six | ended; run it again",
  ]);
  signal();
  expect(await code).toBe(0);
});

it("a program that is not there ends the others", async () => {
  const { code } = together({ One: orderly, Two: "exec /nowhere/program" });
  expect(await code).toBe(1);
});
