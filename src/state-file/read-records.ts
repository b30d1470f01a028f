import { createHash } from "node:crypto";
import type { FileHandle } from "node:fs/promises";
import { pipeline } from "node:stream";
import { createZstdDecompress } from "node:zlib";
import { equalBytes, type StateKey, toKey } from "../lib/bytes.ts";
import type { BlockOfChain } from "../storage/chain-intake.ts";
import { RecordError } from "../storage/errors.ts";
import { endMark, firstLine, forkFormat, letters, longestRecord, recordFront, tailLength } from "./format.ts";
import { decodeHead, decodeJson, type StateFileHead } from "./head.ts";
import { decodeBlock, decodeEntries, decodeKeys, decodeReplaced, decodeStep, type Step } from "./records.ts";
import type { StateFileCounts } from "./write-state-file.ts";

/** A part of a state file as it is read, whatever the format. The order is that of format.ts. */
export type StateFilePart =
  | {
      readonly type: "entries";
      /** Undefined: of the top trie. */
      readonly child: StateKey | undefined;
      readonly entries: Iterable<readonly [StateKey, Uint8Array]>;
    }
  /** Of a fork: keys that the state which it stands on has, and this one has not. */
  | { readonly type: "removed"; readonly child: StateKey | undefined; readonly keys: readonly StateKey[] }
  /** Of a fork: the block that it stands on. */
  | { readonly type: "forked"; readonly block: BlockOfChain }
  | { readonly type: "block"; readonly block: BlockOfChain }
  | { readonly type: "step"; readonly step: Step };

/** A file of which the front says that it has this format. */
export interface OpenFile {
  readonly handle: FileHandle;
  /** Bytes. */
  readonly size: number;
}

/** The file ends before its end: its writer was stopped, or its copy was. */
export class CutFile extends Error {}

/** What is found when a file is read to its end. */
export interface StateFileSummary extends StateFileCounts {
  readonly head: StateFileHead;
  /** SHA-256, as the file gives it and as it is. */
  readonly digest: Uint8Array;
  /** Bytes of the records before compression. */
  readonly unpacked: number;
}

interface Tail {
  readonly from: number;
  /** Without it. */
  readonly to: number;
  /** Of the records. */
  readonly digest: Uint8Array;
  /** Of the bytes of the file. */
  readonly packed: Uint8Array;
}

/** @throws CutFile, RecordError */
async function readTail({ handle, size }: OpenFile, front: Uint8Array): Promise<Tail> {
  if (size < front.length + tailLength) throw new CutFile();
  const tail = Buffer.alloc(tailLength);
  await handle.read(tail, 0, tailLength, size - tailLength);
  if (!equalBytes(tail.subarray(tailLength - endMark.length), endMark)) throw new CutFile();
  const length = tail.readBigUInt64LE(0);
  const to = size - tailLength;
  if (length !== BigInt(to - front.length)) throw new RecordError("it has not the length that its end says");
  return { from: front.length, to, digest: new Uint8Array(tail.subarray(8, 40)), packed: tail.subarray(40, 72) };
}

interface RawRecord {
  readonly letter: string;
  readonly bytes: Uint8Array;
}

/** Who is told of every byte, in order. */
interface Listener {
  packed(bytes: Uint8Array): void;
  unpacked(bytes: Uint8Array): void;
}

/** How much of a file is read at once, bytes. */
const readAtOnce = 256 * 1024;

/** The packed records. A stream of the file would close it when whoever reads it leaves before the end. */
async function* packedParts({ handle }: OpenFile, { from, to }: Tail, listener?: Listener): AsyncGenerator<Buffer> {
  for (let at = from; at < to; ) {
    const { bytesRead, buffer } = await handle.read(Buffer.allocUnsafe(Math.min(readAtOnce, to - at)), {
      position: at,
    });
    if (bytesRead === 0) throw new CutFile();
    const part = buffer.subarray(0, bytesRead);
    listener?.packed(part);
    yield part;
    at += bytesRead;
  }
}

