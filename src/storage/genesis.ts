import { equalBytes, type StateKey, toHex } from "../lib/bytes.ts";
import { putBlock, setCanonical } from "./blocks/block-store.ts";
import { headerFields } from "./blocks/header-fields.ts";
import { putPointers } from "./chain-record.ts";
import type { NewGenesis } from "./database.ts";
import { StorageError } from "./errors.ts";
import { childKey, extraKey, topKey, trieNodePrefix } from "./layout.ts";
import { putLayout } from "./layout-version.ts";
import type { PruningModes } from "./pruning.ts";
import { childRootKey } from "./state/layers.ts";
import type { StoreBatch } from "./store-batch.ts";
import { writeTrieChanges } from "./trie/persist.ts";
import { rootHash, type Trie } from "./trie/trie.ts";
import { trieFromEntries } from "./trie/update.ts";

/**
 * Gathers what an empty database needs to start a chain: block 0, final, with its state.
 * @throws StorageError when the header names another state root or number.
 */
export function writeGenesis(batch: StoreBatch, genesis: NewGenesis, modes: PruningModes): void {
  const { number, stateRoot } = headerFields(genesis.header);
  const write = (child: StateKey | undefined, trie: Trie): Uint8Array => {
    const prefix = trieNodePrefix(child);
    writeTrieChanges(undefined, trie, (path, node) => batch.set(prefix + path, node));
    return rootHash(trie);
  };
  const childRoots = new Map<StateKey, Uint8Array>();
  for (const [id, own] of genesis.childEntries ?? []) {
    const entries = new Map(own);
    if (entries.size === 0) continue;
    childRoots.set(childRootKey(id), write(id, trieFromEntries(entries, 1)));
    for (const [key, value] of entries) batch.set(childKey(id, key), value);
  }
  // Entries may be walked once only; they are kept where a trie is still to be made of them.
  const top = genesis.trie === undefined ? new Map([...genesis.entries, ...childRoots]) : undefined;
  for (const [key, value] of top ?? genesis.entries) batch.set(topKey(key), value);
  for (const [key, value] of childRoots) batch.set(topKey(key), value);
  const root = write(undefined, genesis.trie ?? trieFromEntries(top ?? [], 1));
  if (number !== 0) throw new StorageError("misuse", `the genesis block must have number 0, not ${number}`);
  if (!equalBytes(root, stateRoot)) {
    throw new StorageError("misuse", `the genesis state has root ${toHex(root)}, its header says ${toHex(stateRoot)}`);
  }
  for (const [name, value] of genesis.extra ?? []) batch.set(extraKey(name), value);
  putBlock(batch, { hash: genesis.hash, header: genesis.header, body: [] });
  setCanonical(batch, 0, genesis.hash);
  const zero = { hash: genesis.hash, number: 0 };
  putPointers(batch, {
    ...{ best: zero, finalized: zero, oldestState: 0, oldestBody: 0 },
    sweep: { segment: 0, keys: 0 },
  });
  putLayout(batch, modes);
}
