import { isUtf8 } from "node:buffer";
import { parsePiece, parseText } from "./json.ts";
import { LongText } from "./long-text.ts";
import type { Turn, Work } from "./slices/work.ts";

/** Messages, and runs of values in longer ones, of up to this many bytes are read in one go. */
const pieceSize = 65_536;
/** How deep the values of longer messages may nest: as deep as the original's reader goes. */
const maxDepth = 128;

const quote = 0x22;
const backslash = 0x5c;
const comma = 0x2c;
const colon = 0x3a;
const openList = 0x5b;
const closeList = 0x5d;
const openObject = 0x7b;
const closeObject = 0x7d;

/** Whether a message is read in turns. */
export const isLongMessage = (bytes: Buffer): boolean => bytes.length > pieceSize;

/** Reads a message that is not long. @throws SyntaxError */
export function parseShort(bytes: Buffer): unknown {
  if (!isUtf8(bytes)) throw new SyntaxError("not UTF-8");
  return parseText(bytes.toString("utf8"));
}

/**
 * Reads a long message in turns. Strings in it that are longer than 64 KiB stay as they came.
 * @throws SyntaxError
 */
export function* parseLong(bytes: Buffer, turn: Turn): Work<unknown> {
  if (!isUtf8(bytes)) throw new SyntaxError("not UTF-8");
  const ends = yield* findEnds(bytes, turn);
  const reader: LongReader = { bytes, turn, ends, at: skipSpace(bytes, 0) };
  if (!ends.has(reader.at)) return parseText(bytes.toString("utf8"));
  const value = yield* readLong(reader);
  if (skipSpace(bytes, reader.at) < bytes.length) throw unexpected(reader.at);
  return value;
}

interface LongReader {
  readonly bytes: Buffer;
  readonly turn: Turn;
  /** Where the long lists, objects and strings end, by where they start. */
  readonly ends: ReadonlyMap<number, number>;
  at: number;
}

const unexpected = (at: number): SyntaxError => new SyntaxError(`unexpected at byte ${at}`);

/** Bytes looked at before the time is. */
const stride = 4096;

function* findEnds(bytes: Buffer, turn: Turn): Work<Map<number, number>> {
  const ends = new Map<number, number>();
  const starts: number[] = [];
  let check = stride;
  for (let at = 0; at < bytes.length; at++) {
    if (at >= check) {
      check = at + stride;
      if (turn.over()) yield;
    }
    const byte = bytes[at];
    if (byte === quote) {
      const end = endOfString(bytes, at);
      if (end - at > pieceSize) ends.set(at, end);
      at = end - 1;
    } else if (byte === openList || byte === openObject) {
      if (starts.push(at) > maxDepth) throw new SyntaxError("nested too deep");
    } else if (byte === closeList || byte === closeObject) {
      const start = starts.pop();
      if (start === undefined) throw unexpected(at);
      if (at + 1 - start > pieceSize) ends.set(start, at + 1);
    }
  }
  return ends;
}

/** Where a string ends, its quotes included. */
function endOfString(bytes: Buffer, start: number): number {
  for (let from = start + 1; ; ) {
    const end = bytes.indexOf(quote, from);
    if (end < 0) throw new SyntaxError("a string does not end");
    let slashes = 0;
    while (bytes[end - 1 - slashes] === backslash) slashes++;
    if (slashes % 2 === 0) return end + 1;
    from = end + 1;
  }
}

function skipSpace(bytes: Buffer, from: number): number {
  for (let at = from; ; at++) {
    const byte = bytes[at];
    if (byte !== 0x20 && byte !== 0x0a && byte !== 0x0d && byte !== 0x09) return at;
  }
}

/** Passes over a value that is no long one, up to the comma or the bracket behind it. */
function skipShort(bytes: Buffer, from: number): number {
  let depth = 0;
  for (let at = from; at - from <= pieceSize; at++) {
    const byte = bytes[at];
    if (byte === quote) at = endOfString(bytes, at) - 1;
    else if (byte === openList || byte === openObject) depth++;
    else if (byte === comma && depth === 0) return at;
    else if ((byte === closeList || byte === closeObject) && depth-- === 0) return at;
  }
  throw unexpected(from);
}

/** Reads the long value that starts here. */
function* readLong(reader: LongReader): Work<unknown> {
  const { bytes, at } = reader;
  switch (bytes[at]) {
    case openList:
      return yield* readItems(reader);
    case openObject:
      return Object.fromEntries((yield* readMembers(reader)) as [string, unknown][]);
    default: {
      const end = reader.ends.get(at) as number;
      reader.at = end;
      return new LongText(bytes.subarray(at, end));
    }
  }
}

function readItems(reader: LongReader): Work<unknown[]> {
  return readParts(reader, { open: "[", close: "]", end: closeList, list: (run) => run as unknown[] });
}

function readMembers(reader: LongReader): Work<unknown[]> {
  return readParts(reader, { open: "{", close: "}", end: closeObject, list: (run) => Object.entries(run) });
}

/**
 * Reads the items of a long list, or the members of a long object as pairs: those that are not long in runs.
 * @param of how a run of them is read.
 */
function* readParts(
  reader: LongReader,
  of: {
    readonly open: string;
    readonly close: string;
    readonly end: number;
    readonly list: (run: object) => unknown[];
  },
): Work<unknown[]> {
  const { bytes, ends, turn } = reader;
  const parts: unknown[] = [];
  let runStart = -1;
  let runEnd = -1;
  const endRun = (): void => {
    if (runStart < 0) return;
    const run = parsePiece(`${of.open}${bytes.toString("utf8", runStart, runEnd)}${of.close}`);
    for (const part of of.list(run as object)) parts.push(part);
    runStart = -1;
  };
  let at = skipSpace(bytes, reader.at + 1);
  for (let first = true; !(first && bytes[at] === of.end); first = false) {
    if (turn.over()) yield;
    const start = skipSpace(bytes, at);
    let valueAt = start;
    let key: string | undefined;
    if (of.end === closeObject) {
      if (bytes[start] !== quote) throw unexpected(start);
      const keyEnd = endOfString(bytes, start);
      const colonAt = skipSpace(bytes, keyEnd);
      if (bytes[colonAt] !== colon) throw unexpected(colonAt);
      valueAt = skipSpace(bytes, colonAt + 1);
      if (ends.has(valueAt)) key = JSON.parse(bytes.toString("utf8", start, keyEnd)) as string;
    }
    if (ends.has(valueAt)) {
      endRun();
      reader.at = valueAt;
      const value = yield* readLong(reader);
      parts.push(key === undefined ? value : [key, value]);
      at = skipSpace(bytes, reader.at);
    } else {
      at = skipShort(bytes, valueAt);
      if (at === valueAt) throw unexpected(at);
      if (runStart < 0) runStart = start;
      runEnd = at;
    }
    if (bytes[at] === of.end) break;
    if (bytes[at] !== comma) throw unexpected(at);
    if (runStart >= 0 && runEnd - runStart > pieceSize) endRun();
    at++;
  }
  endRun();
  reader.at = at + 1;
  return parts;
}
