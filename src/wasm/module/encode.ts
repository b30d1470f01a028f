import { concatBytes, joinBytes, utf8 } from "../../lib/bytes.ts";

/** What a module begins with: its magic number and version 1. */
export const moduleStart = Uint8Array.of(0, 0x61, 0x73, 0x6d, 1, 0, 0, 0);

/** LEB128 of a number below 2^32. */
export function unsigned(value: number): Uint8Array {
  const bytes: number[] = [];
  let rest = value;
  for (; rest >= 0x80; rest = Math.floor(rest / 0x80)) bytes.push((rest % 0x80) | 0x80);
  bytes.push(rest);
  return Uint8Array.from(bytes);
}

/** Signed LEB128 of 32 bits. */
export function signed(value: number): Uint8Array {
  const bytes: number[] = [];
  let rest = value | 0;
  for (;;) {
    const byte = rest & 0x7f;
    rest >>= 7;
    if (rest === (byte & 0x40 ? -1 : 0)) return Uint8Array.from([...bytes, byte]);
    bytes.push(byte | 0x80);
  }
}

/** A text with its length before it. */
export function name(text: string): Uint8Array {
  const bytes = utf8(text);
  return concatBytes(unsigned(bytes.length), bytes);
}

/** Items with their number before them. */
export function list(items: readonly Uint8Array[]): Uint8Array {
  return concatBytes(unsigned(items.length), joinBytes(items));
}

/** A section of that number. */
export function section(id: number, content: Uint8Array): Uint8Array {
  return concatBytes(Uint8Array.of(id), unsigned(content.length), content);
}

/** A section that no host executes. */
export function customSection(title: string, content: Uint8Array): Uint8Array {
  return section(0, concatBytes(name(title), content));
}
