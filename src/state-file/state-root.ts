import { equalBytes, fromHex, type StateKey, toHex } from "../lib/bytes.ts";
import { headerFields } from "../storage/blocks/header-fields.ts";
import { RecordError } from "../storage/errors.ts";
import { childRootPrefix } from "../storage/state/parent-state.ts";
import { buildSortedTrie, type SortedTrie } from "../storage/trie/build-sorted.ts";
import { requireWhole } from "./fork-content.ts";
import type { StateFile } from "./open-state-file.ts";

/**
 * Reads the state of a file and compares its root with the header of its block.
 * @throws StateFileError (`damaged`) when it is another one
 */
export async function checkStateRoot(file: StateFile): Promise<void> {
  requireWhole(file);
  try {
    const { stateRoot } = headerFields(fromHex(file.head.block.header));
    const root = await rootOf(file);
    if (!equalBytes(root, stateRoot))
      throw new RecordError(`its state has root ${toHex(root)}, the header of its block says ${toHex(stateRoot)}`);
  } catch (error) {
    throw file.explain(error);
  }
}

async function rootOf(file: StateFile): Promise<Uint8Array> {
  const childRoots: [StateKey, Uint8Array][] = [];
  let open: { readonly id: StateKey; readonly trie: SortedTrie } | undefined;
  const endChild = (): void => {
    if (open !== undefined) childRoots.push([childRootPrefix + open.id, open.trie.finish()]);
    open = undefined;
  };
  const top = buildSortedTrie(() => {});
  let at = 0;
  const addRoots = (stop: StateKey | undefined): void => {
    for (; at < childRoots.length; at++) {
      const [key, root] = childRoots[at] as (typeof childRoots)[number];
      if (stop !== undefined && key >= stop) return;
      top.add(key, root);
    }
  };
  let sorted = false;
  for await (const part of file.parts()) {
    if (part.type !== "entries") break;
    const { child, entries } = part;
    if (child !== undefined) {
      if (open?.id !== child) {
        endChild();
        open = { id: child, trie: buildSortedTrie(() => {}) };
      }
      for (const [key, value] of entries) open.trie.add(key, value);
      continue;
    }
    endChild();
    // They came by the length of their ids first.
    if (!sorted) childRoots.sort(([a], [b]) => (a < b ? -1 : 1));
    sorted = true;
    for (const [key, value] of entries) {
      if (at < childRoots.length) addRoots(key);
      top.add(key, value);
    }
  }
  endChild();
  if (!sorted) childRoots.sort(([a], [b]) => (a < b ? -1 : 1));
  addRoots(undefined);
  return top.finish();
}
