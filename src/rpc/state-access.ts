import type { ChainApi } from "../chain/api.ts";
import { equalBytes, type Hex, keyToHex, type StateKey, toHex } from "../lib/bytes.ts";
import type { StateReader } from "../primitives/state.ts";
import { RpcError, stateError } from "./errors.ts";
import { blockErrorText } from "./runtime-errors.ts";
import type { Work } from "./slices/work.ts";

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

/** Makes walks of a state ready. */
export function* prepared(state: StateReader): Generator<undefined> {
  if (state.prepare !== undefined) yield* state.prepare();
}

/** The same keys as `keysUnder`, and undefined as long as none can be told yet. */
export function* walk(state: StateReader, prefix: StateKey, after?: StateKey): Generator<StateKey | undefined> {
  yield* prepared(state);
  yield* keysUnder(state, prefix, after);
}

/** The keys with a prefix, in byte order. @param after only keys after this one; it need not have the prefix. */
export function* keysUnder(state: StateReader, prefix: StateKey, after?: StateKey): Generator<StateKey> {
  let key: StateKey | undefined;
  if (after !== undefined && after >= prefix) key = state.nextKey(after);
  else key = state.get(prefix) === undefined ? state.nextKey(prefix) : prefix;
  for (; key?.startsWith(prefix); key = state.nextKey(key)) yield key;
}

/**
 * Work that reads the state of a block, which may be dropped or pruned between two turns.
 * @throws RpcError 4003 then.
 */
export function* whileKept<T>(chain: ChainApi, hash: Hex, work: Work<T>): Work<T> {
  try {
    return yield* work;
  } catch (error) {
    throw unlessKept(chain, hash, error);
  }
}

/** An error of reading the state of a block: 4003 when the state is not there any more. */
export function unlessKept(chain: ChainApi, hash: Hex, error: unknown): unknown {
  const state = error instanceof RpcError ? undefined : chain.stateAt(hash);
  return typeof state === "string" ? noState(state, hash) : error;
}

/** Whether two values are the same. */
export function sameValue(a: Uint8Array | undefined, b: Uint8Array | undefined): boolean {
  return a === undefined || b === undefined ? a === b : equalBytes(a, b);
}

/** The texts of keys. */
export function* keyTexts(keys: Iterable<StateKey | undefined>): Generator<string | undefined> {
  for (const key of keys) yield key === undefined ? undefined : `"${keyToHex(key)}"`;
}

/** A value as hex in JSON, null when there is none. */
export const valueText = (value: Uint8Array | undefined): string =>
  value === undefined ? "null" : `"${toHex(value)}"`;

/** The first items, or all, with what is undefined before them. */
export function* first<T>(count: number, items: Iterable<T | undefined>): Generator<T | undefined> {
  let left = count;
  if (left <= 0) return;
  for (const item of items) {
    yield item;
    if (item !== undefined && --left === 0) return;
  }
}