/** The records of a file. */
async function* recordsOf(file: OpenFile, tail: Tail, listener?: Listener): AsyncGenerator<RawRecord> {
  if (tail.from === tail.to) throw new RecordError("it is empty");
  const unpacked = createZstdDecompress({ chunkSize: 256 * 1024 });
  // What fails is thrown by the loop below.
  pipeline(packedParts(file, tail, listener), unpacked, () => {});
  let held: Buffer[] = [];
  let length = 0;
  /** Of the record that is not whole yet, letter and length included; its front first. */
  let wanted = recordFront;
  for await (const part of unpacked as AsyncIterable<Buffer>) {
    listener?.unpacked(part);
    held.push(part);
    length += part.length;
    while (length >= wanted) {
      let bytes = held.length === 1 ? (held[0] as Buffer) : Buffer.concat(held, length);
      if (wanted === recordFront) {
        const size = bytes.readUInt32LE(1);
        if (size > longestRecord) throw new RecordError("a record is too long");
        wanted = recordFront + size;
      }
      if (length >= wanted) {
        const own = bytes.subarray(recordFront, wanted);
        yield {
          letter: String.fromCharCode(bytes[0] as number),
          bytes: new Uint8Array(own.buffer, own.byteOffset, own.byteLength),
        };
        bytes = bytes.subarray(wanted);
        length -= wanted;
        wanted = recordFront;
      }
      held = [bytes];
    }
  }
  if (length > 0) throw new RecordError("its last record is not whole");
}

/** In which order records come. */
const phases: Readonly<Record<string, number>> = {
  [letters.head]: 0,
  [letters.child]: 1,
  [letters.top]: 2,
  [letters.forked]: 3,
  [letters.block]: 4,
  [letters.replaced]: 4,
  [letters.step]: 5,
  [letters.end]: 6,
};
const ofForks: ReadonlySet<string> = new Set([letters.removed, letters.forked]);
const ofTries: ReadonlySet<string> = new Set([letters.entries, letters.removed]);

/**
 * Reads a file to its end without looking into entries and blocks: whether it is whole and as it was written.
 * @throws CutFile, RecordError, or what zstd and the disk throw
 */
export async function checkFormat(version: number, file: OpenFile): Promise<StateFileSummary> {
  const front = firstLine(version);
  const tail = await readTail(file, front);
  const [content, packed] = [createHash("sha256").update(front), createHash("sha256").update(front)];
  let unpacked = 0;
  let head: StateFileHead | undefined;
  let counts: StateFileCounts | undefined;
  const listener: Listener = {
    packed: (part) => packed.update(part),
    unpacked(part) {
      content.update(part);
      unpacked += part.length;
    },
  };
  for await (const { letter, bytes } of recordsOf(file, tail, listener)) {
    if (head === undefined) {
      if (letter !== letters.head) throw new RecordError("it does not begin with its head");
      head = decodeHead(bytes, version === forkFormat);
    } else if (letter === letters.end) counts = decodeCounts(bytes);
  }
  if (!equalBytes(content.digest(), tail.digest) || !equalBytes(packed.digest(), tail.packed))
    throw new RecordError("it does not have its checksum");
  if (head === undefined || counts === undefined) throw new RecordError("its head or its counts are missing");
  return { ...counts, head, digest: tail.digest, unpacked };
}

function decodeCounts(bytes: Uint8Array): StateFileCounts {
  const { children, entries, blocks, steps, removed = 0 } = decodeJson(bytes);
  const isCount = (value: unknown): value is number => Number.isSafeInteger(value) && (value as number) >= 0;
  if (isCount(children) && isCount(entries) && isCount(blocks) && isCount(steps) && isCount(removed))
    return { children, entries, blocks, steps, removed };
  throw new RecordError("its counts cannot be read");
}

/** The parts of a file that was checked. @throws RecordError for records that no writer makes */
export async function* readFormat(version: number, file: OpenFile): AsyncGenerator<StateFilePart> {
  const tail = await readTail(file, firstLine(version));
  let phase = -1;
  let child: StateKey | undefined;
  let waiting: BlockOfChain | undefined;
  for await (const { letter, bytes } of recordsOf(file, tail)) {
    const next = ofTries.has(letter) ? phase : phases[letter];
    const inState = phase === 1 || phase === 2;
    const known = version === forkFormat || !ofForks.has(letter);
    if (!known || next === undefined || next < phase || (ofTries.has(letter) && !inState))
      throw new RecordError(`a record ${JSON.stringify(letter)} is not in its place`);
    phase = next;
    if (waiting !== undefined) {
      const replaced = letter === letters.replaced ? decodeReplaced(bytes) : undefined;
      yield { type: "block", block: { ...waiting, replaced } };
      waiting = undefined;
      if (replaced !== undefined) continue;
    }
    if (letter === letters.child) child = toKey(bytes);
    else if (letter === letters.top) child = undefined;
    else if (letter === letters.entries) yield { type: "entries", child, entries: decodeEntries(bytes) };
    else if (letter === letters.removed) yield { type: "removed", child, keys: decodeKeys(bytes) };
    else if (letter === letters.forked) yield { type: "forked", block: decodeBlock(bytes) };
    else if (letter === letters.block) waiting = decodeBlock(bytes);
    else if (letter === letters.step) yield { type: "step", step: decodeStep(bytes) };
    else if (letter === letters.replaced) throw new RecordError("what a block replaced comes without the block");
  }
}
