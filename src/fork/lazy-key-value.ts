import { emptyBytes } from "../lib/bytes.ts";
import { StorageError } from "../storage/errors.ts";
import type { KeyValue, StoreChanges, StoreKey, StoreValue } from "../storage/kv/key-value.ts";
import { prefixes, removedKey, splitFlatKey } from "../storage/layout.ts";
import type { ForkedState } from "./forked-state.ts";

const { state, childState, trie, childTrie } = prefixes;
const isValue = (key: StoreKey): boolean => key.startsWith(state) || key.startsWith(childState);
const isNode = (key: StoreKey): boolean => key.startsWith(trie) || key.startsWith(childTrie);

/**
 * A store whose final state is that of a block elsewhere, with what was written since. What is not in it comes from there:
 * values unless they were removed since, which it marks, and trie nodes, which nobody asks for once they are gone.
 */
export function lazyKeyValue(store: KeyValue, forked: Pick<ForkedState, "value" | "record">): KeyValue {
  /** Removed values become marks, and marks of values that are back go. */
  const marked = (changes: StoreChanges): StoreChanges => {
    let all: Map<StoreKey, StoreValue | undefined> | undefined;
    for (const [key, value] of changes) {
      if (!isValue(key)) continue;
      const mark = removedKey(key);
      if ((store.getSync(mark) !== undefined) === (value === undefined)) continue;
      all ??= new Map(changes);
      all.set(mark, value === undefined ? emptyBytes : undefined);
    }
    return all ?? changes;
  };

  return {
    getSync(key) {
      const own = store.getSync(key);
      if (own !== undefined) return own;
      if (isValue(key)) {
        if (store.getSync(removedKey(key)) !== undefined) return undefined;
        const { child, key: stateKey } = splitFlatKey(key);
        return forked.value(child, stateKey);
      }
      if (!isNode(key)) return undefined;
      if (key.startsWith(trie)) return forked.record(undefined, key.slice(1));
      const { child, key: path } = splitFlatKey(key);
      return forked.record(child, path);
    },
    write: (changes, options) => store.write(marked(changes), options),
    iterate(from, to) {
      if (!isValue(from) && !isNode(from)) return store.iterate(from, to);
      throw new StorageError("misuse", "a fork does not have its whole state: it cannot be walked as it is stored");
    },
    close: () => store.close(),
  };
}
