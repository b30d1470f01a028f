import { utf8 } from "../lib/bytes.ts";
import { UserError } from "../lib/user-error.ts";

/**
 * A state file of format 1 or 2, front to end. Format 2 is that of a fork's state, which holds what differs from another one:
 *
 * | bytes | what |
 * |---|---|
 * | `subtensor-state 1` (or 2) and a line end | what it is and its format, to be read before anything else |
 * | some | records, compressed with zstd |
 * | 8 | the length of what is compressed, u64 little-endian |
 * | 32 | SHA-256 of the first line and the records as they are before compression: what the file says |
 * | 32 | SHA-256 of the first line and what is compressed: zstd has bits that may be others and change nothing |
 * | 8 | the end mark |
 *
 * A record is a letter, the length of the rest (u32 little-endian), and the rest. Records come in the order of this table:
 *
 * | letter | what |
 * |---|---|
 * | `h` | the head, JSON: see head.ts; once |
 * | `c` | the id of a child trie; the entries that follow are its own. By the length of the id, then the id |
 * | `t` | empty; the entries that follow are those of the top trie, without the roots of child tries; once |
 * | `e` | entries: length of the key, length of the value (u32 little-endian each), key, value. In the order of the keys |
 * | `d` | format 2: keys that were removed from the trie whose entries came before, in order: length (u32 little-endian), key |
 * | `f` | format 2: the block that the fork stands on, as a block; once |
 * | `b` | a block: see records.ts. Oldest first, each on the one before, the block of the state last |
 * | `r` | what the block before replaced in state, by key; of each block, or of each from one on, or of none |
 * | `s` | a step: the length of its name, the name, bytes of somebody else |
 * | `z` | the counts, JSON: of child tries, entries, blocks, steps, in format 2 of removed keys; once |
 */
export const formatVersion = 1;
/** The format of a fork's state. */
export const forkFormat = 2;

/** The text before a file's version. */
export const magic = "subtensor-state ";

/** The first line of a file. */
export const firstLine = (version: number): Uint8Array => utf8(`${magic}${version}\n`);

export const endMark: Uint8Array = utf8("\nend.sts");

/** Length of what is compressed, both hashes, end mark. */
export const tailLength = 8 + 32 + 32 + endMark.length;

export const letters = {
  head: "h",
  child: "c",
  top: "t",
  entries: "e",
  removed: "d",
  forked: "f",
  block: "b",
  replaced: "r",
  step: "s",
  end: "z",
} as const;
export type RecordLetter = (typeof letters)[keyof typeof letters];

/** Letter and length. */
export const recordFront = 5;

/** No record is longer: a larger length is a damaged one. */
export const longestRecord = 256 * 1024 * 1024;

/** What is wrong with a state file, in one line: what, and what to do. `kind` tells it apart for programs. */
export class StateFileError extends UserError {
  override name = "StateFileError";
  readonly kind: "unreadable" | "foreign" | "newer" | "cut" | "damaged" | "other-chain" | "unwritable";

  constructor(kind: StateFileError["kind"], message: string) {
    super(message);
    this.kind = kind;
  }
}
