import { emptyBytes, fromKey, type StateKey, toKey } from "../../lib/bytes.ts";
import type { StateEntries } from "../../network/messages/state-response.ts";
import type { StateReader } from "../../primitives/state.ts";

/** A state with its child tries, by their ids. */
export interface StateOfBlock extends StateReader {
  child(id: StateKey): StateReader;
}

/** Where all places of child tries begin, and where those do that there are. */
const anyChildPrefix = ":child_storage:";
const childPrefix = ":child_storage:default:";

type Entry = readonly [Uint8Array, Uint8Array];

/**
 * Entries of a state after a key, with those of the child tries on the way; about `limit` bytes, and one of each trie at
 * least. A child trie whose root was met before is not repeated. Rust: `sc_service client storage_collection`.
 * @returns undefined for a start that this state does not have
 */
export function stateEntries(
  state: StateOfBlock,
  start: readonly StateKey[],
  limit: number,
): StateEntries[] | undefined {
  const top: Entry[] = [];
  const children: StateEntries[] = [];
  const roots = new Set<StateKey>();
  const used = { bytes: 0 };
  let place = start.length === 2 ? start[0] : undefined;
  let after = start.at(-1);
  for (;;) {
    if (place !== undefined) {
      const root = state.get(place);
      if (root === undefined || !place.startsWith(childPrefix)) return undefined;
      const child = state.child(place.slice(childPrefix.length));
      const { entries, complete } = collect(child, after, limit, used, () => false);
      children.push({ root, entries, complete });
      if (!complete) return [{ root: emptyBytes, entries: top, complete: false }, ...children];
      after = place;
    }
    const isNewChild = (key: StateKey, value: Uint8Array): boolean => {
      const isNew = key.startsWith(anyChildPrefix) && !roots.has(toKey(value));
      if (isNew) roots.add(toKey(value));
      return isNew;
    };
    const { entries, complete, child } = collect(state, after, limit, used, isNewChild);
    for (const entry of entries) top.push(entry);
    if (child === undefined) return [{ root: emptyBytes, entries: top, complete }, ...children];
    place = child;
    after = undefined;
  }
}

interface Collected {
  readonly entries: Entry[];
  readonly complete: boolean;
  /** The child trie to go into. */
  readonly child?: StateKey;
}

function collect(
  from: StateReader,
  after: StateKey | undefined,
  limit: number,
  used: { bytes: number },
  isNewChild: (key: StateKey, value: Uint8Array) => boolean,
): Collected {
  const entries: Entry[] = [];
  for (let key = from.nextKey(after ?? ""); key !== undefined; key = from.nextKey(key)) {
    const value = from.get(key) ?? emptyBytes;
    const size = key.length + value.length;
    if (used.bytes + size > limit && entries.length > 0) return { entries, complete: false };
    used.bytes += size;
    entries.push([fromKey(key), value]);
    if (isNewChild(key, value)) return { entries, complete: false, child: key };
  }
  return { entries, complete: true };
}
