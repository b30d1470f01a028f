import type { ChainApi } from "../chain/api.ts";
import type { Hex, StateKey } from "../lib/bytes.ts";
import type { StateReader } from "../primitives/state.ts";
import { type RpcError, stateError } from "./errors.ts";
import { blockErrorText } from "./runtime-errors.ts";

/** The error 4003 of a state that is not there. */
export function noState(why: "unknown" | "discarded", hash: Hex): RpcError {
  return stateError.client(`UnknownBlock: ${blockErrorText[why](hash)}`);
}

/** The state after a block. @throws RpcError 4003 when it is not known or not kept. */
export function stateOf(chain: ChainApi, hash: Hex): StateReader {
  const state = chain.stateAt(hash);
  if (typeof state === "string") throw noState(state, hash);
  return state;
}

const childPrefix = ":child_storage:default:";

/** The id of a child trie from its key in the top trie. @throws RpcError for any other key. */
export function childId(key: StateKey): StateKey {
  if (!key.startsWith(childPrefix)) throw stateError.client("Invalid child storage key");
  return key.slice(childPrefix.length);
}

/** The child trie, under its key in the top trie, after a block. @throws RpcError 4003 */
export function childStateOf(chain: ChainApi, hash: Hex, key: StateKey): StateReader {
  const state = chain.childStateAt(hash, childId(key));
  if (typeof state === "string") throw noState(state, hash);
  return state;
}

/**
 * The keys with a prefix in byte order, at most `limit`.
 * @param after only keys after this one; it need not have the prefix.
 */
export function keysOf(state: StateReader, prefix: StateKey, limit = Infinity, after?: StateKey): StateKey[] {
  const keys: StateKey[] = [];
  let key: StateKey | undefined;
  if (after !== undefined && after >= prefix) key = state.nextKey(after);
  else key = state.get(prefix) === undefined ? state.nextKey(prefix) : prefix;
  while (key?.startsWith(prefix) && keys.length < limit) {
    keys.push(key);
    key = state.nextKey(key);
  }
  return keys;
}
