import { DecodeError } from "../codec/io.ts";
import { twox64, twox128 } from "../crypto/hashing.ts";
import { equalBytes, fromHex, type Hex, hexToKey, isHex, type StateKey, toHex, toKey, utf8 } from "../lib/bytes.ts";
import { decodeHeader, encodeHeader, type Header, headerHash } from "../primitives/header.ts";
import { headerOfJson } from "../primitives/header-json.ts";
import { StorageError } from "../storage/errors.ts";
import type { ParentState, TrieState } from "../storage/state/parent-state.ts";
import { keyWalker, type TrieCursor } from "../storage/trie/cursor.ts";
import { orderedRoot } from "../storage/trie/ordered-root.ts";
import type { Trie } from "../storage/trie/trie.ts";
import type { ForkedBlock } from "./forked-block.ts";
import type { ForkedState } from "./forked-state.ts";
import type { NodeCache } from "./node-cache.ts";
import type { Remote } from "./remote.ts";

/** The blocks before the forked one, as far back as its state names them: clients ask for the rules and hashes of some. */
export interface Ancestors {
  /** Undefined for any other block, and where the other node cannot be asked. */
  header(hash: Hex): Uint8Array | undefined;
  /** Undefined where `header` is, and where the other node does not have it. */
  body(hash: Hex): Uint8Array[] | undefined;
  hashAt(number: number): Hex | undefined;
  /** That of the forked block too, which the fork itself may have pruned. */
  stateAt(hash: Hex): ParentState | undefined;
}

export interface AncestorParts {
  readonly block: ForkedBlock;
  readonly forked: ForkedState;
  readonly cache: NodeCache;
  readonly remote: Remote;
  /** The state of another block of the chain. */
  stateOf(block: { readonly hash: Hex; readonly header: Header }): ForkedState;
}

/** Blocks whose states are kept with their tries, and hashes of which it is known whether they are ancestors. */
const [statesKept, othersKept] = [8, 1000];

/** So long nothing is asked for after a question that was not answered, ms: each would hold the whole node up. */
const quiet = 60_000;

/** Where the state has the hash of a block before it, by number (`Twox64Concat`). Rust: `frame_system BlockHash`. */
const blockHashes: StateKey = toKey(twox128(utf8("System"))) + toKey(twox128(utf8("BlockHash")));

export function createAncestors({ block, forked, cache, remote, stateOf }: AncestorParts): Ancestors {
  const others = new Set<Hex>();
  const headers = new Map<Hex, Uint8Array>();
  const states = new Map<Hex, ParentState>();
  const own = readableState(forked);

  const hashAt = (number: number): Hex | undefined => {
    if (number >= block.header.number || number < 0) return undefined;
    if (number === 0) return block.genesis.hash;
    const bytes = new Uint8Array(4);
    new DataView(bytes.buffer).setUint32(0, number, true);
    const found = forked.value(undefined, blockHashes + toKey(twox64(bytes)) + toKey(bytes));
    return found?.length === 32 ? toHex(found) : undefined;
  };

  let askedFrom = 0;
  /** Undefined where the node refuses, or could not be asked a while ago. */
  const ask = (method: string, hash: Hex): unknown => {
    if (performance.now() < askedFrom) return undefined;
    try {
      const [answer] = remote.ask([{ method, params: [hash] }]);
      return answer !== undefined && "result" in answer ? answer.result : undefined;
    } catch (error) {
      if (!(error instanceof StorageError && error.problem === "remote")) throw error;
      askedFrom = performance.now() + quiet;
      return undefined;
    }
  };

  const isAncestor = (hash: Hex, encoded: Uint8Array): boolean => {
    if (headerHash(encoded) !== hash) return false;
    try {
      return hashAt(decodeHeader(encoded).number) === hash;
    } catch (error) {
      // A node of the trie has a hash too.
      if (error instanceof DecodeError) return false;
      throw error;
    }
  };

  const header: Ancestors["header"] = (hash) => {
    const known = headers.get(hash);
    if (known !== undefined || others.has(hash)) return known;
    // A block's hash is that of its header, as a node's is.
    const kept = cache.get(hexToKey(hash));
    const answer = kept === undefined ? ask("chain_getHeader", hash) : undefined;
    if (kept === undefined && answer === undefined) return undefined;
    const read = kept === undefined ? headerOfJson(answer) : undefined;
    const encoded = kept ?? (read === undefined ? undefined : encodeHeader(read));
    if (encoded === undefined || !isAncestor(hash, encoded)) {
      if (others.size > othersKept) others.clear();
      others.add(hash);
      return undefined;
    }
    if (kept === undefined) cache.add(new Map([[hexToKey(hash), encoded]]));
    if (headers.size > othersKept) headers.clear();
    headers.set(hash, encoded);
    return encoded;
  };

  return {
    header,
    hashAt,
    body(hash) {
      const encoded = header(hash);
      if (encoded === undefined) return undefined;
      const { block: found } = (ask("chain_getBlock", hash) ?? {}) as { block?: { extrinsics?: unknown } };
      const extrinsics = found?.extrinsics;
      if (!Array.isArray(extrinsics) || !extrinsics.every(isHex)) return undefined;
      const body = extrinsics.map(fromHex);
      return equalBytes(orderedRoot(body), fromHex(decodeHeader(encoded).extrinsicsRoot)) ? body : undefined;
    },
    stateAt(hash) {
      if (hash === block.hash) return own;
      const known = states.get(hash);
      if (known !== undefined) return known;
      const encoded = header(hash);
      if (encoded === undefined) return undefined;
      const state = readableState(stateOf({ hash, header: decodeHeader(encoded) }));
      states.set(hash, state);
      if (states.size > statesKept) states.delete(states.keys().next().value as Hex);
      return state;
    },
  };
}

/** A forked state as others read states. */
function readableState(forked: ForkedState): ParentState {
  const spaceOf = (child: StateKey | undefined): TrieState => {
    let walked: { readonly trie: Trie; readonly walker: TrieCursor } | undefined;
    const trie = (): Trie => forked.trie(child);
    return {
      get: (key) => forked.value(child, key),
      trie,
      nextKey(key) {
        const now = trie();
        if (walked?.trie !== now) walked = { trie: now, walker: keyWalker(now) };
        return walked.walker.nextKey(key);
      },
    };
  };
  return { ...spaceOf(undefined), child: spaceOf };
}
