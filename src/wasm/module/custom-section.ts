import { utf8 } from "../../lib/bytes.ts";
import { moduleStart } from "./encode.ts";

/** The custom section of a name; undefined when the program has none, or the bytes are no program. */
export function findCustomSection(program: Uint8Array, name: string): Uint8Array | undefined {
  if (moduleStart.some((byte, index) => program[index] !== byte)) return undefined;
  const wanted = utf8(name);
  let at = moduleStart.length;
  while (at < program.length) {
    const kind = program[at];
    const size = readUnsigned(program, at + 1);
    if (size === undefined || size.next + size.value > program.length) return undefined;
    const content = program.subarray(size.next, size.next + size.value);
    at = size.next + size.value;
    const length = kind === 0 ? readUnsigned(content, 0) : undefined;
    if (length?.value !== wanted.length) continue;
    const start = length.next + length.value;
    if (wanted.every((byte, index) => content[length.next + index] === byte)) return content.subarray(start);
  }
  return undefined;
}

function readUnsigned(bytes: Uint8Array, from: number): { readonly value: number; readonly next: number } | undefined {
  let value = 0;
  for (let index = 0; index < 5; index++) {
    const byte = bytes[from + index];
    if (byte === undefined) return undefined;
    value += (byte & 0x7f) * 2 ** (7 * index);
    if (byte < 0x80) return { value, next: from + index + 1 };
  }
  return undefined;
}
