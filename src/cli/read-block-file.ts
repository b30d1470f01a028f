import { Reader } from "../codec/io.ts";
import { fromHex, fromUtf8, type Hex, isHex, joinBytes } from "../lib/bytes.ts";
import { messageOf, UserError } from "../lib/user-error.ts";
import type { Justification } from "../primitives/block.ts";
import { encodeHeader, readHeader } from "../primitives/header.ts";
import type { FileBlock } from "./block-file.ts";

/** No block is longer than this in a file, as SCALE or as JSON. */
const longestBlock = 64 * 1024 * 1024;

/** The part of a file that is not used up, and more of it on demand. */
interface Window {
  bytes: Uint8Array;
  /** Brings at least as many bytes again as there are; false at the end of the file. */
  grow(): boolean;
}

function windowOf(parts: Iterable<Uint8Array>): Window {
  const source = parts[Symbol.iterator]();
  const window: Window = {
    bytes: new Uint8Array(0),
    grow() {
      const pieces = [window.bytes];
      for (let missing = Math.max(1, window.bytes.length); missing > 0; ) {
        const { done, value } = source.next();
        if (done) break;
        pieces.push(value);
        missing -= value.length;
      }
      if (pieces.length > 1) window.bytes = joinBytes(pieces);
      return pieces.length > 1;
    },
  };
  return window;
}

/** An extrinsic with the length in front of it. */
function takeExtrinsic(from: Reader): Uint8Array {
  const start = from.offset;
  const length = Number(from.compact());
  from.take(length);
  return from.bytes.slice(start, from.offset);
}

function takeList<T>(from: Reader, take: () => T): T[] {
  const list: T[] = [];
  for (let left = Number(from.compact()); left > 0; left--) list.push(take());
  return list;
}

function takeBlock(from: Reader): FileBlock {
  const start = from.offset;
  readHeader(from);
  const header = from.bytes.slice(start, from.offset);
  const extrinsics = takeList(from, () => takeExtrinsic(from));
  const takeJustification = (): Justification => {
    const engine = Buffer.from(from.take(4)).toString("latin1");
    return [engine, from.take(Number(from.compact()))];
  };
  const justifications = from.u8() === 0 ? undefined : takeList(from, takeJustification);
  return { header, extrinsics, justifications };
}

function* binaryBlocks(window: Window): Generator<FileBlock> {
  const take = <T>(read: (from: Reader) => T): T => {
    for (;;) {
      const from = new Reader(window.bytes);
      try {
        const value = read(from);
        window.bytes = window.bytes.subarray(from.offset);
        return value;
      } catch (error) {
        // The block may go on in the next part of the file.
        if (window.bytes.length > longestBlock || !window.grow()) throw error;
      }
    }
  };
  const count = take((from) => from.u64());
  for (let index = 0n; index < count; index++) yield take(takeBlock);
  if (window.bytes.length > 0 || window.grow()) throw new RangeError("bytes follow the last block");
}

interface JsonBlock {
  block: {
    header: { parentHash: Hex; number: string; stateRoot: Hex; extrinsicsRoot: Hex; digest: { logs: Hex[] } };
    extrinsics: Hex[];
  };
  justifications: [number[], number[]][] | null;
}

function fromJsonBlock({ block, justifications }: JsonBlock): FileBlock {
  const { header, extrinsics } = block;
  const fields = [header.parentHash, header.stateRoot, header.extrinsicsRoot];
  if (!fields.every((hash) => isHex(hash) && hash.length === 66)) throw new RangeError("a hash is not 32 bytes of hex");
  return {
    header: encodeHeader({ ...header, number: Number(header.number), digest: header.digest.logs.map(fromHex) }),
    extrinsics: extrinsics.map(fromHex),
    justifications: justifications?.map(([engine, proof]) => [
      Buffer.from(engine).toString("latin1"),
      Uint8Array.from(proof),
    ]),
  };
}

const [open, close] = [0x7b, 0x7d];
const whitespace = [0x20, 0x09, 0x0a, 0x0d];

/** JSON documents that follow each other: the text of each, found by its braces (hex and numbers hold none). */
function* jsonDocuments(window: Window): Generator<string> {
  let depth = 0;
  for (let at = 0; at < window.bytes.length || window.grow(); at++) {
    const byte = window.bytes[at] as number;
    if (depth === 0 && byte !== open && !whitespace.includes(byte)) throw new RangeError("a { is expected");
    if (byte === open) depth++;
    if (byte === close && --depth === 0) {
      yield fromUtf8(window.bytes.subarray(0, at + 1));
      window.bytes = window.bytes.subarray(at + 1);
      at = -1;
    }
    if (at > longestBlock) throw new RangeError(`a block is longer than ${longestBlock} bytes`);
  }
  if (depth !== 0) throw new RangeError("the file ends within a block");
}

function* jsonBlocks(window: Window): Generator<FileBlock> {
  for (const document of jsonDocuments(window)) yield fromJsonBlock(JSON.parse(document) as JsonBlock);
}

/**
 * The blocks of a file that export-blocks wrote, here or in the original. Only one block is held at a time.
 * @param parts the bytes of the file, in any parts.
 * @throws UserError that counts the blocks before the place where the file stops making sense.
 */
export function* readBlockFile(parts: Iterable<Uint8Array>, binary: boolean): Generator<FileBlock> {
  const window = windowOf(parts);
  const blocks = binary ? binaryBlocks(window) : jsonBlocks(window);
  for (let count = 0; ; count++) {
    let next: IteratorResult<FileBlock>;
    try {
      next = blocks.next();
    } catch (error) {
      if (error instanceof UserError) throw error;
      const form = binary ? "JSON, without --binary" : "SCALE, with --binary";
      // A file that had a block in the one form is not in the other.
      const advice = count === 0 ? `is it ${form}?` : "it is cut off or damaged there: export it again";
      throw new UserError(`the block file cannot be read on after ${count} blocks (${messageOf(error)}); ${advice}`);
    }
    if (next.done) return;
    yield next.value;
  }
}
