import { BinaryReader } from "./binary.ts";
import {
  type FunctionType,
  type Initial,
  type Limits,
  type ModuleExport,
  type ModuleGlobal,
  type ModuleImport,
  readFunctionType,
  readGlobal,
  readImport,
  readKind,
  readLimits,
  readSegmentPlace,
  readTable,
} from "./entries.ts";
import { readValueType, refuseFeature, skipInstructions } from "./features.ts";

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
  /** Where segments of elements and data go. */
  readonly places: readonly Initial[];
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
    places: [],
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
      draft.globals = from.list(() => readGlobal(from));
      return;
    case sectionIds.export:
      draft.exports = from.list(() => ({ name: from.name(), kind: readKind(from), index: index() }));
      return;
    case sectionIds.start:
      draft.starts = true;
      from.u32();
      return;
    case sectionIds.element:
      draft.places = from.list(() => {
        const place = readSegmentPlace(from);
        for (let left = index(); left > 0; left--) index();
        return place;
      });
      return;
    case sectionIds.data:
      draft.places = [...draft.places, ...from.list(() => readData(from, draft))];
      return;
    case sectionIds.dataCount:
      from.u32();
      return;
    default:
      from.fail(`a section of the unknown kind ${id}`);
  }
}

function readData(from: BinaryReader, draft: Draft): Initial {
  const place = readSegmentPlace(from);
  const { length } = from.take(from.u32());
  if (typeof place === "number") draft.dataEnd = Math.max(draft.dataEnd, (place >>> 0) + length);
  return place;
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
