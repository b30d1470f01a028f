import { concatBytes, utf8 } from "../../lib/bytes.ts";
import { list, moduleStart, section, signed, unsigned } from "../../wasm/module/encode.ts";

/** Bytes that lie in memory when a program starts. */
export interface Segment {
  readonly at: number;
  readonly bytes: Uint8Array;
}

/** Numbers that sections have. */
const custom = 0;
const data = 11;

const i32Const = 0x41;
const end = 0x0b;

/** A section with data, which comes after those of a program's code. */
export function dataSection(segments: readonly Segment[]): Uint8Array {
  const encoded = segments.map(({ at, bytes }) =>
    concatBytes(Uint8Array.of(0, i32Const), signed(at), Uint8Array.of(end), unsigned(bytes.length), bytes),
  );
  return section(data, list(encoded));
}

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
    const length = kind === custom ? readUnsigned(content, 0) : undefined;
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
