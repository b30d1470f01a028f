import { randomBytes } from "node:crypto";
import { closeSync, existsSync, mkdirSync, openSync, readdirSync, readFileSync, writeSync } from "node:fs";
import { join } from "node:path";
import { blake2b256 } from "../crypto/hashing.ts";
import { toKey } from "../lib/bytes.ts";
import { messageOf } from "../lib/user-error.ts";
import { StorageError } from "../storage/errors.ts";

/**
 * Trie nodes, and values that nodes hold the hash of, by their hash. Nothing wrong can be in it: who asks for a hash gets
 * bytes of that hash or nothing.
 */
export interface NodeCache {
  /** @param hash 32 bytes as a key */
  get(hash: string): Uint8Array | undefined;
  /** Keeps parts under their hashes, in the directory too. @throws StorageError (`failed`) when that cannot be written */
  add(parts: ReadonlyMap<string, Uint8Array>): void;
  readonly size: number;
  close(): void;
}

/** What the names of files with nodes end with. */
const ending = ".nodes";

/**
 * A cache over a directory, all of it in memory. Every process appends to a file of its own, so that several can work over
 * one directory. A file is a list of parts, each with its length, u32 little-endian, in front; one that a crash cut off is
 * read up to there, and a part that was damaged has another hash, which nobody asks for.
 * @param directory undefined keeps the nodes in memory only
 * @param others directories that are read and never written to
 * @throws StorageError (`unreadable`)
 */
export function openNodeCache(directory: string | undefined, others: readonly string[] = []): NodeCache {
  const nodes = new Map<string, Uint8Array>();
  for (const one of directory === undefined ? others : [directory, ...others]) {
    try {
      for (const file of filesIn(one))
        for (const part of partsOf(readFileSync(file))) nodes.set(toKey(blake2b256(part)), part);
    } catch (error) {
      throw new StorageError("unreadable", trouble(one, "read", error));
    }
  }
  let file: number | undefined;
  const append = (parts: ReadonlyMap<string, Uint8Array>): void => {
    if (directory === undefined) return;
    try {
      if (file === undefined) {
        mkdirSync(directory, { recursive: true });
        file = openSync(join(directory, randomBytes(8).toString("hex") + ending), "wx");
      }
      writeSync(file, encodeParts(parts.values()));
    } catch (error) {
      throw new StorageError("failed", trouble(directory, "kept", error));
    }
  };
  return {
    get: (hash) => nodes.get(hash),
    add(parts) {
      if (parts.size === 0) return;
      append(parts);
      for (const [hash, part] of parts) nodes.set(hash, part);
    },
    get size() {
      return nodes.size;
    },
    close() {
      if (file !== undefined) closeSync(file);
      file = undefined;
    },
  };
}

const trouble = (directory: string | undefined, what: string, error: unknown): string =>
  `the cache of a fork in ${directory} cannot be ${what}: ${messageOf(error)}; choose another directory with --fork-cache`;

function filesIn(directory: string): string[] {
  if (!existsSync(directory)) return [];
  const names = readdirSync(directory).filter((name) => name.endsWith(ending));
  return names.map((name) => join(directory, name));
}

function encodeParts(parts: Iterable<Uint8Array>): Uint8Array {
  const list = [...parts];
  const bytes = Buffer.alloc(list.reduce((sum, part) => sum + 4 + part.length, 0));
  let at = 0;
  for (const part of list) {
    at = bytes.writeUInt32LE(part.length, at);
    bytes.set(part, at);
    at += part.length;
  }
  return bytes;
}

function* partsOf(file: Buffer): Generator<Uint8Array> {
  for (let at = 0; at + 4 <= file.length; ) {
    const from = at + 4;
    const end = from + file.readUInt32LE(at);
    if (end > file.length) return;
    yield new Uint8Array(file.buffer, file.byteOffset + from, end - from);
    at = end;
  }
}
