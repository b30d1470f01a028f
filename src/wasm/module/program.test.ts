import { zstdCompressSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { concatBytes, emptyBytes, utf8 } from "../../lib/bytes.ts";
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
  table,
  writeModule,
} from "../testing/write-module.ts";
import { checkImports, checkPages } from "./check.ts";
import { moduleStart, section, unsigned } from "./encode.ts";
import { ProgramError, type ProgramFault } from "./error.ts";
import { loadProgram, readProgram } from "./program.ts";
import { packedPrefix } from "./unpack.ts";

type Exports = {
  readonly Core_version: (pointer: number, length: number) => bigint;
  readonly memory?: unknown;
};

function run(code: Uint8Array): {
  readonly answer: bigint;
  readonly memory: WebAssembly.Memory;
  readonly exports: Exports;
} {
  const program = loadProgram(code);
  const memory = new WebAssembly.Memory({ initial: program.memory.minimum, maximum: 10 });
  const functions = Object.fromEntries(program.imports.map(({ name }) => [name, () => 0]));
  const { exports } = new WebAssembly.Instance<Exports>(program.module, { env: { memory, ...functions } });
  return { answer: exports.Core_version(0, 0), memory, exports };
}

function fault(code: Uint8Array): { readonly fault: ProgramFault; readonly message: string } {
  try {
    loadProgram(code).module;
  } catch (error) {
    if (error instanceof ProgramError) return { fault: error.fault, message: error.message };
    throw error;
  }
  throw new Error("the program was taken");
}

const withBody = (...instructions: number[]): Uint8Array => smallProgram({ bodies: [body(...instructions)] });

describe("a program that lacks nothing", () => {
  const code = smallProgram();

  it("is read", () => {
    const program = loadProgram(code);
    expect(program.heapBase).toBe(smallHeapBase);
    expect(program.memory).toEqual({ minimum: 2, dataEnd: 21 });
    expect(program.imports).toEqual([
      { name: "ext_allocator_free_version_1", type: { takes: ["i32"], gives: undefined } },
    ]);
    expect(program.exports.map(({ name, kind }) => `${kind} ${name}`)).toEqual([
      "function Core_version",
      "global __heap_base",
    ]);
    expect(program.version).toBeUndefined();
    expect(program.module).toBe(program.module);
  });

  it("is the same when it is compressed, apart from its hash", () => {
    const packed = loadProgram(concatBytes(packedPrefix, zstdCompressSync(code)));
    expect(Buffer.from(packed.unpacked).equals(code)).toBe(true);
    expect(packed.hash).not.toBe(loadProgram(code).hash);
    expect(packed.heapBase).toBe(smallHeapBase);
  });

  it.each<[string, Partial<ModuleParts>]>([
    ["imports its memory", {}],
    [
      "imports its memory with a maximum",
      { imports: [importMemory(limits(2, 3)), smallParts.imports[1] as Uint8Array] },
    ],
    [
      "imports its memory from elsewhere",
      { imports: [importMemory(limits(2), "memory", "host"), smallParts.imports[1] as Uint8Array] },
    ],
    [
      "has a memory of its own",
      {
        imports: [smallParts.imports[1] as Uint8Array],
        memories: [limits(2)],
        exports: [...smallParts.exports, exported("memory", "memory", 0)],
      },
    ],
    [
      "has a memory of its own with a maximum below its minimum, and imports nothing",
      {
        imports: [],
        memories: [limits(2, 1)],
        exports: [
          exported("Core_version", "function", 0),
          exported("__heap_base", "global", 0),
          exported("memory", "memory", 0),
        ],
      },
    ],
  ])("runs on the node's memory where it %s", (_how, parts) => {
    const { answer, memory, exports } = run(smallProgram(parts));
    expect(answer).toBe((5n << 32n) | 16n);
    expect(Buffer.from(memory.buffer, 16, 5).toString()).toBe("hello");
    if (exports.memory !== undefined) expect(exports.memory).toBe(memory);
    memory.grow(8);
  });

  it("may have a table, elements, variables, a start and sections that nobody knows", () => {
    const code = smallProgram({
      tables: [table(limits(3, 4))],
      globals: [
        ...smallParts.globals,
        global("i64", Uint8Array.of(0x42, 0xff, 0x7f)),
        global("f32", Uint8Array.of(0x43, 0, 0, 0, 0)),
      ],
      elements: [Uint8Array.of(0, 0x41, 0, 0x0b, 1, 1)],
      functions: [0, 3],
      types: [...smallParts.types, functionType([], [])],
      bodies: [...smallParts.bodies, body(0x02, 0x40, 0x41, 0, 0x0e, 1, 0, 0, 0x0b)],
      start: 2,
      custom: [["name", utf8("nonsense")]],
    });
    expect(run(code).answer).toBe((5n << 32n) | 16n);
  });
});

