import type { DevApi, DryRun } from "../dev/api.ts";
import { keyToHex, toHex } from "../lib/bytes.ts";
import type { StateReader } from "../primitives/state.ts";

type ChainTypes = Awaited<ReturnType<DevApi["types"]>>;

/** Changes of storage as pairs of hex, null for what was removed. */
export function rawChanges(changes: DryRun["changes"]): [string, string | null][] {
  return [...changes].map(([key, value]) => [keyToHex(key), value === undefined ? null : toHex(value)]);
}

/** What an extrinsic did, for people: calls, events and storage by their names. */
export function dryRunJson(types: ChainTypes, { failure, events, changes }: DryRun): object {
  return {
    outcome: failure === undefined ? { ok: true } : { ok: false, [failure.kind]: failure.why },
    events: events.map(({ pallet, name, fields }) => ({ pallet, name, fields })),
    storage: [...changes].map(([key, value]) => {
      const found = types.describeKey(key);
      if (found === undefined) return { key: keyToHex(key), value: value === undefined ? null : toHex(value) };
      const { pallet, item, keys } = found;
      return { pallet, item, keys, value: value === undefined ? null : types.decodeValue(pallet, item, value) };
    }),
  };
}

/** Entries of a map that one answer has at most. */
const mostEntries = 1000;

/** A storage item: its value, or of a map with keys left out the entries under them. @throws UserError */
export function storedJson(
  types: ChainTypes,
  state: StateReader,
  { pallet, item, keys }: { readonly pallet: string; readonly item: string; readonly keys: readonly unknown[] },
): unknown {
  const prefix = types.storageKey(pallet, item, keys);
  if (keys.length === types.item(pallet, item).keys) {
    const bytes = state.get(prefix);
    return (bytes === undefined ? types.defaultValue(pallet, item) : types.decodeValue(pallet, item, bytes)) ?? null;
  }
  const entries: unknown[] = [];
  for (let key = state.nextKey(prefix); key?.startsWith(prefix) === true; key = state.nextKey(key)) {
    const bytes = state.get(key);
    if (bytes === undefined) continue;
    entries.push([
      types.describeKey(key)?.keys.slice(keys.length) ?? keyToHex(key),
      types.decodeValue(pallet, item, bytes),
    ]);
    if (entries.length === mostEntries) break;
  }
  return entries;
}
