import { oversizedResponse } from "./errors.ts";
import { JsonPieces } from "./json.ts";
import type { Room } from "./slices/room.ts";
import type { Turn, Work } from "./slices/work.ts";

/** What whoever answers goes by. */
export interface Answering {
  readonly turn: Turn;
  /** Bytes that an answer may have. */
  readonly maxResponseSize: number;
  /** Only so many large answers are put together at a time. */
  readonly largeAnswers: Room;
}

/** Bytes from which on an answer is a large one. */
const large = 1024 * 1024;

/** Characters put together before they are made bytes. */
const pieceLength = 65_536;

/**
 * JSON text of its parts, one after the other. A part may be undefined where much was read and nothing found.
 * @throws RpcError -32008 as soon as the text is longer than an answer may be.
 */
export function* textOf(parts: Iterable<string | undefined>, answering: Answering): Work<JsonPieces> {
  const { turn, maxResponseSize, largeAnswers } = answering;
  const pieces: Buffer[] = [];
  let length = 0;
  let text = "";
  let inRoom = false;
  const flush = (): void => {
    const piece = Buffer.from(text);
    pieces.push(piece);
    length += piece.length;
    text = "";
    if (length > maxResponseSize) throw oversizedResponse(maxResponseSize);
  };
  try {
    for (const part of parts) {
      if (turn.over()) yield;
      if (part === undefined) continue;
      text += part;
      if (text.length < pieceLength && length + text.length <= maxResponseSize) continue;
      flush();
      if (length <= large || inRoom) continue;
      yield* largeAnswers.enter();
      inRoom = true;
    }
    flush();
    return new JsonPieces(pieces);
  } finally {
    if (inRoom) largeAnswers.leave();
  }
}

/** The parts of a list, of the texts of its items. */
export function* listParts(items: Iterable<string | undefined>): Generator<string | undefined> {
  yield "[";
  let comma = "";
  for (const item of items) {
    yield item === undefined ? undefined : comma + item;
    if (item !== undefined) comma = ",";
  }
  yield "]";
}

/** The texts of a list of bytes, each as hex. */
export function* hexTexts(list: Iterable<Uint8Array>): Generator<string> {
  for (const bytes of list)
    yield `"0x${Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString("hex")}"`;
}

/** Bytes that are made text at a time. */
const run = 16_384;

/** The parts of bytes as a list of numbers, as the subtensor methods give them. */
export function* byteListParts(bytes: Uint8Array): Generator<string> {
  yield "[";
  for (let at = 0; at < bytes.length; at += run) {
    yield (at === 0 ? "" : ",") + bytes.subarray(at, at + run).join(",");
  }
  yield "]";
}
