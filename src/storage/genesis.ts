import { equalBytes, type StateKey, toHex } from "../lib/bytes.ts";
import { putBlock, setCanonical } from "./blocks/block-store.ts";
import { headerFields } from "./blocks/header-fields.ts";
import { putPointers } from "./chain-record.ts";
import type { NewGenesis } from "./database.ts";
import { StorageError } from "./errors.ts";
import { childKey, topKey, trieNodePrefix } from "./layout.ts";
import { putLayout } from "./layout-version.ts";
import type { PruningModes } from "./pruning.ts";
import { childRootKey } from "./state/layers.ts";
import type { StoreBatch } from "./store-batch.ts";
import { writeTrieChanges } from "./trie/persist.ts";
import { rootHash } from "./trie/trie.ts";
import { trieFromEntries } from "./trie/update.ts";

/**
 * Gathers what an empty database needs to start a chain: block 0, final, with its state.
 * @throws StorageError when the header names another state root or number.
 */
export function writeGenesis(batch: StoreBatch, genesis: NewGenesis, modes: PruningModes): void {
  const { number, stateRoot } = headerFields(genesis.header);
  const top = new Map<StateKey, Uint8Array>(genesis.entries);
  const write = (child: StateKey | undefined, entries: ReadonlyMap<StateKey, Uint8Array>): Uint8Array => {
    const trie = trieFromEntries(entries, 1);
    const prefix = trieNodePrefix(child);
    writeTrieChanges(undefined, trie, (path, node) => batch.set(prefix + path, node));
    return rootHash(trie);
  };
  for (const [id, own] of genesis.childEntries ?? []) {
    const entries = new Map(own);
    if (entries.size === 0) continue;
    top.set(childRootKey(id), write(id, entries));
    for (const [key, value] of entries) batch.set(childKey(id, key), value);
  }
  const root = write(undefined, top);
  if (number !== 0) throw new StorageError("misuse", `the genesis block must have number 0, not ${number}`);
  if (!equalBytes(root, stateRoot)) {
    throw new StorageError("misuse", `the genesis state has root ${toHex(root)}, its header says ${toHex(stateRoot)}`);
  }
  for (const [key, value] of top) batch.set(topKey(key), value);
  putBlock(batch, { hash: genesis.hash, header: genesis.header, body: [] });
  setCanonical(batch, 0, genesis.hash);
  const zero = { hash: genesis.hash, number: 0 };
  putPointers(batch, {
    ...{ best: zero, finalized: zero, oldestState: 0, oldestBody: 0 },
    sweep: { segment: 0, keys: 0 },
  });
  putLayout(batch, modes);
}
