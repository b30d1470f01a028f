import { concatBytes, joinBytes } from "../../lib/bytes.ts";
import { BinaryReader } from "./binary.ts";
import { name, section, unsigned } from "./encode.ts";
import { type ModuleSections, sectionIds } from "./sections.ts";

/** Kind 2, and limits without a maximum. */
const memoryWithoutMaximum = Uint8Array.of(2, 0);

/**
 * The module with its memory, imported or its own, as the import `memory` of `env` without a maximum: so the node that
 * executes it makes the memory, and the maximum is the node's. The original writes its own limits over the module's too.
 * Rust: `sc_executor_common: runtime_blob.rs setup_memory_according_to_heap_alloc_strategy`
 * @param minimum pages of the memory
 */
export function withHostMemory(bytes: Uint8Array, { spans }: ModuleSections, minimum: number): Uint8Array {
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
      if (id !== sectionIds.memory) parts.push(bytes.subarray(from, to));
    }
  }
  if (!imported) addImports([]);
  return joinBytes(parts);
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
