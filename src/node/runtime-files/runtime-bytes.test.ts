import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, it } from "vitest";
import { readCode, readRuntimeBytes } from "./runtime-bytes.ts";

const folder = mkdtempSync(join(tmpdir(), "subtensor-runtime-bytes-"));
afterAll(() => rmSync(folder, { recursive: true }));

function file(content: string | Uint8Array): string {
  const path = join(folder, "file");
  writeFileSync(path, content);
  return path;
}

const code = Uint8Array.of(0, 0x61, 0x73, 0x6d, 1, 0, 0, 0);

it("gives the bytes of a file, and those that it holds in hex", () => {
  expect(Uint8Array.from(readCode(file(code)))).toEqual(code);
  expect(Uint8Array.from(readCode(file("0x0061736d01000000\n")))).toEqual(code);
});

it.each<[string, string | Uint8Array, string]>([
  ["nothing", "", "is empty"],
  ["a specification", ' {"name": "x"}', "is JSON, not a program: a chain specification is given with --chain"],
  ["text", "hello", "is text, not a program"],
  ["hex that breaks off", "0x006", "is text, not a program"],
  ["metadata", Uint8Array.of(0x6d, 0x65, 0x74, 0x61, 14), "is metadata alone, not a program"],
  [
    "the placeholder of one build",
    Buffer.from("\0STF"),
    "is no program but this client's placeholder, which stands for its own pow-faucet rules",
  ],
])("refuses a file that holds %s, by its name", (_what, content, words) => {
  const path = file(content);
  expect(() => readCode(path)).toThrow(
    expect.objectContaining({ message: `the runtime ${path} ${words}`, exitCode: 1 }),
  );
  expect(() => readCode(path, "--option:")).toThrow(`--option: ${path} ${words}`);
});

it("refuses what is no file", () => {
  expect(() => readRuntimeBytes(folder)).toThrow(`the runtime ${folder} is a directory, not a program`);
  expect(() => readRuntimeBytes(join(folder, "none"))).toThrow("none cannot be read: ENOENT");
});
