import { expect, it, onTestFinished, vi } from "vitest";
import { emptyBytes, utf8 } from "../lib/bytes.ts";
import { memoryState } from "../storage/state/memory-state.ts";
import { createExecutor, readVersion } from "./executor.ts";
import { NotBuiltTrap, Trap } from "./memory.ts";
import { loadProgram } from "./module/program.ts";
import {
  body,
  constant,
  data,
  exported,
  functionType,
  global,
  importFunction,
  importMemory,
  limits,
  type ModuleParts,
  smallHeapBase,
  smallParts,
  smallProgram,
} from "./testing/write-module.ts";

const page = 65_536;
const answers = (type: Uint8Array, ...instructions: number[]): Partial<ModuleParts> => ({
  types: [type, functionType(["i32"], [])],
  bodies: [body(...instructions)],
});

/** Programs that a node takes as such, and that end every call. */
const broken: Readonly<Record<string, Partial<ModuleParts>>> = {
  "whose version is no number of 64 bits": answers(functionType(["i32", "i32"], ["i32"]), 0x41, 0),
  "whose version is a fraction": answers(functionType(["i32", "i32"], ["f64"]), 0x44, 0, 0, 0, 0, 0, 0, 0, 0),
  "whose version takes nothing": answers(functionType([], ["i64"]), 0x42, 0),
  "whose version takes other numbers": answers(functionType(["i64", "i32"], ["i64"]), 0x42, 0),
  "whose version gives nothing": answers(functionType(["i32", "i32"], [])),
  "that traps as it starts": {
    types: [...smallParts.types, functionType([], [])],
    functions: [0, 3],
    bodies: [...smallParts.bodies, body(0x00)],
    start: 2,
  },
  "that asks its host as it starts": {
    types: [...smallParts.types, functionType([], [])],
    imports: [importMemory(limits(2)), importFunction("ext_allocator_malloc_version_1", 2)],
    functions: [0, 3],
    bodies: [...smallParts.bodies, body(0x41, 8, 0x10, 0, 0x1a)],
    start: 2,
  },
  "with data behind its memory": { data: [data(65_000 * page, utf8("x"))] },
};

it.each(Object.entries(broken))("ends the call of a program %s, and tells no version of it", (_name, parts) => {
  const program = smallProgram(parts);
  const executor = createExecutor(loadProgram(program), { heapPages: 60_000 });
  expect(() => executor.call(memoryState([]).overlay(), "Core_version", emptyBytes)).toThrow(Trap);
  expect(readVersion(program)).toBeUndefined();
});

it("starts a program whose data lies far away without a copy of all memory before it", () => {
  const before = process.memoryUsage().arrayBuffers;
  const far = smallProgram({ data: [...smallParts.data, data(50_000 * page, utf8("x"))] });
  expect(readVersion(far)).toEqual(utf8("hello"));
  expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(100 * 1024 * 1024);
});

it("does not hold it against a program that the system has no memory for it", () => {
  const executor = createExecutor(loadProgram(smallProgram()), { heapPages: 60_000 });
  const none = vi.spyOn(WebAssembly, "Memory").mockImplementation(
    class {
      constructor() {
        throw new RangeError("could not allocate memory");
      }
    } as never,
  );
  onTestFinished(() => none.mockRestore());
  const ask = () => executor.call(memoryState([]).overlay(), "Core_version", emptyBytes);
  expect(ask).toThrow(NotBuiltTrap);
  none.mockRestore();
  expect(ask()).toEqual(utf8("hello"));
});

it("tells the version of a program that imports what no host has, unless it imports what the host has by other types", () => {
  const importing = (title: string) =>
    smallProgram({
      types: [...smallParts.types, functionType(["i64"], ["i64"])],
      imports: [...smallParts.imports, importFunction(title, 3)],
      exports: [exported("Core_version", "function", 2), exported("__heap_base", "global", 0)],
      globals: [global("i32", constant(smallHeapBase))],
    });
  expect(readVersion(importing("ext_storage_dream_version_1"))).toEqual(utf8("hello"));
  expect(readVersion(importing("ext_storage_get_version_1"))).toEqual(utf8("hello"));
  expect(readVersion(importing("ext_storage_root_version_1"))).toBeUndefined();
});

it("tells no version of a program that asks for the version of another meanwhile", () => {
  const other = smallProgram();
  const asking = smallProgram({
    types: [...smallParts.types, functionType(["i64"], ["i64"])],
    imports: [importMemory(limits(2)), importFunction("ext_misc_runtime_version_version_1", 3)],
    bodies: [body(...constant(2048), 0xac, ...constant(other.length), 0xac, 0x42, 32, 0x86, 0x84, 0x10, 0)],
    data: [data(2048, other)],
    globals: [global("i32", constant(8192))],
  });
  const executor = createExecutor(loadProgram(asking), { heapPages: 10 });
  const answer = executor.call(memoryState([]).overlay(), "Core_version", emptyBytes);
  expect(answer).toEqual(Uint8Array.of(1, 5 << 2, ...utf8("hello")));
  expect(readVersion(asking)).toBeUndefined();
});

it("executes a block with nothing left of the calls before, wherever a program wrote it", () => {
  const [answer, far] = [constant(16), constant(100_000)];
  // The word there comes into the answer, and another is written there.
  const keeping = [...answer, ...far, 0x28, 2, 0, 0x36, 2, 0, ...far, 0x41, 7, 0x36, 2, 0];
  const program = smallProgram({
    exports: [exported("Core_execute_block", "function", 1), exported("__heap_base", "global", 0)],
    bodies: [body(...keeping, 0x42, ...[0x90, 0x80, 0x80, 0x80, 0xc0, 0x00])],
  });
  const executor = createExecutor(loadProgram(program), { heapPages: 10 });
  const ask = () => executor.call(memoryState([]).overlay(), "Core_execute_block", emptyBytes);
  expect([ask(), ask(), ask()]).toEqual(Array(3).fill(new Uint8Array(4)));
});
