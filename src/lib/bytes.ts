import { isUtf8 } from "node:buffer";

/** Lower-case hexadecimal text with 0x in front. */
export type Hex = `0x${string}`;

/** A state key: one character (code 0 to 255) per byte, so that `<` compares in byte order. */
export type StateKey = string;

export const emptyBytes: Uint8Array = new Uint8Array(0);

type Slice = (this: Uint8Array, from: number, to: number) => string;

/** Node's own routines, which take any array of bytes: a Buffer made around one costs as much again. */
const { hexSlice, latin1Slice, utf8Slice } = Buffer.prototype as unknown as Readonly<
  Record<"hexSlice" | "latin1Slice" | "utf8Slice", Slice>
>;

/** Bytes to lower-case hex with 0x. */
export function toHex(bytes: Uint8Array): Hex {
  return `0x${hexSlice.call(bytes, 0, bytes.length)}`;
}

/**
 * Hex with or without 0x to bytes.
 * @throws RangeError when the text is not an even number of hex digits.
 */
export function fromHex(hex: string): Uint8Array {
  const digits = hex.startsWith("0x") ? hex.slice(2) : hex;
  const bytes = Buffer.from(digits, "hex");
  if (digits.length % 2 !== 0 || bytes.length !== digits.length / 2) {
    throw new RangeError(`not hexadecimal: ${hex.slice(0, 80)}`);
  }
  return new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

/** Whether a value is hex text with 0x and an even number of digits. */
export function isHex(value: unknown): value is Hex {
  if (typeof value !== "string" || value.length % 2 !== 0 || !value.startsWith("0x")) return false;
  // Looking for what is no digit needs no stack; a repeated group overflows it with a program of 20 MB.
  return !/[^0-9a-fA-F]/.test(value.slice(2));
}

/** Bytes to a state key (one character per byte). */
export function toKey(bytes: Uint8Array): StateKey {
  return latin1Slice.call(bytes, 0, bytes.length);
}

/** State key to bytes. */
export function fromKey(key: StateKey): Uint8Array {
  const bytes = Buffer.from(key, "latin1");
  return new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

/** A state key as hex. */
export function keyToHex(key: StateKey): Hex {
  return `0x${Buffer.from(key, "latin1").toString("hex")}`;
}

/** Hex to a state key. @throws when the text is no hex. */
export function hexToKey(hex: string): StateKey {
  return toKey(fromHex(hex));
}

/** Base64 text to bytes. */
export function fromBase64(text: string): Uint8Array {
  const bytes = Buffer.from(text, "base64");
  return new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

/** UTF-8 text to bytes. */
export function utf8(text: string): Uint8Array {
  const bytes = Buffer.from(text, "utf8");
  return new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

/** UTF-8 to text; bytes that are none become replacement characters. */
export function fromUtf8(bytes: Uint8Array): string {
  return utf8Slice.call(bytes, 0, bytes.length);
}

/** UTF-8 to text; undefined for bytes that are none. */
export function fromUtf8Strictly(bytes: Uint8Array): string | undefined {
  return isUtf8(bytes) ? fromUtf8(bytes) : undefined;
}

/** All parts in one new array. Of a list use `joinBytes`. */
export function concatBytes(...parts: readonly Uint8Array[]): Uint8Array {
  return joinBytes(parts);
}

/** The parts of a list, of any length, in one new array. */
export function joinBytes(parts: readonly Uint8Array[]): Uint8Array {
  let length = 0;
  for (const part of parts) length += part.length;
  const joined = new Uint8Array(length);
  let at = 0;
  for (const part of parts) {
    joined.set(part, at);
    at += part.length;
  }
  return joined;
}

/** The same memory as a plain array: `slice` of a Buffer is a view, where that of a plain array is a copy. */
export function plainBytes(bytes: Uint8Array): Uint8Array {
  return new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.length);
}

/** Whether both hold the same bytes. */
export function equalBytes(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && Buffer.compare(a, b) === 0;
}

/** Negative, zero or positive as `a` sorts before, with or after `b`. */
export function compareBytes(a: Uint8Array, b: Uint8Array): number {
  return Buffer.compare(a, b);
}

/** The first key after every key that starts with `prefix`; undefined when there is none. */
export function prefixEnd(prefix: StateKey): StateKey | undefined {
  for (let length = prefix.length; length > 0; length--) {
    const code = prefix.charCodeAt(length - 1);
    if (code < 255) return prefix.slice(0, length - 1) + String.fromCharCode(code + 1);
  }
  return undefined;
}
