import { expect, it } from "vitest";
import { silentLog } from "../../src/chain/environment.ts";
import { loadProgramEngine } from "../../src/engine/program/load-engine.ts";
import { emptyBytes } from "../../src/lib/bytes.ts";
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
