import { equalBytes, type StateKey } from "../lib/bytes.ts";
import type { HeaderFields } from "./blocks/header-fields.ts";
import type { BlockId } from "./blocks/pointers.ts";
import { type ChainRecord, describe } from "./chain-record.ts";
import { StorageError } from "./errors.ts";
import { topKey, trieNodePrefix } from "./layout.ts";
import type { FlatChanges } from "./state/change-record.ts";
import { childRootKey } from "./state/layers.ts";
import { splitBySpace } from "./state/past-states.ts";
import type { StoreBatch } from "./store-batch.ts";
import type { TrieNode } from "./trie/node.ts";
import { writeTrieNodes } from "./trie/persist.ts";
import { encodeRecord } from "./trie/stored-node.ts";
import { findInMemory, holdsValue, rootHash, type Trie } from "./trie/trie.ts";
import { applyChanges } from "./trie/update.ts";

/**
 * The nodes that the stored top trie changes by on its way over tries that are in memory; undefined when one of them is not
 * there as far as is needed.
 */
function nodesOnWay(tries: readonly Trie[]): ReadonlyMap<string, TrieNode | undefined> | undefined {
  const nodes = new Map<string, TrieNode | undefined>();
  try {
    tries.slice(1).forEach((to, index) => {
      writeTrieNodes(tries[index], to, (path, node) => nodes.set(path, node));
    });
    return nodes;
  } catch (error) {
    if (error instanceof StorageError && error.problem === "gone") return undefined;
    throw error;
  }
}

/**
 * Whether the last of these tries holds the values. A key that was not changed yet in a trie may not be in memory there: the next
 * trie on the way has it, with the same value.
 */
function holdAll(tries: readonly Trie[], values: ReadonlyMap<StateKey, Uint8Array | undefined>): boolean {
  for (const [key, value] of values) {
    for (let at = tries.length - 1; at >= 0; at--) {
      const node = findInMemory(tries[at] as Trie, key);
      if (node === null) continue;
      if (!holdsValue(node, value)) return false;
      break;
    }
  }
  return true;
}

/** Changes the stored tries from those of the last final block. @returns the top trie, and how many nodes are written. */
export function changeTries(
  { store, tree }: ChainRecord,
  target: BlockId & Pick<HeaderFields, "stateRoot">,
  values: FlatChanges,
  batch: StoreBatch,
): { readonly trie: Trie; readonly written: number } {
  const base = tree.base();
  let written = 0;
  const top = { hash: base.hash, trie: base.trie as Trie };
  let { trie } = top;
  const put = (child: StateKey | undefined) => {
    const prefix = trieNodePrefix(child);
    return (node: TrieNode | undefined, path: string): void => {
      batch.set(prefix + path, node && (() => encodeRecord(node)));
      written++;
    };
  };
  const spaces = splitBySpace(values);
  const way = tree.recent.wayTo(top, target.hash);
  // What does not agree goes the other way, whose end is compared with the header.
  const known = way !== undefined && holdAll(way, spaces.get(undefined) ?? new Map()) ? nodesOnWay(way) : undefined;
  if (way !== undefined && known !== undefined) {
    known.forEach(put(undefined));
    trie = way.at(-1) as Trie;
    tree.recent.went(target.hash);
  }
  for (const [child, changes] of spaces) {
    if (child === undefined && known !== undefined) continue;
    const from = child === undefined ? top.trie : tree.childTrieOf(base, child);
    const to = applyChanges(from, changes);
    const putNode = put(child);
    writeTrieNodes(from, to, (path, node) => putNode(node, path));
    if (child === undefined) {
      trie = to;
      tree.recent.add(top, [{ hash: target.hash, trie, keys: changes.size }]);
    } else if (!isRoot(batch.get(topKey(childRootKey(child))), to)) throw wrongState(store, target);
  }
  if (!equalBytes(rootHash(trie), target.stateRoot)) throw wrongState(store, target);
  return { trie, written };
}

/** Whether a child trie is the one that the top trie names. */
function isRoot(named: Uint8Array | undefined, trie: Trie): boolean {
  return named === undefined ? trie.root === undefined : equalBytes(named, rootHash(trie));
}

function wrongState(store: ChainRecord["store"], target: BlockId): StorageError {
  return store.damaged(
    `the way to ${describe(target)} does not lead to the state of its header: \`subtensor verify\` says what is damaged`,
  );
}
