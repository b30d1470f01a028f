import { equalBytes, keyToHex, prefixEnd, type StateKey, toHex } from "../../lib/bytes.ts";
import type { HeaderFields } from "../blocks/header-fields.ts";
import type { BlockId } from "../blocks/pointers.ts";
import { describe } from "../chain-record.ts";
import type { KeyValue, StoreKey } from "../kv/key-value.ts";
import { childKeyPrefix, prefixes, splitFlatKey, topKey, trieNodePrefix } from "../layout.ts";
import { childRootKey } from "../state/layers.ts";
import { childRootPrefix } from "../state/parent-state.ts";
import { writeTrieChanges } from "../trie/persist.ts";
import { emptyTrie, rootHash, type Trie } from "../trie/trie.ts";
import { applyChanges } from "../trie/update.ts";
import { counted, type Findings } from "./report.ts";

/** Keys that are put into the trie at a time. */
const chunk = 20_000;

/** The tries of a state, as its values make them. */
export interface StateTries {
  readonly top: Trie;
  readonly children: ReadonlyMap<StateKey, Trie>;
}

/**
 * Makes the tries of the last final block anew from the stored values alone, compares their roots with the header and
 * with the roots in the top trie, and every stored trie node with the one that should be there.
 * @returns the tries; undefined when the values are wrong.
 */
export async function verifyState(
  store: KeyValue,
  block: BlockId & HeaderFields,
  findings: Findings,
): Promise<StateTries | undefined> {
  let sound = true;
  const top = await trieOf(store, prefixes.state);
  if (!equalBytes(rootHash(top.trie), block.stateRoot)) {
    sound = false;
    findings.problem(
      `${describe(block)}: the stored values have root ${toHex(rootHash(top.trie))}, the header says ${toHex(block.stateRoot)}`,
    );
  }
  let values = top.values;
  const children = new Map<StateKey, Trie>();
  for (const id of await childIds(store)) {
    const child = await trieOf(store, childKeyPrefix(id));
    values += child.values;
    children.set(id, child.trie);
    const named = store.getSync(topKey(childRootKey(id)));
    const empty = child.trie.root === undefined;
    if (named === undefined ? !empty : !equalBytes(named, rootHash(child.trie))) {
      sound = false;
      findings.problem(`child trie ${keyToHex(id)}: its stored values have another root than the state names`);
    }
  }
  let nodes = await compareNodes(store, undefined, top.trie, sound, findings);
  for (const [id, trie] of children) nodes += await compareNodes(store, id, trie, sound, findings);
  findings.checked(`${counted(values, "value")} of state and ${counted(nodes, "trie node")} of block ${block.number}`);
  return sound ? { top: top.trie, children } : undefined;
}

async function childIds(store: KeyValue): Promise<Set<StateKey>> {
  const children = new Set<StateKey>();
  const note = async (prefix: StoreKey, idOf: (key: StoreKey) => StateKey): Promise<void> => {
    for await (const [key] of store.iterate(prefix, prefixEnd(prefix))) children.add(idOf(key));
  };
  const named = topKey(childRootPrefix);
  await note(named, (key) => key.slice(named.length));
  await note(prefixes.childState, (key) => splitFlatKey(key).child as StateKey);
  await note(prefixes.childTrie, (key) => splitFlatKey(key).child as StateKey);
  return children;
}

async function trieOf(store: KeyValue, prefix: StoreKey): Promise<{ readonly trie: Trie; readonly values: number }> {
  let trie = emptyTrie(1);
  let entries = new Map<StateKey, Uint8Array>();
  let values = 0;
  for await (const [flatKey, value] of store.iterate(prefix, prefixEnd(prefix))) {
    entries.set(flatKey.slice(prefix.length), value);
    values++;
    if (entries.size < chunk) continue;
    trie = applyChanges(trie, entries);
    entries = new Map();
  }
  return { trie: applyChanges(trie, entries), values };
}

/** Compares the stored nodes with those of a trie. @returns how many there should be. */
async function compareNodes(
  store: KeyValue,
  child: StateKey | undefined,
  trie: Trie,
  valuesAreRight: boolean,
  findings: Findings,
): Promise<number> {
  const prefix = trieNodePrefix(child);
  const name = child === undefined ? "state trie" : `child trie ${keyToHex(child)}`;
  const missing = new Map<StoreKey, Uint8Array | undefined>();
  const wrong = new Map<StoreKey, Uint8Array | undefined>();
  const extra = new Map<StoreKey, Uint8Array | undefined>();
  const expected = new Set<StoreKey>();
  writeTrieChanges(undefined, trie, (path, node) => {
    const key = prefix + path;
    const stored = store.getSync(key);
    expected.add(key);
    if (stored === undefined) missing.set(key, node);
    else if (node === undefined || !equalBytes(stored, node)) wrong.set(key, node);
  });
  for await (const [key] of store.iterate(prefix, prefixEnd(prefix))) if (!expected.has(key)) extra.set(key, undefined);
  const tell = (line: string, changes: ReadonlyMap<StoreKey, Uint8Array | undefined>): void => {
    if (changes.size === 0) return;
    if (valuesAreRight) findings.mendable(line, changes);
    else findings.problem(line);
  };
  tell(`${name}: ${missing.size} of ${expected.size} nodes are missing`, missing);
  tell(`${name}: ${wrong.size} of ${expected.size} nodes are not what the values give`, wrong);
  tell(`${name}: ${extra.size} nodes should not be there`, extra);
  return expected.size;
}
