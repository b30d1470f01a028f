import type { StateKey } from "../../lib/bytes.ts";
import type { StateReader } from "../../primitives/state.ts";
import type { Trie } from "../trie/trie.ts";

/** A readable state together with its trie: the top trie, or one child trie. */
export interface TrieState extends StateReader {
  /** The trie of exactly the keys and values that `get` answers. */
  trie(): Trie;
}

/** A state that an overlay can lie over: the top trie and its child tries. */
export interface ParentState extends TrieState {
  /** A child trie by its id (without the `:child_storage:default:` prefix); one without keys when it does not exist. */
  child(id: StateKey): TrieState;
}

/** The top key that holds the root of a child trie is this prefix and the child's id. */
export const childRootPrefix: StateKey = ":child_storage:default:";
