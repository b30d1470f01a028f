import { option } from "../../codec/containers.ts";
import { u32 as u32Codec } from "../../codec/primitives.ts";
import { fromKey, toKey } from "../../lib/bytes.ts";
import { type HostFunction, hostFunction } from "./function.ts";
import type { HostSpace } from "./host.ts";
import {
  answerBool,
  answerBytes,
  answerEncoded,
  answerOptionalBytes,
  bytes,
  nothing,
  stateVersion,
  u32,
  viewed,
} from "./marshal.ts";
import { answerKilled, answerRemoval, cursor, limit } from "./removal.ts";

/** Copies what a value has from an offset on into the program's buffer. Rust: `sp_io: lib.rs Storage::read` */
export function readInto(space: HostSpace, key: Uint8Array, into: Uint8Array, offset: number): number | undefined {
  const rest = space.get(toKey(key))?.subarray(offset);
  if (rest === undefined) return undefined;
  into.set(rest.length > into.length ? rest.subarray(0, into.length) : rest);
  return rest.length;
}

export const answerLength = answerEncoded(option(u32Codec));

/** The state of the chain. Rust: `sp_io: lib.rs Storage` */
export const storageFunctions: readonly HostFunction[] = [
  hostFunction("storage_get", 1, [viewed], answerOptionalBytes, ({ state }, key) => state.get(toKey(key))),
  hostFunction("storage_read", 1, [viewed, viewed, u32], answerLength, ({ state }, key, into, offset) =>
    readInto(state, key, into, offset),
  ),
  hostFunction("storage_set", 1, [viewed, bytes], nothing, ({ state }, key, value) => state.put(toKey(key), value)),
  hostFunction("storage_clear", 1, [viewed], nothing, ({ state }, key) => state.delete(toKey(key))),
  hostFunction("storage_exists", 1, [viewed], answerBool, ({ state }, key) => state.get(toKey(key)) !== undefined),
  hostFunction("storage_clear_prefix", 1, [viewed], nothing, ({ state }, prefix) => {
    state.clearPrefix(toKey(prefix), undefined, undefined);
  }),
  hostFunction("storage_clear_prefix", 2, [viewed, limit], answerKilled, ({ state }, prefix, most) =>
    state.clearPrefix(toKey(prefix), most, undefined),
  ),
  hostFunction("storage_clear_prefix", 3, [viewed, limit, cursor], answerRemoval, ({ state }, prefix, most, from) =>
    state.clearPrefix(toKey(prefix), most, from),
  ),
  hostFunction("storage_append", 1, [viewed, bytes], nothing, ({ state }, key, value) =>
    state.append(toKey(key), value),
  ),
  hostFunction("storage_root", 1, [], answerBytes, ({ state }) => state.root(0)),
  hostFunction("storage_root", 2, [stateVersion], answerBytes, ({ state }, version) => state.root(version)),
  // What kept changes of a block in a trie of their own is gone; the question has stayed.
  hostFunction("storage_changes_root", 1, [viewed], answerOptionalBytes, () => undefined),
  hostFunction("storage_next_key", 1, [viewed], answerOptionalBytes, ({ state }, key) => {
    const next = state.nextKey(toKey(key));
    return next === undefined ? undefined : fromKey(next);
  }),
  hostFunction("storage_start_transaction", 1, [], nothing, ({ state }) => state.begin()),
  hostFunction("storage_rollback_transaction", 1, [], nothing, ({ state }) => state.rollback()),
  hostFunction("storage_commit_transaction", 1, [], nothing, ({ state }) => state.commit()),
];
