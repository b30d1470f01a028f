import { BinaryReader } from "./binary.ts";
import { readValueType, refuseFeature, skipInstructions, type ValueType } from "./features.ts";

export interface FunctionType {
  readonly takes: readonly ValueType[];
  readonly gives: ValueType | undefined;
}

/** A size in pages of 64 KiB (memories) or in entries (tables). */
export interface Limits {
  readonly minimum: number;
  readonly maximum: number | undefined;
}

export type ExternalKind = "function" | "table" | "memory" | "global";

/** What a module asks of its host. */
export interface ModuleImport {
  readonly module: string;
  readonly name: string;
  readonly kind: ExternalKind;
  /** Of functions. */
  readonly type?: FunctionType;
  /** Of memories. */
  readonly limits?: Limits;
}

export interface ModuleExport {
  readonly name: string;
  readonly kind: ExternalKind;
  readonly index: number;
}

export interface ModuleGlobal {
  readonly type: ValueType;
  readonly mutable: boolean;
  /** What a single constant says it is at first, of i32 only; undefined for anything else. */
  readonly initial: number | undefined;
}

/** Where a section lies: its number, and the bytes from its number to its end. */
export interface SectionSpan {
  readonly id: number;
  readonly from: number;
  readonly to: number;
}

/** What a module's sections say, apart from its code, which was only looked through. */
export interface ModuleSections {
  readonly spans: readonly SectionSpan[];
  readonly types: readonly FunctionType[];
  readonly imports: readonly ModuleImport[];
  /** The index of the type of each function that it defines. */
  readonly functions: readonly number[];
  readonly tables: readonly Limits[];
  readonly memories: readonly Limits[];
  readonly globals: readonly ModuleGlobal[];
  readonly exports: readonly ModuleExport[];
  /** Whether a function runs when the module starts. */
  readonly starts: boolean;
  /** Initial expressions that are more than one constant. */
  readonly computedInitials: number;
  /** The first byte of memory after all initial data, of segments at constant places. */
  readonly dataEnd: number;
  /** The content of the first custom section of each name. */
  readonly custom: ReadonlyMap<string, Uint8Array>;
}

export const sectionIds = {
  custom: 0,
  type: 1,
  import: 2,
  function: 3,
  table: 4,
  memory: 5,
  global: 6,
  export: 7,
  start: 8,
  element: 9,
  code: 10,
  data: 11,
  dataCount: 12,
} as const;

/** The number of data segments comes before the code. */
const order = (id: number): number => (id === sectionIds.dataCount ? 9.5 : id);

const kinds: readonly ExternalKind[] = ["function", "table", "memory", "global"];
const magic = [0, 0x61, 0x73, 0x6d];

type Writable<T> = { -readonly [K in keyof T]: T[K] };
type Draft = Writable<ModuleSections>;

/**
 * Reads a module as the original's node does before it compiles it. Rust: `parity_wasm: module.rs Module::deserialize`,
 * with its features off.
 * @throws ProgramError of fault `format`
 */
export function readSections(bytes: Uint8Array): ModuleSections {
  const from = new BinaryReader(bytes);
  if (magic.some((byte) => from.done || from.byte() !== byte)) {
    from.at = 0;
    from.fail("it does not begin as a module does");
  }
  const version = from.take(4);
  if (version[0] !== 1 || version[1] !== 0 || version[2] !== 0 || version[3] !== 0) from.fail("its version is not 1");

  const spans: SectionSpan[] = [];
  const custom = new Map<string, Uint8Array>();
  const draft: Draft = {
    spans,
    custom,
    types: [],
    imports: [],
    functions: [],
    tables: [],
    memories: [],
    globals: [],
    exports: [],
    starts: false,
    computedInitials: 0,
    dataEnd: 0,
  };
  let bodies = 0;
  let last = 0;
  while (!from.done) {
    const start = from.at;
    const id = from.byte();
    if (id === 13) refuseFeature("exceptions", start);
    const size = from.u32();
    if (size > from.end - from.at) from.fail("a section ends too early");
    const section = new BinaryReader(bytes, from.at, from.at + size);
    if (id === sectionIds.custom) {
      const name = section.name();
      if (!custom.has(name)) custom.set(name, section.take(section.end - section.at));
    } else {
      if (order(id) <= last) from.fail("its sections are out of order");
      last = order(id);
      if (id === sectionIds.code) bodies = readCode(section);
      else readSection(id, section, draft);
      if (!section.done) section.fail("a section is longer than what is in it");
    }
    from.at += size;
    spans.push({ id, from: start, to: from.at });
  }
  if (bodies !== draft.functions.length) from.fail("it has not as many bodies as functions");
  return draft;
}

