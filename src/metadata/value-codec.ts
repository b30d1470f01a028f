import { DecodeError, Reader, Writer } from "../codec/io.ts";
import { cutText } from "../lib/excerpt.ts";
import { UserError } from "../lib/user-error.ts";

/** How values of a type stand in JSON and in SCALE. */
export interface ValueCodec {
  /**
   * Writes a JSON value.
   * @param fallback a whole value of the type, whose fields stand for those that are left out.
   * @throws UserError that names the place and what is wrong there
   */
  write(value: unknown, to: Writing, fallback?: unknown): void;
  /** @throws DecodeError, UserError for what is not built */
  read(from: Reading): unknown;
  /** Writes the value that is all zero: nothing in lists, the first variant of enums. */
  writeZero(to: Writing): void;
  /** Whether null is None: such a field may be left out. */
  readonly optional?: true;
}

/** Finds or makes the codec of a type of the metadata. */
export type CodecOf = (type: number) => ValueCodec;

/** What is known while a value is written. */
export interface Writing {
  readonly to: Writer;
  /** Where in the value: `.field`, `[3]`. */
  readonly path: string[];
  /** Whether fields may be left out: their fallbacks or zeros are written. */
  readonly partial: boolean;
  depth: number;
  /** Items that may still be written. */
  left: number;
}

/** What is known while a value is read. */
export interface Reading {
  readonly from: Reader;
  /** Items that may still be read. */
  left: number;
}

/** Steps down into a value: a call within calls takes two, and runtimes allow 256 of those. */
const deepest = 1000;
/** Items of all lists in one value: no block has as many. Types without bytes would otherwise cost memory for nothing. */
const mostItems = 4_000_000;

/** The bytes that `write` makes. @param where what the path in errors begins with */
export function writing(where: string, write: (to: Writing) => void, partial = false): Uint8Array {
  const to: Writing = { to: new Writer(), path: [where], partial, depth: 0, left: mostItems };
  write(to);
  return to.to.finish();
}

/**
 * What `read` makes of the whole of `bytes`.
 * @param what the words for the bytes in errors: "the bytes of Sudo.Key"
 * @throws UserError when they do not decode, or some are left over
 */
export function readingAll<T>(what: string, bytes: Uint8Array, read: (from: Reading) => T): T {
  try {
    const from = createReading(bytes);
    const value = read(from);
    from.from.end();
    return value;
  } catch (error) {
    if (error instanceof DecodeError) throw new UserError(`${what} do not decode: ${error.message}`);
    throw error;
  }
}

export function createReading(bytes: Uint8Array): Reading {
  return { from: new Reader(bytes), left: mostItems };
}

/** @throws UserError that names the place and says what is wrong there */
export function refuse(to: Writing, words: string): never {
  throw new UserError(`${cutText(to.path.join(""), 400)}: ${words}`);
}

/** Steps down into a part of a value. */
export function into(to: Writing, step: string, write: () => void): void {
  if (++to.depth > deepest) throw new UserError(`${to.path[0]}: the value is nested too deep`);
  if (step !== "") to.path.push(step);
  write();
  if (step !== "") to.path.pop();
  to.depth--;
}

/** Counts items of a list before they are written. */
export function spendWriting(to: Writing, items: number): void {
  to.left -= items;
  if (to.left < 0) refuse(to, `the value has more than ${mostItems} items`);
}

/** Counts items of a list before they are read. */
export function spendReading(reading: Reading, items: number): void {
  reading.left -= items;
  if (reading.left < 0) throw new DecodeError(`more than ${mostItems} items`, reading.from.offset);
}

/** Reads a part of a value, one step down. */
export function readPart<T>(reading: Reading, read: () => T): T {
  reading.from.descend();
  const value = read();
  reading.from.ascend();
  return value;
}

/** A value of JSON in a few words, for errors. */
export function shown(value: unknown): string {
  if (typeof value === "string") return JSON.stringify(cutText(value, 80));
  if (Array.isArray(value)) return `a list of ${value.length}`;
  if (typeof value === "object" && value !== null) return "an object";
  return value === undefined ? "nothing" : String(value);
}

/** Whether a value is an object of JSON. */
export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value) && !(value instanceof Uint8Array);
}

/** A codec of values that have no parts: what it does when fields are left out is nothing special. */
export function leaf(codec: Omit<ValueCodec, "writeZero">, zero: unknown): ValueCodec {
  return { ...codec, writeZero: (to) => codec.write(zero, to) };
}
