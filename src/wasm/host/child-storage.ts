import { fromKey, toKey } from "../../lib/bytes.ts";
import { type HostFunction, hostFunction } from "./function.ts";
import type { Host, HostSpace } from "./host.ts";
import { answerBool, answerBytes, answerOptionalBytes, bytes, nothing, stateVersion, u32, viewed } from "./marshal.ts";
import { answerKilled, answerRemoval, cursor, limit } from "./removal.ts";
import { answerLength, readInto } from "./storage.ts";

const space = ({ state }: Host, id: Uint8Array): HostSpace => state.child(toKey(id));

/** Child tries, each by its id without the prefix. Rust: `sp_io: lib.rs DefaultChildStorage` */
export const childStorageFunctions: readonly HostFunction[] = [
  hostFunction("default_child_storage_get", 1, [viewed, viewed], answerOptionalBytes, (host, id, key) =>
    space(host, id).get(toKey(key)),
  ),
  hostFunction(
    "default_child_storage_read",
    1,
    [viewed, viewed, viewed, u32],
    answerLength,
    (host, id, key, into, offset) => readInto(space(host, id), key, into, offset),
  ),
  hostFunction("default_child_storage_set", 1, [viewed, viewed, bytes], nothing, (host, id, key, value) =>
    space(host, id).put(toKey(key), value),
  ),
  hostFunction("default_child_storage_clear", 1, [viewed, viewed], nothing, (host, id, key) =>
    space(host, id).delete(toKey(key)),
  ),
  hostFunction("default_child_storage_storage_kill", 1, [viewed], nothing, (host, id) => {
    space(host, id).clearPrefix("", undefined, undefined);
  }),
  hostFunction("default_child_storage_storage_kill", 2, [viewed, limit], answerBool, (host, id, most) => {
    return space(host, id).clearPrefix("", most, undefined).cursor === undefined;
  }),
  hostFunction("default_child_storage_storage_kill", 3, [viewed, limit], answerKilled, (host, id, most) =>
    space(host, id).clearPrefix("", most, undefined),
  ),
  hostFunction(
    "default_child_storage_storage_kill",
    4,
    [viewed, limit, cursor],
    answerRemoval,
    (host, id, most, from) => space(host, id).clearPrefix("", most, from),
  ),
  hostFunction("default_child_storage_exists", 1, [viewed, viewed], answerBool, (host, id, key) => {
    return space(host, id).get(toKey(key)) !== undefined;
  }),
  hostFunction("default_child_storage_clear_prefix", 1, [viewed, viewed], nothing, (host, id, prefix) => {
    space(host, id).clearPrefix(toKey(prefix), undefined, undefined);
  }),
  hostFunction(
    "default_child_storage_clear_prefix",
    2,
    [viewed, viewed, limit],
    answerKilled,
    (host, id, prefix, most) => space(host, id).clearPrefix(toKey(prefix), most, undefined),
  ),
  hostFunction(
    "default_child_storage_clear_prefix",
    3,
    [viewed, viewed, limit, cursor],
    answerRemoval,
    (host, id, prefix, most, from) => space(host, id).clearPrefix(toKey(prefix), most, from),
  ),
  hostFunction("default_child_storage_root", 1, [viewed], answerBytes, (host, id) => space(host, id).root(0)),
  hostFunction("default_child_storage_root", 2, [viewed, stateVersion], answerBytes, (host, id, version) =>
    space(host, id).root(version),
  ),
  hostFunction("default_child_storage_next_key", 1, [viewed, viewed], answerOptionalBytes, (host, id, key) => {
    const next = space(host, id).nextKey(toKey(key));
    return next === undefined ? undefined : fromKey(next);
  }),
];
