import type { DevApi } from "../dev/api.ts";
import { type Hex, hexToKey, isHex, type StateKey } from "../lib/bytes.ts";
import { UserError } from "../lib/user-error.ts";
import type { StateReader } from "../primitives/state.ts";
import { wrongForm } from "./dev-values.ts";

type ChainTypes = Awaited<ReturnType<DevApi["types"]>>;
type Change = [key: StateKey, value: Uint8Array | undefined];

/** Keys that one request may take away by a prefix. */
const mostRemoved = 100_000;
/** Longer keys, bytes, have no right encoding in a state trie. */
const longestKey = 32_767;
/** Where the program of the chain is. */
const codeKey: StateKey = ":code";

/**
 * Reads changes of storage items: pairs of keys and values in hex, or pallets with their items by name. A value in hex is
 * taken as it is encoded, whatever its type, as Chopsticks does; where the item is named it must be one of its type. Null takes an item away; `$removePrefix: [item, ...]` of a pallet takes away all keys of those items.
 * @param state what prefixes are looked up in
 * @throws RpcError for what has not this form, UserError with the place of what cannot be read
 */
export function storageStep(
  values: unknown,
  types: ChainTypes,
  state: StateReader,
): Map<StateKey, Uint8Array | undefined> {
  if (Array.isArray(values)) return values.length === 0 ? nothingNamed() : new Map(values.map(rawChange));
  if (typeof values !== "object" || values === null) {
    return wrongForm('expected [[key, value], ...] in hex, or { "Pallet": { "Item": value } }');
  }
  const step = new Map<StateKey, Uint8Array | undefined>();
  let named = 0;
  for (const [pallet, items] of Object.entries(values)) {
    if (typeof items !== "object" || items === null) return wrongForm(`${pallet}: expected an object of items`);
    named += Object.keys(items).length;
    for (const [item, value] of Object.entries(items)) {
      const changes =
        item === "$removePrefix" ? removals(types, pallet, value, state) : itemChanges(types, pallet, item, value);
      for (const [key, bytes] of changes) step.set(key, bytes);
    }
  }
  // What is to be taken away may be gone already: that is no change.
  return named === 0 ? nothingNamed() : step;
}

function nothingNamed(): never {
  throw new UserError("no storage item is named");
}

function rawChange(pair: unknown, at: number): Change {
  const [key, value] = Array.isArray(pair) ? (pair as unknown[]) : [];
  if (!isHex(key) || !(value === null || value === undefined || isHex(value))) {
    return wrongForm(`change ${at}: expected [key, value] in hex, or [key, null]`);
  }
  const name = hexToKey(key);
  if (name.length > longestKey)
    throw new UserError(`change ${at}: a key has ${longestKey} bytes at most, this one has ${name.length}`);
  if (name === codeKey)
    throw new UserError(
      "the program is not changed as storage, since no block could follow a bad one: dispatch System.set_code",
    );
  return [name, isHex(value) ? bytesOf(value) : undefined];
}

const bytesOf = (hex: string): Uint8Array => Uint8Array.from(Buffer.from(hex.slice(2), "hex"));

/** A plain item has one value; a map has pairs of keys and values. */
function itemChanges(types: ChainTypes, pallet: string, item: string, value: unknown): Change[] {
  const checked = (hex: Hex): Uint8Array => {
    const bytes = bytesOf(hex);
    // Refuses what does not decode.
    types.decodeValue(pallet, item, bytes);
    return bytes;
  };
  const encoded = (keys: readonly unknown[], given: unknown): Change => [
    types.storageKey(pallet, item, keys),
    given === null ? undefined : isHex(given) ? checked(given) : types.encodeValue(pallet, item, given),
  ];
  const count = types.item(pallet, item).keys;
  if (count === 0) return [encoded([], value)];
  if (!Array.isArray(value)) throw new UserError(`${pallet}.${item} is a map: expected [[[key, ...], value], ...]`);
  return value.map((entry: unknown, at) => {
    const [keys, given] = Array.isArray(entry) ? (entry as unknown[]) : [];
    if (keys === undefined || given === undefined)
      throw new UserError(`${pallet}.${item}, entry ${at}: expected [[key, ...], value]`);
    const all: readonly unknown[] = Array.isArray(keys) ? keys : [keys];
    if (all.length < count)
      throw new UserError(`${pallet}.${item}, entry ${at}: ${all.length} of the item's ${count} keys are given`);
    return encoded(all, given);
  });
}

function removals(types: ChainTypes, pallet: string, names: unknown, state: StateReader): Change[] {
  if (!Array.isArray(names)) return wrongForm(`${pallet}.$removePrefix: expected a list of items`);
  const changes: Change[] = [];
  for (const name of names as unknown[]) {
    const prefix = types.storageKey(pallet, String(name), []);
    for (let key = state.nextKey(prefix); key?.startsWith(prefix) === true; key = state.nextKey(key)) {
      changes.push([key, undefined]);
      if (changes.length > mostRemoved)
        throw new UserError(`${pallet}.${String(name)} has more than ${mostRemoved} keys: name those that are to go`);
    }
  }
  return changes;
}
