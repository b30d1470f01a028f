import { openSync } from "node:fs";
import { type Hex, isHex } from "../lib/bytes.ts";
import { createFileScanner, type FileScanner } from "../lib/file-scanner.ts";
import { readJson } from "../lib/json-tree.ts";
import { messageOf, UserError } from "../lib/user-error.ts";
import { type ChainSpec, type Genesis, parseChainSpec } from "../primitives/chain-spec.ts";
import type { HexEntries } from "../primitives/hex-entries.ts";

type Document = Record<string, unknown>;
type Raw = Omit<Extract<Genesis, { type: "raw" }>, "type">;

/**
 * Reads a specification file of any size: the entries of a raw genesis are checked now, and read out of the file again
 * each time that they are walked. The file must stay as it is while the node starts.
 * @throws UserError that names the file and what is wrong in it.
 */
export function readLargeChainSpec(path: string): ChainSpec {
  let file: number;
  try {
    file = openSync(path, "r");
  } catch (error) {
    throw new UserError(`the chain specification ${path} cannot be read: ${messageOf(error)}`);
  }
  try {
    let raw: Raw | undefined;
    const scanner = createFileScanner(file);
    const document = readMembers(scanner, "the document", (name, from) => {
      if (name !== "genesis") return readJson(from.value());
      return readMembers(from, "genesis", (part) => {
        if (part !== "raw") return readJson(from.value());
        raw = readRaw(file, from);
        return { top: {} };
      });
    });
    if (scanner.peek() !== undefined) throw new RangeError("something follows the document");
    const spec = parseChainSpec(document);
    return raw === undefined ? spec : { ...spec, genesis: { type: "raw", ...raw } };
  } catch (error) {
    throw new UserError(`the chain specification ${path} does not parse: ${messageOf(error)}`);
  }
}

/** Takes an object, member by member. @param path for messages @throws RangeError when a member is given twice */
function readMembers(from: FileScanner, path: string, read: (name: string, from: FileScanner) => unknown): Document {
  const document: Document = {};
  walkMembers(from, (name) => {
    if (Object.hasOwn(document, name)) throw new RangeError(`${path}.${name} is given twice`);
    document[name] = read(name, from);
  });
  return document;
}

function walkMembers(from: FileScanner, read: (name: string) => void): void {
  from.take("{");
  if (from.peek() === 0x7d) return from.take("}");
  for (;;) {
    const name = from.string();
    from.take(":");
    read(name);
    if (from.peek() === 0x7d) return from.take("}");
    from.take(",");
  }
}

function readRaw(file: number, from: FileScanner): Raw {
  let top: HexEntries | undefined;
  const children = new Map<Hex, HexEntries>();
  readMembers(from, "genesis.raw", (name) => {
    if (name === "top") top = fileEntries(file, from, "genesis.raw.top");
    else if (name === "childrenDefault") {
      const path = `genesis.raw.${name}`;
      walkMembers(from, (id) => {
        const child = hex(id, `key ${id} of ${path}`);
        if (children.has(child)) throw new RangeError(`${path}.${id} is given twice`);
        children.set(child, fileEntries(file, from, `${path}.${id}`));
      });
    } else throw new RangeError(`genesis.raw.${name}: no such member; there are top, childrenDefault`);
    return true;
  });
  if (top === undefined) throw new RangeError("genesis.raw.top must be an object");
  return { top, children };
}

function hex(value: string, path: string): Hex {
  if (isHex(value)) return value.toLowerCase() as Hex;
  throw new RangeError(`${path} must be hexadecimal with 0x`);
}

/** Keys that begin with a colon are asked for by name: the program is one. */
const named: Hex = "0x3a";
const isNamed = (key: Hex): boolean => key.startsWith(named) && !key.startsWith(childPrefix);
/** `:child_storage:` */
const childPrefix: Hex = "0x3a6368696c645f73746f726167653a";

/**
 * The entries of an object that begins at the next byte of a file, which are passed over and checked.
 * @returns a map where they are in no order: a double one could not be found, and no trie be made, without it
 */
function fileEntries(file: number, from: FileScanner, path: string): HexEntries {
  const start = from.at();
  const few = new Map<Hex, Hex>();
  let [size, sorted, last] = [0, true, "" as string];
  walkMembers(from, (name) => {
    const key = hex(name, `key ${name} of ${path}`);
    const value = hex(from.string(), `${path}.${name}`);
    if (key === last) throw new RangeError(`${path}.${name} is given twice`);
    sorted &&= key > last;
    last = key;
    size++;
    if (isNamed(key)) few.set(key, value);
  });
  if (!sorted) return mapOf(entriesAt(file, start), path);
  return {
    size,
    sorted,
    get(wanted) {
      if (isNamed(wanted)) return few.get(wanted);
      for (const [key, value] of entriesAt(file, start)) if (key >= wanted) return key === wanted ? value : undefined;
      return undefined;
    },
    [Symbol.iterator]: () => entriesAt(file, start),
  };
}

function mapOf(entries: Iterable<readonly [Hex, Hex]>, path: string): HexEntries {
  const map = new Map<Hex, Hex>();
  for (const [key, value] of entries) {
    if (map.has(key)) throw new RangeError(`${path}.${key} is given twice`);
    map.set(key, value);
  }
  return map;
}

/** Entries that were checked before. */
function* entriesAt(file: number, start: number): Generator<readonly [Hex, Hex]> {
  const from = createFileScanner(file, start);
  from.take("{");
  while (from.peek() === 0x22 || from.peek() === 0x2c) {
    if (from.peek() === 0x2c) from.take(",");
    const key = from.string().toLowerCase() as Hex;
    from.take(":");
    yield [key, from.string().toLowerCase() as Hex];
  }
}
