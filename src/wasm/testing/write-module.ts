import { concatBytes, emptyBytes, joinBytes, utf8 } from "../../lib/bytes.ts";
import { customSection, list, moduleStart, name, section, signed, unsigned } from "../module/encode.ts";
import type { ValueType } from "../module/features.ts";
import { sectionIds } from "../module/sections.ts";

const types: Readonly<Record<ValueType, number>> = { i32: 0x7f, i64: 0x7e, f32: 0x7d, f64: 0x7c };
const kinds = { function: 0, table: 1, memory: 2, global: 3 } as const;
const end = 0x0b;

/** The items of a module's sections, each as its bytes. A section without items is left out. */
export interface ModuleParts {
  readonly types: readonly Uint8Array[];
  readonly imports: readonly Uint8Array[];
  /** The index of each function's type. */
  readonly functions: readonly number[];
  readonly tables: readonly Uint8Array[];
  readonly memories: readonly Uint8Array[];
  readonly globals: readonly Uint8Array[];
  readonly exports: readonly Uint8Array[];
  readonly start: number | undefined;
  readonly elements: readonly Uint8Array[];
  readonly bodies: readonly Uint8Array[];
  readonly data: readonly Uint8Array[];
  readonly custom: readonly (readonly [title: string, content: Uint8Array])[];
}

const nothing: ModuleParts = {
  ...{ types: [], imports: [], functions: [], tables: [], memories: [], globals: [], exports: [] },
  ...{ start: undefined, elements: [], bodies: [], data: [], custom: [] },
};

/** A module of these parts. */
export function writeModule(parts: Partial<ModuleParts>): Uint8Array {
  const all = { ...nothing, ...parts };
  const part = (id: number, items: readonly Uint8Array[]) =>
    items.length === 0 ? emptyBytes : section(id, list(items));
  return concatBytes(
    moduleStart,
    part(sectionIds.type, all.types),
    part(sectionIds.import, all.imports),
    part(
      sectionIds.function,
      all.functions.map((type) => unsigned(type)),
    ),
    part(sectionIds.table, all.tables),
    part(sectionIds.memory, all.memories),
    part(sectionIds.global, all.globals),
    part(sectionIds.export, all.exports),
    all.start === undefined ? emptyBytes : section(sectionIds.start, unsigned(all.start)),
    part(sectionIds.element, all.elements),
    part(sectionIds.code, all.bodies),
    part(sectionIds.data, all.data),
    joinBytes(all.custom.map(([title, content]) => customSection(title, content))),
  );
}

export function functionType(takes: readonly ValueType[], gives: readonly ValueType[]): Uint8Array {
  const values = (of: readonly ValueType[]) => list(of.map((type) => Uint8Array.of(types[type])));
  return concatBytes(Uint8Array.of(0x60), values(takes), values(gives));
}

export function importFunction(title: string, type: number, from = "env"): Uint8Array {
  return concatBytes(name(from), name(title), Uint8Array.of(kinds.function), unsigned(type));
}

/** Limits of a memory in pages, or of a table in entries. */
export function limits(minimum: number, maximum?: number): Uint8Array {
  if (maximum === undefined) return concatBytes(Uint8Array.of(0), unsigned(minimum));
  return concatBytes(Uint8Array.of(1), unsigned(minimum), unsigned(maximum));
}

export function importMemory(size: Uint8Array, title = "memory", from = "env"): Uint8Array {
  return concatBytes(name(from), name(title), Uint8Array.of(kinds.memory), size);
}

/** A table of functions. */
export function table(size: Uint8Array): Uint8Array {
  return concatBytes(Uint8Array.of(0x70), size);
}

/** A constant global. @param expression what gives its value, without its end */
export function global(type: ValueType, expression: Uint8Array): Uint8Array {
  return concatBytes(Uint8Array.of(types[type], 0), expression, Uint8Array.of(end));
}

/** The instruction that gives a constant. */
export function constant(value: number): Uint8Array {
  return concatBytes(Uint8Array.of(0x41), signed(value));
}

export function exported(title: string, kind: keyof typeof kinds, index: number): Uint8Array {
  return concatBytes(name(title), Uint8Array.of(kinds[kind]), unsigned(index));
}

/** A function without variables of its own. @param instructions without their end */
export function body(...instructions: readonly number[]): Uint8Array {
  const content = Uint8Array.of(0, ...instructions, end);
  return concatBytes(unsigned(content.length), content);
}

/** Bytes that memory begins with at a place. */
export function data(at: number, bytes: Uint8Array): Uint8Array {
  return concatBytes(Uint8Array.of(0), constant(at), Uint8Array.of(end), unsigned(bytes.length), bytes);
}

/** Where the heap of the small program begins. */
export const smallHeapBase = 1024;

/** A program that lacks nothing: it imports its memory and a function, and its `Core_version` answers five bytes. */
export const smallParts: ModuleParts = {
  ...nothing,
  types: [functionType(["i32", "i32"], ["i64"]), functionType(["i32"], []), functionType(["i32"], ["i32"])],
  imports: [importMemory(limits(2)), importFunction("ext_allocator_free_version_1", 1)],
  functions: [0],
  globals: [global("i32", constant(smallHeapBase))],
  exports: [exported("Core_version", "function", 1), exported("__heap_base", "global", 0)],
  // i64.const 5 << 32 | 16, as a pointer and a length.
  bodies: [body(0x42, ...[0x90, 0x80, 0x80, 0x80, 0xd0, 0x00])],
  data: [data(16, utf8("hello"))],
};

/** The small program with some of its parts replaced. */
export function smallProgram(parts: Partial<ModuleParts> = {}): Uint8Array {
  return writeModule({ ...smallParts, ...parts });
}