describe("bad input: code that does not unpack", () => {
  it("is refused", () => {
    expect(fault(concatBytes(packedPrefix, utf8("x"))).fault).toBe("packing");
  });
});

describe("bad input: code that is no module", () => {
  it.each<[string, Uint8Array, RegExp]>([
    ["nothing", emptyBytes, /does not begin as a module does at byte 0$/],
    ["text", utf8("not a program"), /does not begin as a module does/],
    ["a magic number alone", moduleStart.subarray(0, 4), /it ends too early at byte 4$/],
    ["another version", Uint8Array.of(0, 0x61, 0x73, 0x6d, 2, 0, 0, 0), /its version is not 1/],
    ["a component", Uint8Array.of(0, 0x61, 0x73, 0x6d, 13, 0, 1, 0), /its version is not 1/],
    ["PolkaVM", utf8("PVM\0rest"), /PolkaVM/],
    ["a module that is cut off", smallProgram().subarray(0, -4), /a section ends too early/],
    ["bytes at its end", concatBytes(smallProgram(), Uint8Array.of(0x77, 0)), /a section of the unknown kind 119/],
    [
      "sections out of order",
      concatBytes(moduleStart, section(5, Uint8Array.of(0)), section(1, Uint8Array.of(0))),
      /out of order/,
    ],
    [
      "a section twice",
      concatBytes(moduleStart, section(1, Uint8Array.of(0)), section(1, Uint8Array.of(0))),
      /out of order/,
    ],
    [
      "a section that is too long",
      concatBytes(moduleStart, section(1, Uint8Array.of(0, 0))),
      /longer than what is in it/,
    ],
    ["a function without a body", smallProgram({ functions: [0, 0] }), /not as many bodies as functions/],
    ["a body without an end", smallProgram({ bodies: [Uint8Array.of(2, 0, 0x01)] }), /instructions without an end/],
    [
      "a body with a rest",
      smallProgram({ bodies: [Uint8Array.of(4, 0, 0x00, 0x0b, 0x01)] }),
      /longer than what is in it/,
    ],
    ["an integer without an end", withBody(0x41, 0x80, 0x80, 0x80, 0x80, 0x80, 0x00), /an integer is too long/],
    [
      "a name that is not UTF-8",
      concatBytes(moduleStart, section(0, Uint8Array.of(1, 0xff))),
      /a name is not valid UTF-8/,
    ],
  ])("%s is refused", (_what, code, message) => {
    expect(fault(code).fault).toBe("format");
    expect(fault(code).message).toMatch(message);
  });

  it("a list that claims more items than there are bytes takes no memory", () => {
    const code = concatBytes(moduleStart, section(3, unsigned(0xffffffff)));
    expect(fault(code).message).toMatch(/a list of 4294967295 items at byte/);
  });
});

