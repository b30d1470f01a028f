import type { DevApi, DryRun } from "../dev/api.ts";
import { hexToKey, isHex, keyToHex, type StateKey, toHex } from "../lib/bytes.ts";
import { UserError } from "../lib/user-error.ts";
import type { StateReader } from "../primitives/state.ts";
import { anyJson } from "./dev-context.ts";
import { wrongForm } from "./dev-values.ts";
import { type Args, integer, optional } from "./schema.ts";

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

/** Some of a map's entries: how many, and those after which one, by the further keys that it is shown with. */
export const ofPage = { size: optional(integer(16)), after: optional(anyJson) };

/** What is asked of a state. */
interface Asked {
  readonly pallet: string;
  readonly item: string;
  readonly keys: readonly unknown[];
  readonly page?: Args<typeof ofPage> | undefined;
}

/**
 * A storage item: its value, or of a map with keys left out the entries under them.
 * @throws UserError, also where there are more entries than one answer has and no page is asked for; RpcError
 */
export function storedJson(types: ChainTypes, state: StateReader, { pallet, item, keys, page }: Asked): unknown {
  const prefix = types.storageKey(pallet, item, keys);
  const further = types.item(pallet, item).keys - keys.length;
  if (further === 0) {
    if (page !== undefined) return wrongForm("all keys are given: there is one value, and no page of entries");
    const bytes = state.get(prefix);
    return (bytes === undefined ? types.defaultValue(pallet, item) : types.decodeValue(pallet, item, bytes)) ?? null;
  }
  const { size = mostEntries, after } = page ?? {};
  if (size < 1 || size > mostEntries) return wrongForm(`page.size: expected 1 to ${mostEntries} entries`);
  const keyAfter = (given: unknown): StateKey => {
    if (Array.isArray(given) && given.length === further) return types.storageKey(pallet, item, [...keys, ...given]);
    if (isHex(given) && hexToKey(given).startsWith(prefix)) return hexToKey(given);
    return wrongForm(`page.after: expected the ${further} further keys of an entry, as they are shown`);
  };
  const first = after === undefined ? prefix : keyAfter(after);
  const entries: unknown[] = [];
  for (let key = state.nextKey(first); key?.startsWith(prefix) === true; key = state.nextKey(key)) {
    const bytes = state.get(key);
    if (bytes === undefined) continue;
    if (entries.length === size) {
      if (page !== undefined) break;
      throw new UserError(
        `${pallet}.${item} has more than ${mostEntries} entries there: ask for pages, { "size": ${mostEntries}, "after": the keys of the last one }, or name more keys`,
      );
    }
    entries.push([
      types.describeKey(key)?.keys.slice(keys.length) ?? keyToHex(key),
      types.decodeValue(pallet, item, bytes),
    ]);
  }
  return entries;
}
