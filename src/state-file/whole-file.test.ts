import { spawn } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, it } from "vitest";
import { madeUpChain, testDirectory } from "./testing/files.ts";
import { saveTo } from "./testing/made-up.ts";
import { writeWholeFile } from "./whole-file.ts";

it("leaves the old file, and nothing else, when the writing fails", async () => {
  const directory = testDirectory();
  const path = join(directory, "a.state");
  writeFileSync(path, "old");
  await expect(
    writeWholeFile(path, async (file) => {
      await file.write("half");
      throw new Error("no room");
    }),
  ).rejects.toThrow("no room");
  expect(readFileSync(path, "utf8")).toBe("old");
  expect(readdirSync(directory)).toEqual(["a.state"]);
});

it("is one of two that are written at once, whole", async () => {
  const directory = testDirectory();
  const path = join(directory, "a.state");
  let second: Promise<void> | undefined;
  await writeWholeFile(path, async (file) => {
    await file.write("the first");
    second = writeWholeFile(path, async (other) => {
      await other.write("2");
    });
    await second;
    expect(readFileSync(path, "utf8")).toBe("2");
    await file.write(" one");
  });
  expect(readFileSync(path, "utf8")).toBe("the first one");
  expect(readdirSync(directory)).toEqual(["a.state"]);
});

it("says in one line that a file cannot be written", async () => {
  const directory = testDirectory();
  const database = await madeUpChain(3);
  await expect(saveTo(join(directory, "none", "a.state"), database)).rejects.toThrow(
    /^the state file .*a\.state cannot be written: ENOENT.*; name another place, or make room$/,
  );
  mkdirSync(join(directory, "a.state"));
  await expect(saveTo(join(directory, "a.state"), database)).rejects.toThrow(/cannot be written: E/);
  expect(readdirSync(directory)).toEqual(["a.state"]);
});

it("leaves the old file when the process is killed, and the next one clears up", async () => {
  const directory = testDirectory();
  const path = join(directory, "a.state");
  const database = await madeUpChain(3);
  await saveTo(path, database);
  const old = readFileSync(path);
  const program = fileURLToPath(new URL("testing/save-slowly.ts", import.meta.url));
  const sign = join(directory, "sign");
  const child = spawn(process.execPath, [program, path, sign], { stdio: "ignore" });
  const ended = new Promise((resolve) => child.once("exit", resolve));
  while (!existsSync(sign)) {
    expect(child.exitCode).toBeNull();
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  child.kill("SIGKILL");
  await ended;
  const left = readdirSync(directory).filter((name) => name.endsWith(".new"));
  expect(left).toEqual([`${basename(path)}.${child.pid}-0-1.new`]);
  expect(readFileSync(path).equals(old)).toBe(true);
  await saveTo(path, database);
  expect(readdirSync(directory).sort()).toEqual(["a.state", "sign"]);
  expect(readFileSync(path).equals(old)).toBe(true);
});
