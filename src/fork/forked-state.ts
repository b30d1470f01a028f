import { blake2b256 } from "../crypto/hashing.ts";
import { equalBytes, type StateKey, toKey } from "../lib/bytes.ts";
import { messageOf } from "../lib/user-error.ts";
import { StorageError } from "../storage/errors.ts";
import { childRootPrefix } from "../storage/state/parent-state.ts";
import { TrieError } from "../storage/trie/node.ts";
import { referenceAt } from "../storage/trie/reference-at.ts";
import { plainRecord } from "../storage/trie/stored-node.ts";
import { emptyRoot, emptyTrie, findNode, loadTrie, type Trie } from "../storage/trie/trie.ts";
import type { NodeCache } from "./node-cache.ts";
import { isProven, isWalkable, ProofGap, provenParts } from "./proven-parts.ts";
import { createReadAhead, itemPrefix, type ReadAhead, shortSuffix } from "./read-ahead.ts";
import { type KeyRanges, readRanges } from "./read-ranges.ts";
import { keysAtOnce, type RemoteState } from "./remote-state.ts";
import { palletPrefix, readSmallMaps } from "./small-maps.ts";

/** The state of the block that a fork stands on: what of it was read is in the cache, everything else the other node has. */
export interface ForkedState {
  /** @param child the id of a child trie; undefined for the top trie. @throws StorageError */
  value(child: StateKey | undefined, key: StateKey): Uint8Array | undefined;
  /** Whether a key has this value; no value is read for it. @throws StorageError */
  holds(child: StateKey | undefined, key: StateKey, value: Uint8Array | undefined): boolean;
  /** The record (see stored-node.ts) of the node at a path (see packPath); undefined when none begins there. @throws StorageError */
  record(child: StateKey | undefined, path: string): Uint8Array | undefined;
  /** The trie, of whose nodes those that are loaded are asked for. */
  trie(child?: StateKey): Trie;
  /** Has these keys of the top trie in the cache, in few requests; those that are there already are not asked for. @throws StorageError */
  fetch(keys: readonly StateKey[]): void;
  /** The same for ranges of keys. @throws StorageError */
  fetchRanges(ranges: KeyRanges): void;
}

/** What is being looked for, so that one answer brings all of the way to it. */
interface Wanted {
  readonly key: StateKey;
  readonly isWalk: boolean;
}

/** A trie is begun anew after so many nodes were loaded into it, so that they do not fill the memory. */
const residentNodes = 100_000;

export interface ForkedStateParts {
  readonly stateRoot: Uint8Array;
  readonly cache: NodeCache;
  readonly remote: RemoteState;
}

