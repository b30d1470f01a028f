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
import type { StatePlace } from "./state-place.ts";
import type { StoreBatch } from "./store-batch.ts";
import { writeTrieChanges } from "./trie/persist.ts";
import { rootHash, type Trie } from "./trie/trie.ts";
import { trieFromEntries } from "./trie/update.ts";

/** A genesis of more entries than this is not held in memory. */
const mostInMemory = 50_000;

/** The entries of a large genesis: those that were read already, and the others. */
export interface LargeGenesis {
  readonly entries: readonly (readonly [StateKey, Uint8Array])[];
  readonly rest: Iterator<readonly [StateKey, Uint8Array]>;
}

/**
 * Gathers what an empty database needs to start a chain: block 0, final, with its state.
 * @returns the entries of the top trie when they are too many, and nothing of the state was gathered
 * @throws StorageError when the header names another state root or number.
 */
export function writeGenesis(batch: StoreBatch, genesis: NewGenesis, modes: PruningModes): LargeGenesis | undefined {
  putBlockZero(batch, genesis, modes);
  if (genesis.trie !== undefined) {
    putState(batch, genesis, genesis.entries, genesis.trie);
    return undefined;
  }
  // Entries may be walked once only.
  const entries: (readonly [StateKey, Uint8Array])[] = [];
  const rest = genesis.entries[Symbol.iterator]();
  for (let next = rest.next(); !next.done; next = rest.next()) {
    entries.push(next.value);
    if (entries.length > mostInMemory) return { entries, rest };
  }
  putState(batch, genesis, entries, undefined);
  return undefined;
}

function putState(
  batch: StoreBatch,
  { header, childEntries }: NewGenesis,
  entries: Iterable<readonly [StateKey, Uint8Array]>,
  trie: Trie | undefined,
): void {
  const write = (child: StateKey | undefined, made: Trie): Uint8Array => {
    const prefix = trieNodePrefix(child);
    writeTrieChanges(undefined, made, (path, node) => batch.set(prefix + path, node));
    return rootHash(made);
  };
  const childRoots = new Map<StateKey, Uint8Array>();
  for (const [id, own] of childEntries ?? []) {
    const values = new Map(own);
    if (values.size === 0) continue;
    childRoots.set(childRootKey(id), write(id, trieFromEntries(values, 1)));
    for (const [key, value] of values) batch.set(childKey(id, key), value);
  }
  const top = trie === undefined ? new Map([...entries, ...childRoots]) : undefined;
  for (const [key, value] of top ?? entries) batch.set(topKey(key), value);
  for (const [key, value] of childRoots) batch.set(topKey(key), value);
  checkRoot(header, write(undefined, trie ?? trieFromEntries(top ?? [], 1)));
}

/** Writes a genesis whose state is taken in as a stream, and at last what makes it the chain's. @throws StorageError */
export async function writeLargeGenesis(
  place: StatePlace,
  { header, childEntries }: NewGenesis,
  { entries, rest }: LargeGenesis,
  batch: StoreBatch,
): Promise<void> {
  const intake = await place.begin();
  await intake.put(undefined, entries);
  await intake.put(undefined, { [Symbol.iterator]: () => rest });
  for (const [id, own] of childEntries ?? []) await intake.put(id, own);
  checkRoot(header, await intake.build());
  await place.use(batch.changes);
}

function checkRoot(header: Uint8Array, root: Uint8Array): void {
  const { stateRoot } = headerFields(header);
  if (equalBytes(root, stateRoot)) return;
  throw new StorageError("misuse", `the genesis state has root ${toHex(root)}, its header says ${toHex(stateRoot)}`);
}

/** Gathers block 0 as the best and final one, and the layout. @throws StorageError when the header has another number */
export function putBlockZero(
  batch: StoreBatch,
  { hash, header, extra }: Pick<NewGenesis, "hash" | "header" | "extra">,
  modes: PruningModes,
): void {
  const { number } = headerFields(header);
  if (number !== 0) throw new StorageError("misuse", `the genesis block must have number 0, not ${number}`);
  for (const [name, value] of extra ?? []) batch.set(extraKey(name), value);
  putBlock(batch, { hash, header, body: [] });
  setCanonical(batch, 0, hash);
  const zero = { hash, number: 0 };
  putPointers(batch, {
    ...{ best: zero, finalized: zero, oldestState: 0, oldestBody: 0 },
    sweep: { segment: 0, keys: 0 },
  });
  putLayout(batch, modes);
}
