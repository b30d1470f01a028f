import { equalBytes, keyToHex, prefixEnd, type StateKey, toHex } from "../lib/bytes.ts";
import { decodePointers } from "./blocks/pointers.ts";
import { describe, storedBlock } from "./chain-record.ts";
import { StorageError } from "./errors.ts";
import type { KeyValue, StoreKey } from "./kv/key-value.ts";
import { childKeyPrefix, pointersKey, prefixes, splitFlatKey, topKey, trieNodePrefix } from "./layout.ts";
import { childRootKey } from "./state/layers.ts";
import { childRootPrefix } from "./state/parent-state.ts";
import { storeBatch } from "./store-batch.ts";
import { writeTrieChanges } from "./trie/persist.ts";
import { emptyTrie, rootHash, type Trie } from "./trie/trie.ts";
import { applyChanges } from "./trie/update.ts";

/** Keys that are put into the trie at a time. */
const chunk = 20_000;

/**
 * Recomputes the state root of the last final block from the stored values alone and compares it with the header, the
 * child tries with the roots in the top trie, and every stored trie node with the one that should be there.
 * Works on a database that does not open, too.
 * @param repair write the trie anew when the values are right and only nodes of the trie are wrong.
 * @returns one line for each thing that is wrong (and was, when it was repaired).
 */
export async function verifyStore(store: KeyValue, repair = false): Promise<string[]> {
  const pointers = store.getSync(pointersKey);
  if (pointers === undefined) throw new StorageError("damaged", "the database does not say which block is best");
  const { finalized } = decodePointers(pointers);
  const block = storedBlock({ get: (key) => store.getSync(key) }, finalized.hash);
  if (block === undefined) return [`the header of ${describe(finalized)} is missing`];

  const values: string[] = [];
  const tries = new Map<StateKey | undefined, Trie>();
  const top = await trieOf(store, prefixes.state);
  tries.set(undefined, top);
  if (!equalBytes(rootHash(top), block.stateRoot)) {
    values.push(
      `${describe(block)}: the stored values have root ${toHex(rootHash(top))}, the header says ${toHex(block.stateRoot)}`,
    );
  }
  for (const id of await childIds(store)) {
    const trie = await trieOf(store, childKeyPrefix(id));
    tries.set(id, trie);
    const named = store.getSync(topKey(childRootKey(id)));
    if (named === undefined || !equalBytes(named, rootHash(trie))) {
      values.push(`child trie ${keyToHex(id)}: its stored values have another root than the state names`);
    }
  }

  const batch = storeBatch(store);
  let nodes: string[] = [];
  for (const [id, trie] of tries) nodes = nodes.concat(await compareNodes(store, id, trie, batch.set));
  if (repair && values.length === 0 && nodes.length > 0) await store.write(batch.changes, { sync: true });
  return [...values, ...nodes];
}

async function childIds(store: KeyValue): Promise<Set<StateKey>> {
  const children = new Set<StateKey>();
  const note = async (prefix: StoreKey, idOf: (key: StoreKey) => StateKey): Promise<void> => {
    for await (const [key] of store.iterate(prefix, prefixEnd(prefix))) children.add(idOf(key));
  };
  const named = topKey(childRootPrefix);
  await note(named, (key) => key.slice(named.length));
  await note(prefixes.childState, (key) => splitFlatKey(key).child as StateKey);
  await note(prefixes.childTrie, (key) => key.slice(2, 2 + key.charCodeAt(1)));
  return children;
}

async function trieOf(store: KeyValue, prefix: StoreKey): Promise<Trie> {
  let trie = emptyTrie(1);
  let entries = new Map<StateKey, Uint8Array>();
  for await (const [flatKey, value] of store.iterate(prefix, prefixEnd(prefix))) {
    entries.set(flatKey.slice(prefix.length), value);
    if (entries.size < chunk) continue;
    trie = applyChanges(trie, entries);
    entries = new Map();
  }
  return applyChanges(trie, entries);
}

/** Compares the stored nodes with those of a trie, and gathers what makes them equal. */
async function compareNodes(
  store: KeyValue,
  child: StateKey | undefined,
  trie: Trie,
  set: (key: StoreKey, value: Uint8Array | undefined) => void,
): Promise<string[]> {
  const prefix = trieNodePrefix(child);
  const name = child === undefined ? "state trie" : `child trie ${keyToHex(child)}`;
  const counts = { missing: 0, wrong: 0, extra: 0 };
  const expected = new Set<StoreKey>();
  writeTrieChanges(undefined, trie, (path, node) => {
    const key = prefix + path;
    const stored = store.getSync(key);
    expected.add(key);
    if (stored !== undefined && node !== undefined && equalBytes(stored, node)) return;
    if (stored === undefined) counts.missing++;
    else counts.wrong++;
    set(key, node);
  });
  for await (const [key] of store.iterate(prefix, prefixEnd(prefix))) {
    if (expected.has(key)) continue;
    counts.extra++;
    set(key, undefined);
  }
  const problems: string[] = [];
  if (counts.missing > 0) problems.push(`${name}: ${counts.missing} of ${expected.size} nodes are missing`);
  if (counts.wrong > 0)
    problems.push(`${name}: ${counts.wrong} of ${expected.size} nodes are not what the values give`);
  if (counts.extra > 0) problems.push(`${name}: ${counts.extra} nodes should not be there`);
  return problems;
}