export function createForkedState({ stateRoot, cache, remote }: ForkedStateParts): ForkedState {
  const untrusted = (error: unknown): StorageError =>
    new StorageError(
      "damaged",
      `${remote.url} is not to be trusted: ${messageOf(error)}; nothing of that answer was kept: give the URL of another node`,
    );

  const prove = (root: Uint8Array, proof: readonly Uint8Array[], keys: readonly StateKey[]): void => {
    try {
      cache.add(provenParts(root, cache.get, proof, keys));
    } catch (error) {
      throw error instanceof ProofGap || error instanceof TrieError ? untrusted(error) : error;
    }
  };

  /** Pallets whose small maps are there. */
  const palletsRead = new Set<StateKey>();
  const isFirstOfSmall = (child: StateKey | undefined, { key, isWalk }: Wanted): boolean =>
    child === undefined &&
    !isWalk &&
    key.length > itemPrefix &&
    key.length - itemPrefix <= shortSuffix &&
    !palletsRead.has(key.slice(0, palletPrefix));

  const readSome = (child: StateKey | undefined, root: Uint8Array, keys: readonly StateKey[]): void => {
    for (let from = 0; from < keys.length; from += keysAtOnce) {
      const some = keys.slice(from, from + keysAtOnce);
      prove(root, remote.read(child, some).proof, some);
    }
  };

  /** Has what is wanted brought, and what is likely to be wanted next. */
  const bring = (child: StateKey | undefined, root: Uint8Array, ahead: ReadAhead, wanted: Wanted): void => {
    const { key, isWalk } = wanted;
    if (isFirstOfSmall(child, wanted)) {
      palletsRead.add(key.slice(0, palletPrefix));
      readSmallMaps(top.trie(), cache, key, (keys, pages) => {
        for (let from = keysAtOnce; from < keys.length; from += keysAtOnce)
          readSome(child, root, keys.slice(from, from + keysAtOnce));
        const some = keys.slice(0, keysAtOnce);
        const read = remote.read(child, some, pages);
        prove(root, read.proof, some);
        return read.pages;
      });
      return;
    }
    const page = ahead.after(key, isWalk);
    const { proof, pages } = remote.read(child, [key], page === undefined ? [] : [page]);
    prove(root, proof, [key]);
    const more = pages[0]?.filter((one) => !isProven(root, cache.get, one)) ?? [];
    if (page === undefined || more.length === 0) return;
    readSome(child, root, more);
    ahead.arrived(page, more);
  };

  const space = (child: StateKey | undefined, rootOf: () => Uint8Array | undefined) => {
    const ahead = createReadAhead();
    /** Undefined while a trie is read from outside. */
    let wanted: Wanted | undefined;
    let loaded = 0;
    let open: Trie | undefined;
    const lookingFor = <T>(what: Wanted, look: () => T): T => {
      wanted = what;
      try {
        return look();
      } finally {
        wanted = undefined;
      }
    };
    const part = (hash: Uint8Array, path: string): Uint8Array => {
      const key = toKey(hash);
      let bytes = cache.get(key);
      if (bytes === undefined) {
        bring(child, rootOf() as Uint8Array, ahead, wanted ?? { key: path.slice(0, -1), isWalk: true });
        bytes = cache.get(key);
      }
      if (bytes === undefined)
        throw untrusted(new ProofGap("a node that the state root names is missing in its proof"));
      return bytes;
    };
    const trie = (): Trie => {
      if (open === undefined || loaded > residentNodes) {
        loaded = 0;
        const root = rootOf();
        const source = {
          load(path: string, hash: Uint8Array) {
            loaded++;
            const bytes = part(hash, path);
            return { bytes, length: bytes.length };
          },
          damaged: untrusted,
        };
        open = root === undefined || toKey(root) === toKey(emptyRoot) ? emptyTrie(1) : loadTrie(1, source, root);
      }
      return open;
    };
    return {
      trie,
      fetch(keys: readonly StateKey[]): void {
        const root = rootOf() as Uint8Array;
        readSome(
          child,
          root,
          keys.filter((key) => !isProven(root, cache.get, key)),
        );
      },
      value(key: StateKey): Uint8Array | undefined {
        ahead.noteRead(key);
        return lookingFor({ key, isWalk: false }, () => {
          const node = findNode(trie(), key);
          return node?.value !== undefined && node.hashed ? part(node.value, "") : node?.value;
        });
      },
      holds(key: StateKey, value: Uint8Array | undefined): boolean {
        const node = lookingFor({ key, isWalk: false }, () => findNode(trie(), key));
        if (node?.value === undefined || value === undefined) return node?.value === value;
        return equalBytes(node.value, node.hashed ? blake2b256(value) : value);
      },
      record(path: string): Uint8Array | undefined {
        return lookingFor({ key: path.slice(0, -1), isWalk: true }, () => {
          const reference = referenceAt(trie(), path);
          if (reference === undefined) return undefined;
          return plainRecord(reference.length === 32 ? part(reference, path) : reference);
        });
      },
    };
  };

  const top = space(undefined, () => stateRoot);
  const children = new Map<StateKey, ReturnType<typeof space>>();
  const spaceOf = (child: StateKey | undefined): ReturnType<typeof space> => {
    if (child === undefined) return top;
    let own = children.get(child);
    if (own === undefined) {
      own = space(child, () => top.value(childRootPrefix + child));
      children.set(child, own);
    }
    return own;
  };

  return {
    value: (child, key) => spaceOf(child).value(key),
    holds: (child, key, value) => spaceOf(child).holds(key, value),
    record: (child, path) => spaceOf(child).record(path),
    trie: (child) => spaceOf(child).trie(),
    fetch: top.fetch,
    fetchRanges(ranges) {
      const known = {
        isThere: (key: StateKey): boolean => isProven(stateRoot, cache.get, key),
        isWhole: (prefix: StateKey): boolean => isWalkable(stateRoot, cache.get, prefix),
      };
      readRanges(ranges, known, (keys, pages) => {
        const read = remote.read(undefined, keys, pages);
        prove(stateRoot, read.proof, keys);
        return read.pages;
      });
    },
  };
}
