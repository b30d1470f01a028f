import { emptyBytes, prefixEnd } from "../lib/bytes.ts";
import { StorageError } from "../storage/errors.ts";
import type {
  KeyValue,
  StateOver,
  StoreChanges,
  StoreKey,
  StoreValue,
  StoreView,
  ViewableKeyValue,
} from "../storage/kv/key-value.ts";
import { prefixes, removedKey, splitFlatKey } from "../storage/layout.ts";
import type { ForkedState } from "./forked-state.ts";

const { state, childState, trie, childTrie, removed } = prefixes;
const isValue = (key: StoreKey): boolean => key.startsWith(state) || key.startsWith(childState);
const isNode = (key: StoreKey): boolean => key.startsWith(trie) || key.startsWith(childTrie);

type Elsewhere = Pick<ForkedState, "value" | "record" | "holds">;

/**
 * A store whose final state is that of a block elsewhere, with what was written since. What is not in it comes from there:
 * values unless they were removed since, which it marks, and trie nodes, which nobody asks for once they are gone.
 */
export function lazyKeyValue(store: ViewableKeyValue, forked: Elsewhere): ViewableKeyValue {
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
    ...lazyReads(store, forked),
    write: (changes, options) => store.write(marked(changes), options),
    close: () => store.close(),
    async view() {
      const view = await store.view();
      return { ...lazyReads(view, forked), over: overOther(view, forked), release: view.release };
    },
  };
}

type Reads = Pick<KeyValue, "getSync" | "iterate">;

function lazyReads(store: Reads, forked: Elsewhere): Reads {
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
    iterate(from, to) {
      if (!isValue(from) && !isNode(from)) return store.iterate(from, to);
      throw new StorageError("misuse", "a fork does not have its whole state: it cannot be walked as it is stored");
    },
  };
}

/** What a store has written over the other state: its values, and its marks of removed ones between them. */
function overOther(view: StoreView, forked: Elsewhere): StateOver {
  return {
    async *changes(prefix) {
      const marks: StoreKey[] = [];
      const mark = removed + prefix;
      for await (const [key] of view.iterate(mark, prefixEnd(mark))) marks.push(key.slice(removed.length));
      let at = 0;
      for await (const [key, value] of view.iterate(prefix, prefixEnd(prefix))) {
        for (; at < marks.length && (marks[at] as StoreKey) < key; at++) yield [marks[at] as StoreKey, undefined];
        yield [key, value];
      }
      for (const key of marks.slice(at)) yield [key, undefined];
    },
    has(flat, value) {
      const { child, key } = splitFlatKey(flat);
      return forked.holds(child, key, value);
    },
  };
}
