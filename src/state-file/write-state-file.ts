import { createHash, type Hash } from "node:crypto";
import type { FileHandle } from "node:fs/promises";
import { pipeline } from "node:stream/promises";
import { createZstdCompress } from "node:zlib";
import { type Hex, type StateKey, toHex } from "../lib/bytes.ts";
import { messageOf } from "../lib/user-error.ts";
import type { BlockOfChain } from "../storage/chain-intake.ts";
import type { StateDifference } from "../storage/chain-view.ts";
import {
  endMark,
  firstLine,
  forkFormat,
  formatVersion,
  letters,
  recordFront,
  StateFileError,
  tailLength,
} from "./format.ts";
import { encodeJson, type StateFileHead } from "./head.ts";
import { encodeBlock, encodeKeys, encodeRecord, encodeReplaced, encodeStep, putFront, type Step } from "./records.ts";
import { writeWholeFile } from "./whole-file.ts";

/** What a state file is written from. */
export interface StateFileContent {
  readonly head: StateFileHead;
  /** As `ChainView.entries` gives them; of a fork as `ChainView.differences` does. */
  readonly entries: AsyncIterable<StateDifference>;
  /** The block that a fork stands on. */
  readonly forked?: BlockOfChain | undefined;
  /** Oldest first, each on the one before, the block of the state last. */
  readonly blocks: Iterable<BlockOfChain>;
  readonly steps: readonly Step[];
}

/** How much of each there is. */
export interface StateFileCounts {
  readonly children: number;
  /** Of the top trie and all child tries. */
  readonly entries: number;
  readonly blocks: number;
  readonly steps: number;
  /** Keys that a fork removed. */
  readonly removed: number;
}

/** A file that was written. */
export interface WrittenStateFile extends StateFileCounts {
  /** Bytes. */
  readonly size: number;
  /** SHA-256 of what is in it, compressed anyhow. */
  readonly digest: Hex;
}

export interface WriteOptions {
  /** Lets others of this thread go on; called often. */
  rest(): Promise<void>;
  /** Ends it; the old file stays. */
  readonly signal?: AbortSignal;
}

/** About so many bytes of entries are one record. */
const recordBytes = 256 * 1024;

/**
 * Writes a state file in place of the one that is there, if any. The same content gives the same bytes. What is written is
 * never held as a whole.
 * @throws StateFileError (`unwritable`); the file that was there is as it was
 */
export async function writeStateFile(
  path: string,
  what: StateFileContent,
  { rest, signal }: WriteOptions,
): Promise<WrittenStateFile> {
  const counts = { children: 0, entries: 0, blocks: 0, steps: 0, removed: 0 };
  let failed: unknown;
  const source = async function* (): AsyncGenerator<Uint8Array> {
    try {
      yield* recordsOf(what, counts, rest);
    } catch (error) {
      failed = error;
      throw error;
    }
  };
  try {
    return await writeWholeFile(path, async (file) => {
      const front = firstLine(what.forked === undefined ? formatVersion : forkFormat);
      const [content, packed] = [createHash("sha256").update(front), createHash("sha256").update(front)];
      await writeAll(file, front);
      let length = 0;
      const sink = async (parts: AsyncIterable<Buffer>): Promise<void> => {
        for await (const part of parts) {
          await writeAll(file, hashed(packed, part));
          length += part.length;
        }
      };
      await pipeline(
        async function* () {
          for await (const record of source()) yield hashed(content, record);
        },
        createZstdCompress({ chunkSize: recordBytes }),
        sink,
        signal === undefined ? {} : { signal },
      );
      const tail = Buffer.alloc(tailLength);
      tail.writeBigUInt64LE(BigInt(length), 0);
      const digest = content.digest();
      tail.set(digest, 8);
      tail.set(packed.digest(), 40);
      tail.set(endMark, tailLength - endMark.length);
      await writeAll(file, tail);
      return { ...counts, size: front.length + length + tailLength, digest: toHex(digest) };
    });
  } catch (error) {
    // What the content's own side cannot give is no fault of the file, and whoever ended it knows.
    if (failed !== undefined || signal?.aborted === true) throw error;
    throw new StateFileError(
      "unwritable",
      `the state file ${path} cannot be written: ${messageOf(error)}; name another place, or make room`,
    );
  }
}

