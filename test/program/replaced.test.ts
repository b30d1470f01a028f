import { copyFileSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { encode } from "../../src/codec/codec.ts";
import { u32 } from "../../src/codec/primitives.ts";
import { createReplace } from "../../src/engine/replace-code.ts";
import { toHex } from "../../src/lib/bytes.ts";
import { readReplacements } from "../../src/node/runtime-files/read-replacements.ts";
import { storage as system } from "../../src/runtime/pallets/system/storage.ts";
import { memoryState } from "../../src/storage/state/memory-state.ts";
import { smallProgram as otherProgram } from "../../src/wasm/testing/write-module.ts";
import { smallProgramFile } from "../options/small-program.ts";
import { freshDirectory, runNode, subtensor } from "../options/support.ts";
import { smallProgram } from "./build.ts";

/** The state that a block of that number leaves. */
const stateAfter = (number: number) => memoryState([[system.Number.key, encode(u32, number)]]);
const placeholder = Uint8Array.of(0, 83, 84, 69);
const [one, two, three] = [Uint8Array.of(1), Uint8Array.of(2), Uint8Array.of(3)];
const silent = (): void => {};

describe("what is executed in place of the chain's program", () => {
  const substitutes = [
    { specVersion: 425, fromBlock: 5, code: one },
    { specVersion: 425, fromBlock: 9, code: two },
    { specVersion: 426, fromBlock: 0, code: three },
  ];

  it("is a substitute of its version, from its block on; of two the later", async () => {
    const replace = createReplace({ overrides: [], substitutes }, silent);
    const code = await smallProgram({ specVersion: 426 });
    expect(replace(code, stateAfter(0))).toBe(three);
    expect([8, 9, 100].map((number) => replace(placeholder, stateAfter(number)))).toEqual([placeholder, two, two]);
    const newer = await smallProgram({ specVersion: 427 });
    expect(replace(newer, stateAfter(100))).toBe(newer);
  });

  it("is an override of its version and name before that; of another name it is told once", () => {
    const told: string[] = [];
    const [named, foreign] = ["node-subtensor", "other-chain"].map((specName) => ({
      overrides: [{ specName, specVersion: 425, code: three, file: "a.wasm" }],
      substitutes,
    }));
    const say = (text: string) => void told.push(text);
    expect(createReplace(named as never, say)(placeholder, stateAfter(100))).toBe(three);
    const replace = createReplace(foreign as never, say);
    expect([replace(placeholder, stateAfter(100)), replace(placeholder, stateAfter(1))]).toEqual([two, placeholder]);
    expect(told).toEqual([
      "a.wasm is not executed in place of the chain's program: it is other-chain 425, and the chain's is node-subtensor",
    ]);
  });

  it("is nothing where a code has no version", () => {
    const replace = createReplace({ overrides: [], substitutes }, silent);
    expect(replace(one, stateAfter(100))).toBe(one);
    // It answers five bytes, which are no version.
    const other = otherProgram();
    expect(replace(other, stateAfter(100))).toBe(other);
  });
});

describe("reading replacements", () => {
  const spec = (codeSubstitutes: Readonly<Record<string, `0x${string}`>>) => ({ codeSubstitutes });

  it("finds none, or names what is wrong with them", async () => {
    expect(await readReplacements({ spec: spec({}), overrides: undefined })).toBeUndefined();
    await expect(readReplacements({ spec: spec({ 7: "0x0102" }), overrides: undefined })).rejects.toThrow(
      "codeSubstitutes.7 of the chain specification is no program that tells its version",
    );
    const directory = freshDirectory();
    writeFileSync(join(directory, "bad.wasm"), "bad");
    await expect(readReplacements({ spec: spec({}), overrides: directory })).rejects.toThrow(
      "bad.wasm is text, not a program",
    );
    // Bytes that might be one.
    writeFileSync(join(directory, "bad.wasm"), Uint8Array.of(0, 1, 2));
    await expect(readReplacements({ spec: spec({}), overrides: directory })).rejects.toThrow(
      "bad.wasm is no program that tells its version",
    );
  });

  it("takes the files that end in .wasm", async () => {
    const directory = freshDirectory();
    copyFileSync(await smallProgramFile(426), join(directory, "small.wasm"));
    writeFileSync(join(directory, "notes.txt"), "not this");
    const found = await readReplacements({ spec: spec({}), overrides: directory });
    expect(found?.overrides.map(({ specVersion, specName }) => [specVersion, specName])).toEqual([
      [426, "node-subtensor"],
    ]);
    mkdirSync(join(directory, "folder.wasm"));
    await expect(readReplacements({ spec: spec({}), overrides: directory })).rejects.toThrow(
      "folder.wasm is a directory, not a program",
    );
  });
});

it("a specification's substitute executes the blocks after its number, on every thread, and on the database of before", async () => {
  const directory = freshDirectory();
  const { out } = await subtensor("build-spec", "--dev", "--fast-runtime", "--disable-default-bootnode");
  const code = toHex(await smallProgram({ specVersion: 425 }));
  const file = join(directory, "spec.json");
  writeFileSync(file, JSON.stringify({ ...JSON.parse(out), codeSubstitutes: { "2": code } }));
  const node = await runNode(
    ["--chain", file, "--alice", "--sealing", "manual", "-d", join(directory, "base"), "--offchain-worker", "never"],
    { memory: false },
  );
  const make = async (): Promise<unknown> => (await node.call("engine_createBlock", true, true)).result.hash;
  const hashes = [await make(), await make(), await make(), await make()];
  const names = hashes.map(async (hash) => (await node.call("state_getRuntimeVersion", hash)).result.implName);
  expect(await Promise.all(names)).toEqual(["node-subtensor", "small", "small", "small"]);
  // What only the rules answer, and in the same chain, of the same spec version, what the program's metadata says.
  const neurons = async (hash: unknown) =>
    node.call("state_call", "NeuronInfoRuntimeApi_get_neurons_lite", "0x0100", hash);
  expect(await neurons(hashes[0])).toHaveProperty("result");
  expect(await neurons(hashes[3])).toHaveProperty("error");
  expect((await node.call("state_getStorage", "0x3a636f6465")).result).toMatch(/^0x[0-9a-f]{8}$/);
}, 120_000);
