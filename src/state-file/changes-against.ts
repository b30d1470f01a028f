import type { StateKey } from "../lib/bytes.ts";
import { equalBytes } from "../lib/bytes.ts";
import type { StateDifference } from "../storage/chain-view.ts";
import { childRootPrefix, type ParentState, type TrieState } from "../storage/state/parent-state.ts";
import type { StateFile } from "./open-state-file.ts";
import { checkStateRoot } from "./state-root.ts";

/**
 * What is to be put and deleted so that a state becomes the one of a file, such as on a fork: roots of child tries are not
 * among it, since they follow. The file is checked against the header of its block before the first one is given.
 * @param state must stay readable until the end
 * @throws StateFileError
 */
export async function* changesAgainst(file: StateFile, state: ParentState): AsyncGenerator<StateDifference> {
  await checkStateRoot(file);
  const children = new Set<StateKey>();
  let open: { readonly child: StateKey | undefined; readonly trie: Comparison } | undefined;
  for await (const part of file.parts()) {
    if (part.type !== "entries") break;
    const { child, entries } = part;
    if (open === undefined || open.child !== child) {
      if (open !== undefined) yield* open.trie.rest();
      if (child !== undefined) children.add(child);
      open = { child, trie: comparison(child, child === undefined ? state : state.child(child)) };
    }
    for (const [key, value] of entries) yield* open.trie.next(key, value);
  }
  if (open !== undefined) yield* open.trie.rest();
  // A file without any entry of the top trie empties it too.
  if (open?.child !== undefined || open === undefined) yield* comparison(undefined, state).rest();
  for (let key = state.nextKey(childRootPrefix); key?.startsWith(childRootPrefix); key = state.nextKey(key)) {
    const child = key.slice(childRootPrefix.length);
    if (!children.has(child)) yield* comparison(child, state.child(child)).rest();
  }
}

interface Comparison {
  /** What the next entry of the file changes, and what goes before it. */
  next(key: StateKey, value: Uint8Array): Generator<StateDifference>;
  /** What goes after the last entry of the file. */
  rest(): Generator<StateDifference>;
}

/** Goes along the keys of a trie beside those of the file. */
function comparison(child: StateKey | undefined, trie: TrieState): Comparison {
  let key: StateKey | undefined = trie.get("") === undefined ? trie.nextKey("") : "";
  function* before(stop: StateKey | undefined): Generator<StateDifference> {
    for (; key !== undefined && (stop === undefined || key < stop); key = trie.nextKey(key)) {
      if (child !== undefined || !key.startsWith(childRootPrefix)) yield { child, key, value: undefined };
    }
  }
  return {
    *next(own, value) {
      yield* before(own);
      const same = key === own ? trie.get(own) : undefined;
      if (key === own) key = trie.nextKey(own);
      if (same === undefined || !equalBytes(same, value)) yield { child, key: own, value };
    },
    rest: () => before(undefined),
  };
}
