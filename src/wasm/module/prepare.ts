import { concatBytes, joinBytes } from "../../lib/bytes.ts";
import { BinaryReader } from "./binary.ts";
import { name, section, unsigned } from "./encode.ts";
import { type ModuleSections, sectionIds } from "./sections.ts";

/** Kind 2, and limits without a maximum. */
const memoryWithoutMaximum = Uint8Array.of(2, 0);

/** Kind 3: the export of a global. */
const globalKind = Uint8Array.of(3);

/** Under which name a global is exported that a program changes: none of a program's own begins so. */
export const globalName = (index: number): string => `\0global ${index}`;

/**
 * The module as this node executes it. Its memory, imported or its own, is the import `memory` of `env` without a maximum:
 * so the node makes the memory, and the maximum is the node's. The original writes its own limits over the module's too.
 * The globals that it changes are exported, so that an instance can be as it was at first.
 * Rust: `sc_executor_common: runtime_blob.rs setup_memory_according_to_heap_alloc_strategy`
 * @param minimum pages of the memory
 */
export function prepareModule(bytes: Uint8Array, sections: ModuleSections, minimum: number): Uint8Array {
  const { spans } = sections;
  const memory = concatBytes(name("env"), name("memory"), memoryWithoutMaximum, unsigned(minimum));
  const parts: Uint8Array[] = [bytes.subarray(0, 8)];
  let imported = false;
  const addImports = (entries: readonly Uint8Array[]): void => {
    imported = true;
    const content = joinBytes([unsigned(entries.length + 1), ...entries, memory]);
    parts.push(section(sectionIds.import, content));
  };
  for (const { id, from, to } of spans) {
    if (id === sectionIds.import) addImports(entriesWithoutMemory(bytes, from, to));
    else {
      if (!imported && id > sectionIds.import) addImports([]);
      if (id === sectionIds.export) parts.push(section(id, withGlobals(bytes.subarray(from, to), sections)));
      else if (id !== sectionIds.memory) parts.push(bytes.subarray(from, to));
    }
  }
  if (!imported) addImports([]);
  return joinBytes(parts);
}

/** The exports of a section, and the globals that the program changes after them. */
function withGlobals(span: Uint8Array, { globals }: ModuleSections): Uint8Array {
  const changed = globals.flatMap(({ mutable }, index) => (mutable ? [index] : []));
  const from = new BinaryReader(span, 1);
  from.u32();
  const count = from.u32();
  const added = changed.map((index) => concatBytes(name(globalName(index)), globalKind, unsigned(index)));
  return joinBytes([unsigned(count + added.length), span.subarray(from.at), ...added]);
}

/** The imports of a section as they stand there, apart from a memory. */
function entriesWithoutMemory(bytes: Uint8Array, start: number, end: number): Uint8Array[] {
  const from = new BinaryReader(bytes, start + 1, end);
  from.u32();
  const entries: Uint8Array[] = [];
  for (let left = from.u32(); left > 0; left--) {
    const { at } = from;
    from.take(from.u32());
    from.take(from.u32());
    const kind = from.byte();
    if (kind === 2) {
      if (from.byte() === 1) from.u32();
      from.u32();
    } else {
      // Of functions alone: the module's checks refuse all else.
      from.u32();
      entries.push(bytes.subarray(at, from.at));
    }
  }
  return entries;
}
