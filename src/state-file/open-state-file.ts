import { type FileHandle, open } from "node:fs/promises";
import { DecodeError } from "../codec/io.ts";
import { fromUtf8, type Hex, toHex } from "../lib/bytes.ts";
import { messageOf } from "../lib/user-error.ts";
import { RecordError } from "../storage/errors.ts";
import { TrieError } from "../storage/trie/node.ts";
import { forkFormat, magic, StateFileError } from "./format.ts";
import type { StateFileHead } from "./head.ts";
import {
  CutFile,
  checkFormat,
  type OpenFile,
  readFormat,
  type StateFilePart,
  type StateFileSummary,
} from "./read-records.ts";
import type { StateFileCounts } from "./write-state-file.ts";

/** How a format is read. */
interface Format {
  check(file: OpenFile): Promise<StateFileSummary>;
  read(file: OpenFile): AsyncGenerator<StateFilePart>;
}

/** Every format that was ever released: none is ever taken out. docs/decisions/state-files.md */
const formats: Readonly<Record<number, Format>> = {
  1: { check: (file) => checkFormat(1, file), read: (file) => readFormat(1, file) },
  2: { check: (file) => checkFormat(2, file), read: (file) => readFormat(2, file) },
};

/** A state file that is whole and as it was written. */
export interface StateFile {
  readonly path: string;
  readonly version: number;
  readonly head: StateFileHead;
  readonly counts: StateFileCounts;
  /** Bytes of the file, and of its records before compression. */
  readonly size: number;
  readonly unpacked: number;
  /** SHA-256 of its records. */
  readonly digest: Hex;
  /** What is in it, once more at each call; little of it is in memory. @throws StateFileError (`damaged`) for what no writer makes */
  parts(): AsyncGenerator<StateFilePart>;
  /** Makes of an error that shows what is wrong with the file the one that says so. */
  explain(error: unknown): unknown;
  close(): Promise<void>;
}

/** The longest first line. */
const frontLength = 64;

/**
 * Opens a state file of any format, and reads it to its end to know that it is whole and as it was written.
 * @throws StateFileError in one line
 */
export async function openStateFile(path: string): Promise<StateFile> {
  let handle: FileHandle;
  try {
    handle = await open(path, "r");
  } catch (error) {
    throw unreadable(path, error);
  }
  try {
    return await openFile(path, handle);
  } catch (error) {
    await handle.close();
    throw explained(path, error);
  }
}

async function openFile(path: string, handle: FileHandle): Promise<StateFile> {
  const stat = await handle.stat();
  if (!stat.isFile()) throw new StateFileError("unreadable", `the state file ${path} is no regular file`);
  const file = { handle, size: stat.size };
  const version = await readVersion(path, file);
  const format = formats[version];
  if (format === undefined)
    throw new StateFileError(
      "newer",
      `the state file ${path} was written by a newer release (format ${version}, this one reads up to ${forkFormat}): update subtensor-ts`,
    );
  const { head, digest, unpacked, ...counts } = await format.check(file);
  return {
    ...{ path, version, head, counts, unpacked },
    size: stat.size,
    digest: toHex(digest),
    async *parts() {
      try {
        yield* format.read(file);
      } catch (error) {
        throw explained(path, error);
      }
    },
    explain: (error) => explained(path, error),
    close: () => handle.close(),
  };
}

async function readVersion(path: string, { handle, size }: OpenFile): Promise<number> {
  const bytes = Buffer.alloc(Math.min(frontLength, size));
  await handle.read(bytes, 0, bytes.length, 0);
  const text = fromUtf8(bytes);
  const version = text.startsWith(magic) ? /^([1-9][0-9]{0,8})\n/.exec(text.slice(magic.length))?.[1] : undefined;
  if (version !== undefined) return Number(version);
  if (size < frontLength && `${magic}1`.startsWith(text.trimEnd())) throw new CutFile();
  throw new StateFileError(
    "foreign",
    `${path} is no state file of subtensor-ts: it does not begin with '${magic}' and a number`,
  );
}

const unreadable = (path: string, error: unknown): StateFileError =>
  new StateFileError("unreadable", `the state file ${path} cannot be read: ${messageOf(error)}`);

function explained(path: string, error: unknown): unknown {
  if (error instanceof StateFileError) return error;
  if (error instanceof CutFile)
    return new StateFileError(
      "cut",
      `the state file ${path} is not whole: its end is missing; copy it again, or take an older one`,
    );
  const code = `${(error as NodeJS.ErrnoException | undefined)?.code}`;
  const byZstd = code.startsWith("ZSTD_") || code === "Z_BUF_ERROR" || code === "ERR_BUFFER_TOO_LARGE";
  if (byZstd || error instanceof RecordError || error instanceof TrieError || error instanceof DecodeError) {
    const why = byZstd ? "it cannot be decompressed" : messageOf(error);
    return new StateFileError(
      "damaged",
      `the state file ${path} is damaged (${why}): copy it again, or take an older one`,
    );
  }
  return typeof (error as NodeJS.ErrnoException | undefined)?.syscall === "string" ? unreadable(path, error) : error;
}
