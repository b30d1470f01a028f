import { readSync } from "node:fs";
import { fromUtf8, joinBytes } from "./bytes.ts";
import { JsonError, JsonReader } from "./json-reader.ts";

/** Reads the parts of a JSON text out of a file, forward only, with little of it in memory. */
export interface FileScanner {
  /** Offset of the next byte in the file. */
  at(): number;
  /** Passes over blanks. @returns the byte after them, not taken; undefined at the end */
  peek(): number | undefined;
  /** Takes one character after blanks. @throws JsonError when it is another one */
  take(character: string): void;
  /** Takes a string after blanks. @throws JsonError */
  string(): string;
  /** Takes a whole value after blanks, of a length that fits into memory. @returns its text @throws JsonError */
  value(): Uint8Array;
}

const blanks = new Set([0x20, 0x0a, 0x09, 0x0d]);
const [quote, backslash] = [0x22, 0x5c];
const opens = new Set([0x7b, 0x5b]);
const closes = new Set([0x7d, 0x5d]);
const ends = new Set([...closes, 0x2c]);
/** So many bytes are read at once. */
const pieceBytes = 1024 * 1024;

/** @param from where to begin, in bytes */
export function createFileScanner(descriptor: number, from = 0): FileScanner {
  let [bytes, start, at] = [new Uint8Array(0), from, 0];

  /** Brings more bytes behind those that are not used up. @returns false at the end of the file */
  const grow = (): boolean => {
    const left = bytes.subarray(at);
    const larger = new Uint8Array(left.length + Math.max(pieceBytes, left.length));
    larger.set(left);
    const read = readSync(descriptor, larger, left.length, larger.length - left.length, start + bytes.length);
    [bytes, start, at] = [larger.subarray(0, left.length + read), start + at, 0];
    return read > 0;
  };
  const fail = (problem: string): JsonError => new JsonError(`${problem} at byte ${start + at}`);

  const peek = (): number | undefined => {
    for (;;) {
      if (at === bytes.length && !grow()) return undefined;
      const byte = bytes[at] as number;
      if (!blanks.has(byte)) return byte;
      at++;
    }
  };
  const take = (character: string): void => {
    if (peek() !== character.charCodeAt(0)) throw fail(`expected \`${character}\``);
    at++;
  };
  /** How long the string is that begins at the next byte, with its quotes. */
  const stringLength = (): number => {
    for (let seen = 1; ; ) {
      let end = bytes.indexOf(quote, at + seen);
      while (end > 0 && isEscaped(bytes, end, at)) end = bytes.indexOf(quote, end + 1);
      if (end >= 0) return end + 1 - at;
      seen = Math.max(1, bytes.length - at);
      if (!grow()) throw fail("EOF while parsing a string");
    }
  };
  const takeString = (): Uint8Array => {
    if (peek() !== quote) throw fail("expected a string");
    const length = stringLength();
    const taken = bytes.subarray(at, at + length);
    at += length;
    return taken;
  };

  return {
    at: () => start + at,
    peek,
    take,
    string() {
      const raw = takeString();
      if (!raw.includes(backslash)) return fromUtf8(raw.subarray(1, -1));
      const reader = new JsonReader(raw);
      reader.at = 1;
      return reader.string();
    },
    value() {
      const parts: Uint8Array[] = [];
      let depth = 0;
      for (let byte = peek(); ; byte = at < bytes.length || grow() ? bytes[at] : undefined) {
        if (byte === undefined) throw fail("EOF while parsing a value");
        // What is no string ends where whatever holds it goes on.
        if (depth === 0 && parts.length > 0 && (blanks.has(byte) || ends.has(byte))) break;
        if (opens.has(byte)) depth++;
        if (closes.has(byte)) depth--;
        if (byte === quote) parts.push(takeString().slice());
        else parts.push(bytes.slice(at, ++at));
        if (depth === 0 && (byte === quote || closes.has(byte))) break;
      }
      return joinBytes(parts);
    },
  };
}

/** Whether the quote at an offset belongs to the string: an odd number of backslashes stands before it. */
function isEscaped(bytes: Uint8Array, quoteAt: number, from: number): boolean {
  let before = quoteAt;
  while (before > from && bytes[before - 1] === backslash) before--;
  return (quoteAt - before) % 2 === 1;
}