function hashed(hash: Hash, bytes: Uint8Array): Uint8Array {
  hash.update(bytes);
  return bytes;
}

async function writeAll(file: FileHandle, bytes: Uint8Array): Promise<void> {
  for (let at = 0; at < bytes.length; ) at += (await file.write(bytes, at)).bytesWritten;
}

type Counts = { -readonly [K in keyof StateFileCounts]: number };

async function* recordsOf(
  { head, entries, forked, blocks, steps }: StateFileContent,
  counts: Counts,
  rest: () => Promise<void>,
): AsyncGenerator<Uint8Array> {
  yield encodeRecord(letters.head, encodeJson(head));
  yield* entryRecords(entries, counts, rest);
  if (forked !== undefined) yield encodeRecord(letters.forked, encodeBlock(forked));
  for (const block of blocks) {
    counts.blocks++;
    yield encodeRecord(letters.block, encodeBlock(block));
    if (block.replaced !== undefined) yield encodeRecord(letters.replaced, encodeReplaced(block.replaced));
    await rest();
  }
  for (const step of steps) {
    counts.steps++;
    yield encodeRecord(letters.step, encodeStep(step));
  }
  const { removed, ...others } = counts;
  yield encodeRecord(letters.end, encodeJson(forked === undefined ? others : { ...others, removed }));
}

/** The records of a state: of each child trie its name and its entries, then those of the top trie. Removed keys come last of each. */
async function* entryRecords(
  entries: AsyncIterable<StateDifference>,
  counts: Counts,
  rest: () => Promise<void>,
): AsyncGenerator<Uint8Array> {
  /** Undefined is the top trie; null before anything. */
  let trie: StateKey | undefined | null = null;
  let last: StateKey | undefined;
  let removed: StateKey[] = [];
  let buffer = Buffer.allocUnsafe(recordBytes);
  let at = recordFront;
  const take = (): Uint8Array => {
    putFront(buffer, letters.entries, at - recordFront);
    const record = buffer.subarray(0, at);
    buffer = Buffer.allocUnsafe(recordBytes);
    at = recordFront;
    return record;
  };
  const endTrie = function* (): Generator<Uint8Array> {
    if (at > recordFront) yield take();
    if (removed.length > 0) yield encodeRecord(letters.removed, encodeKeys(removed));
    counts.removed += removed.length;
    removed = [];
  };
  for await (const { child, key, value } of entries) {
    if (child !== trie) {
      yield* endTrie();
      if (child !== undefined) counts.children++;
      yield trieRecord(child);
      trie = child;
      last = undefined;
    }
    if (last !== undefined && key <= last) throw new Error("the entries of a state do not come in their order");
    last = key;
    if (value === undefined) {
      removed.push(key);
      continue;
    }
    const size = 8 + key.length + value.length;
    if (at + size > buffer.length) {
      if (at > recordFront) yield take();
      if (at + size > buffer.length) buffer = Buffer.allocUnsafe(at + size);
      await rest();
    }
    buffer.writeUInt32LE(key.length, at);
    buffer.writeUInt32LE(value.length, at + 4);
    buffer.write(key, at + 8, "latin1");
    buffer.set(value, at + 8 + key.length);
    at += size;
    counts.entries++;
  }
  yield* endTrie();
  if (trie !== undefined) yield trieRecord(undefined);
}

const trieRecord = (child: StateKey | undefined): Uint8Array =>
  child === undefined
    ? encodeRecord(letters.top, new Uint8Array(0))
    : encodeRecord(letters.child, Buffer.from(child, "latin1"));
