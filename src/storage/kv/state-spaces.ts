import { spacesKey } from "../layout.ts";
import type { KeyValue, StoreChanges, StoreKey, StoreValue } from "./key-value.ts";

/**
 * A store has two places for a state: keys that begin with `S`, `C`, `T` and `U`, and with `s`, `c`, `t` and `u`. One is in
 * use; a whole state is taken in at the other one, which can then take over with one write. Everybody else knows the upper
 * letters alone.
 */
export interface StateSpaces {
  /** The store with the state that is in use. */
  readonly current: KeyValue;
  /** The store with the state at the other place. */
  readonly other: KeyValue;
  /** Whether the other place may hold something. */
  isOtherUsed(): boolean;
  /** What a write says of the places: which one is in use after it, and whether the other one may hold something. */
  record(next: { readonly exchanged: boolean; readonly otherUsed: boolean }): StoreChanges;
  /** Such a write was called: takes over what it says. */
  take(next: { readonly exchanged: boolean; readonly otherUsed: boolean }): void;
}

const letters = "SCTU";
const lower = (letter: string): string => letter.toLowerCase();

/** Reads which place of a store is in use. */
export function stateSpaces(store: KeyValue): StateSpaces {
  const stored = store.getSync(spacesKey)?.[0] ?? 0;
  let second = (stored & 1) === 1;
  let otherUsed = (stored & 2) === 2;
  return {
    current: spaceOf(store, () => second),
    other: spaceOf(store, () => !second),
    isOtherUsed: () => otherUsed,
    record: (next) => {
      const place = second !== next.exchanged ? 1 : 0;
      return new Map([[spacesKey, Uint8Array.of(place | (next.otherUsed ? 2 : 0))]]);
    },
    take(next) {
      if (next.exchanged) second = !second;
      otherUsed = next.otherUsed;
    },
  };
}

/** A store whose upper letters stand for the lower ones while `isSecond` says so. */
function spaceOf(store: KeyValue, isSecond: () => boolean): KeyValue {
  const isOfState = (key: StoreKey): boolean => key.length > 0 && letters.includes(key.charAt(0));
  const placed = (key: StoreKey): StoreKey => (isOfState(key) ? lower(key.charAt(0)) + key.slice(1) : key);
  return {
    getSync: (key) => store.getSync(isSecond() ? placed(key) : key),
    write(changes, options) {
      if (!isSecond()) return store.write(changes, options);
      const moved = new Map<StoreKey, StoreValue | undefined>();
      for (const [key, value] of changes) moved.set(placed(key), value);
      return store.write(moved, options);
    },
    iterate(from, to) {
      if (!isSecond() || !isOfState(from)) return store.iterate(from, to);
      const letter = from.charAt(0);
      const end = to?.startsWith(letter) === true ? placed(to) : String.fromCharCode(lower(letter).charCodeAt(0) + 1);
      return renamed(store.iterate(placed(from), end), letter);
    },
    close: () => store.close(),
  };
}

async function* renamed(
  entries: AsyncIterable<readonly [StoreKey, Uint8Array]>,
  letter: string,
): AsyncGenerator<readonly [StoreKey, Uint8Array]> {
  for await (const [key, value] of entries) yield [letter + key.slice(1), value] as const;
}