function readSection(id: number, from: BinaryReader, draft: Draft): void {
  const index = (): number => from.u32();
  switch (id) {
    case sectionIds.type:
      draft.types = from.list(() => readFunctionType(from));
      return;
    case sectionIds.import:
      draft.imports = from.list(() => readImport(from, draft.types));
      return;
    case sectionIds.function:
      draft.functions = from.list(index);
      return;
    case sectionIds.table:
      draft.tables = from.list(() => readTable(from));
      return;
    case sectionIds.memory:
      draft.memories = from.list(() => readLimits(from));
      return;
    case sectionIds.global:
      draft.globals = from.list(() => readGlobal(from, draft));
      return;
    case sectionIds.export:
      draft.exports = from.list(() => ({ name: from.name(), kind: readKind(from), index: index() }));
      return;
    case sectionIds.start:
      draft.starts = true;
      from.u32();
      return;
    case sectionIds.element:
      from.list(() => {
        readSegmentHead(from, draft);
        from.list(index);
      });
      return;
    case sectionIds.data:
      from.list(() => {
        const at = readSegmentHead(from, draft);
        const { length } = from.take(from.u32());
        if (at !== undefined) draft.dataEnd = Math.max(draft.dataEnd, (at >>> 0) + length);
      });
      return;
    case sectionIds.dataCount:
      from.u32();
      return;
    default:
      from.fail(`a section of the unknown kind ${id}`);
  }
}

function readCode(from: BinaryReader): number {
  const count = from.u32();
  for (let left = count; left > 0; left--) {
    const size = from.u32();
    if (size > from.end - from.at) from.fail("a function ends too early");
    const body = new BinaryReader(from.bytes, from.at, from.at + size);
    for (let groups = body.u32(); groups > 0; groups--) {
      body.u32();
      readValueType(body);
    }
    skipInstructions(body);
    if (!body.done) body.fail("a function is longer than what is in it");
    from.at += size;
  }
  return count;
}

function readFunctionType(from: BinaryReader): FunctionType {
  const form = from.byte();
  if (form !== 0x60) refuseFeature("a type that is no function", from.at - 1);
  const takes = from.list(() => readValueType(from));
  const gives = from.list(() => readValueType(from));
  if (gives.length > 1) refuseFeature("functions with several results (multi-value)", from.at);
  return { takes, gives: gives[0] };
}

function readKind(from: BinaryReader): ExternalKind {
  const kind = from.byte();
  return kinds[kind] ?? refuseFeature(kind === 4 ? "exceptions" : "an unknown kind of import or export", from.at - 1);
}

function readImport(from: BinaryReader, types: readonly FunctionType[]): ModuleImport {
  const module = from.name();
  const name = from.name();
  const kind = readKind(from);
  if (kind === "function") {
    const type = types[from.u32()];
    return { module, name, kind, type: type ?? from.fail("a function is of an unknown type") };
  }
  if (kind === "memory") return { module, name, kind, limits: readLimits(from) };
  if (kind === "table") readTable(from);
  else readGlobalType(from);
  return { module, name, kind };
}

function readLimits(from: BinaryReader): Limits {
  const flags = from.byte();
  if (flags > 1) refuseFeature(flags < 4 ? "threads" : "memory of 64 bits", from.at - 1);
  return { minimum: from.u32(), maximum: flags === 1 ? from.u32() : undefined };
}

function readTable(from: BinaryReader): Limits {
  if (from.byte() !== 0x70) refuseFeature("reference types", from.at - 1);
  return readLimits(from);
}

function readGlobalType(from: BinaryReader): { readonly type: ValueType; readonly mutable: boolean } {
  const type = readValueType(from);
  const mutable = from.byte();
  if (mutable > 1) from.fail("a global is neither variable nor constant");
  return { type, mutable: mutable === 1 };
}

function readGlobal(from: BinaryReader, draft: Draft): ModuleGlobal {
  return { ...readGlobalType(from), initial: readInitial(from, draft) };
}

/** Where a segment of data or elements goes; undefined when it is no constant. */
function readSegmentHead(from: BinaryReader, draft: Draft): number | undefined {
  const at = from.at;
  const index = from.u32();
  // The second way to write the first memory is told apart by nothing else; others come from later editions.
  if (index === 2 && from.byte() === 0) return readInitial(from, draft);
  if (index !== 0) refuseFeature("bulk memory", at);
  return readInitial(from, draft);
}

/** The value of an expression that is one constant of type i32. Expressions of several instructions are counted. */
function readInitial(from: BinaryReader, draft: Draft): number | undefined {
  const start = from.at;
  const value = readConstant(from);
  if (value !== "computed" && from.byte() === 0x0b) return value;
  from.at = start;
  skipInstructions(from);
  draft.computedInitials++;
  return undefined;
}

/** A constant: its value where it is of type i32. */
function readConstant(from: BinaryReader): number | undefined | "computed" {
  switch (from.byte()) {
    case 0x41:
      return from.i32();
    case 0x42:
      from.skipInteger(10);
      return undefined;
    case 0x43:
      from.take(4);
      return undefined;
    case 0x44:
      from.take(8);
      return undefined;
    default:
      return "computed";
  }
}
