import { describe, expect, it } from "vitest";
import { silentLog } from "../../src/chain/environment.ts";
import { encode } from "../../src/codec/codec.ts";
import { u64 } from "../../src/codec/primitives.ts";
import { loadProgramEngine } from "../../src/engine/program/load-engine.ts";
import { concatBytes, emptyBytes } from "../../src/lib/bytes.ts";
import { decodeVersion } from "../../src/primitives/runtime-version.ts";
import { memoryState } from "../../src/storage/state/memory-state.ts";
import { createExecutor } from "../../src/wasm/executor.ts";
import { loadProgram } from "../../src/wasm/module/program.ts";
import { smallProgram } from "./build.ts";

it("says its version in a section and by Core_version", async () => {
  const program = loadProgram(await smallProgram({ specVersion: 426 }));
  expect(program.version?.spec_version).toBe(426);
  const executor = createExecutor(program, { heapPages: 1000 });
  const answer = executor.call(memoryState([]).overlay(), "Core_version", emptyBytes);
  expect(decodeVersion(answer)).toEqual(program.version);
});

it("is not executed with tries of state version 0, which is not built", async () => {
  const options = { heapPages: 1000, log: silentLog };
  expect(loadProgramEngine(await smallProgram({ specVersion: 426 }), options)).toBeDefined();
  const code = await smallProgram({ specVersion: 426, stateVersion: 0 });
  expect(() => loadProgramEngine(code, options)).toThrow("the program has state version 0, which is not built");
});

describe("the pages that :heappages gives to the heap", () => {
  const start = { parent: { hash: `0x${"00".repeat(32)}`, number: 0 }, digest: [] } as const;
  const opened = async (value: Uint8Array) => {
    const engine = loadProgramEngine(await smallProgram({ specVersion: 426 }), { heapPages: 1000, log: silentLog });
    const overlay = memoryState([[":heappages", value]]).overlay();
    // Calls that are of no block have the node's.
    expect((await engine.call(overlay, "Core_version", emptyBytes)).length).toBeGreaterThan(0);
    return engine.openBlock(overlay, start);
  };

  it("count for blocks", async () => {
    await expect(opened(encode(u64, 65_536n))).rejects.toThrow("which with 65536 for its heap are more than 65536");
    await expect(opened(encode(u64, 0n))).rejects.toThrow("Allocator ran out of space");
    await expect(opened(encode(u64, 500n))).resolves.toBeDefined();
  });

  it("are a number of 32 bits, or none", async () => {
    await expect(opened(encode(u64, 2n ** 32n + 65_536n))).rejects.toThrow("more than 65536");
    await expect(opened(encode(u64, 2n ** 32n))).rejects.toThrow("Allocator ran out of space");
    await expect(opened(concatBytes(encode(u64, 0n), encode(u64, 0n)))).rejects.toThrow("Allocator ran out of space");
    await expect(opened(new Uint8Array(7))).resolves.toBeDefined();
  });
});