describe("bad input: refused features", () => {
  const bytes = (...list: number[]) => Uint8Array.from(list);
  const sections = (id: number, ...content: number[]) =>
    concatBytes(moduleStart, section(id, Uint8Array.from(content)));

  it.each<[string, Uint8Array]>([
    ["sign extension", withBody(0x41, 0, 0xc0, 0x1a, 0x42, 0)],
    ["saturating conversion of floats", withBody(0x43, 0, 0, 0, 0, 0xfc, 0, 0x1a, 0x42, 0)],
    ["bulk memory", withBody(0x41, 0, 0x41, 0, 0x41, 0, 0xfc, 10, 0, 0, 0x42, 0)],
    ["bulk memory", smallProgram({ data: [bytes(1, 0x0b, 0)] })],
    ["reference types", withBody(0xd0, 0x70, 0x1a, 0x42, 0)],
    ["reference types", withBody(0x41, 0, 0x41, 0, 0x41, 0, 0x1c, 1, 0x7f, 0x1a, 0x42, 0)],
    ["reference types", smallProgram({ tables: [concatBytes(bytes(0x6f), limits(1))] })],
    ["reference types", withBody(0x41, 0, 0x41, 0, 0x11, 0, 1, 0x42, 0)],
    ["SIMD", withBody(0xfd, 0x0c, ...new Array<number>(16).fill(0), 0x1a, 0x42, 0)],
    ["SIMD", smallProgram({ types: [...smallParts.types, bytes(0x60, 1, 0x7b, 0)] })],
    ["threads", withBody(0xfe, 0x03, 0, 0x42, 0)],
    ["threads", smallProgram({ imports: [importMemory(bytes(3, 2, 3)), smallParts.imports[1] as Uint8Array] })],
    ["memory of 64 bits", smallProgram({ imports: [importMemory(bytes(4, 2)), smallParts.imports[1] as Uint8Array] })],
    ["tail calls", withBody(0x41, 0, 0x12, 0)],
    ["exceptions", withBody(0x06, 0x40, 0x19, 0x0b, 0x42, 0)],
    ["exceptions", sections(13, 1, 0, 0)],
    ["garbage collection", withBody(0xfb, 0x1c, 0x1a, 0x42, 0)],
    [
      "functions with several results (multi-value)",
      smallProgram({ types: [...smallParts.types, functionType([], ["i32", "i32"])] }),
    ],
    ["blocks with several values (multi-value)", withBody(0x41, 0, 0x02, 0x01, 0x1a, 0x0b, 0x42, 0)],
    ["several memories", withBody(0x3f, 1, 0x1a, 0x42, 0)],
    ["function references", withBody(0x41, 0, 0x14, 0, 0x42, 0)],
    ["a type that is no function", sections(1, 1, 0x5f, 0)],
    ["an unknown instruction", withBody(0xff)],
  ])("%s", (feature, code) => {
    expect(fault(code).fault).toBe("format");
    expect(fault(code).message).toContain(`the program uses ${feature} at byte `);
  });

  it.each<[string, Partial<ModuleParts>]>([
    ["it has several memories", { imports: [smallParts.imports[1] as Uint8Array], memories: [limits(1), limits(1)] }],
    ["it imports a memory and has one of its own", { memories: [limits(1)] }],
    ["it has several tables", { tables: [table(limits(1)), table(limits(1))] }],
    ["its table has 8193 entries, and 8192 are allowed", { tables: [table(limits(8193))] }],
    [
      "it imports its memory as memory and exports that name too",
      { exports: [...smallParts.exports, exported("memory", "memory", 0)] },
    ],
    [
      "an initial value or place is computed, where only a constant is allowed",
      { globals: [...smallParts.globals, global("i32", concatBytes(constant(1), constant(2), Uint8Array.of(0x6a)))] },
    ],
  ])("%s", (message, parts) => {
    expect(fault(smallProgram(parts))).toEqual({ fault: "module", message: `the module is not valid: ${message}` });
  });

  it("what V8 finds wrong in the code", () => {
    const found = fault(withBody(0x41, 0));
    expect(found.fault).toBe("module");
    expect(found.message).toMatch(/^the module is not valid: Compiling function #1.* failed: type error/);
  });
});

describe("bad input: lacks the memory or exports", () => {
  it.each<[string, Partial<ModuleParts>]>([
    ["the program has no memory", { imports: [] }],
    [
      "the program does not export its memory as `memory`",
      { imports: [smallParts.imports[1] as Uint8Array], memories: [limits(1)] },
    ],
    [
      "the program does not export its memory as `memory`",
      { imports: [importMemory(limits(1), "store"), smallParts.imports[1] as Uint8Array] },
    ],
    [
      "the program's export `memory` is a global",
      {
        imports: [smallParts.imports[1] as Uint8Array],
        memories: [limits(1)],
        exports: [...smallParts.exports, exported("memory", "global", 0)],
      },
    ],
    ["the program's export `__heap_base`, where its heap begins, is missing", { exports: [] }],
    [
      "the program's export `__heap_base`, where its heap begins, is a function and no global",
      { exports: [exported("__heap_base", "function", 1)] },
    ],
    [
      "the program's export `__heap_base`, where its heap begins, is of type i64 and not i32",
      { globals: [global("i64", Uint8Array.of(0x42, 0))] },
    ],
  ])("%s", (message, parts) => {
    expect(fault(smallProgram(parts))).toEqual({ fault: "exports", message });
  });
});

describe("bad input: imports unknown functions", () => {
  const imports = (...entries: Uint8Array[]) => smallProgram({ imports: [...smallParts.imports, ...entries] });

  it("names each of them, and those that have other types", () => {
    const program = loadProgram(
      smallProgram({
        imports: [
          ...smallParts.imports,
          importFunction("ext_storage_get_version_9", 1),
          importFunction("ext_storage_set_version_1", 1),
          importFunction("ext_hashing_twox_1024_version_1", 2),
        ],
      }),
    );
    const known: Readonly<Record<string, { takes: "i32"[] | "i64"[]; gives: undefined }>> = {
      ext_allocator_free_version_1: { takes: ["i32"], gives: undefined },
      ext_storage_set_version_1: { takes: ["i64", "i64"], gives: undefined },
    };
    expect(() => checkImports(program.imports, (name) => known[name])).toThrow(
      "the program imports functions that this node does not have: ext_storage_get_version_9, " +
        "ext_hashing_twox_1024_version_1; it imports functions by other types than they have: ext_storage_set_version_1",
    );
    const small = loadProgram(smallProgram());
    expect(() => checkImports(small.imports, (name) => known[name])).not.toThrow();
  });

  it.each<[string, Uint8Array]>([
    ['the program imports wasi.fd_write, and the host has only "env"', imports(importFunction("fd_write", 1, "wasi"))],
    [
      "the program imports the global stack, and the host has only functions",
      imports(concatBytes(Uint8Array.of(3), utf8("env"), Uint8Array.of(5), utf8("stack"), Uint8Array.of(3, 0x7f, 0))),
    ],
    [
      "the program imports the memory second, and the host has only functions",
      imports(importMemory(limits(1), "second")),
    ],
  ])("%s", (message, code) => {
    expect(fault(code)).toEqual({ fault: "imports", message });
  });
});

describe("bad input: asks for 4 GiB", () => {
  it("is refused when its memory and its heap are more than 32 bits reach", () => {
    const pages = (minimum: number) => {
      const imports = [importMemory(limits(minimum)), smallParts.imports[1] as Uint8Array];
      return loadProgram(smallProgram({ imports })).memory;
    };
    expect(() => checkPages(pages(5536), 60_000)).not.toThrow();
    expect(() => checkPages(pages(5537), 60_000)).toThrow(
      "the program asks for 5537 pages of memory, which with 60000 for its heap are more than 65536",
    );
  });
});

describe("what set_code looks at", () => {
  it("does not need a module that can be executed", () => {
    const { version } = readProgram(writeModule({ bodies: [body(0x41, 0)], functions: [9] }));
    expect(version).toBeUndefined();
    expect(() => readProgram(withBody(0xc0))).toThrow(ProgramError);
  });

  it("takes data at any place", () => {
    expect(readProgram(smallProgram({ data: [data(-1, utf8("x"))] })).sections.dataEnd).toBe(2 ** 32);
  });
});

it("damaged code is refused with a clear error, or taken, and nothing else happens", () => {
  const whole = smallProgram({ custom: [["runtime_version", new Uint8Array(40).fill(4)]] });
  let seed = 7;
  const below = (limit: number): number => {
    seed = (Math.imul(seed, 1_103_515_245) + 12_345) >>> 0;
    return (seed >>> 8) % limit;
  };
  const faults = new Set<string>();
  for (let round = 0; round < 5000; round++) {
    const code = whole.slice(0, below(10) === 0 ? 1 + below(whole.length) : whole.length);
    for (let changes = below(3); changes >= 0; changes--) code[below(code.length)] = below(256);
    try {
      loadProgram(code).module;
    } catch (error) {
      if (!(error instanceof ProgramError)) throw error;
      faults.add(error.fault);
    }
  }
  expect([...faults].sort()).toEqual(["exports", "format", "imports", "module", "version"]);
});
