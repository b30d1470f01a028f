import type { StateKey } from "../lib/bytes.ts";
import { type KeyPage, keysAtOnce, type RemoteRead } from "./remote-state.ts";

/** Keys of a state that are wanted together. */
export interface KeyRanges {
  readonly keys: readonly StateKey[];
  /** All keys that begin so. */
  readonly prefixes: readonly StateKey[];
}

/** Asks for proofs of keys, which are kept, and for pages of keys, in one message. */
type Read = (keys: readonly StateKey[], pages: readonly KeyPage[]) => RemoteRead["pages"];

const pagesAtOnce = 50;
/** Keys of the first page of a prefix, and of each further one. */
const [firstPage, furtherPage] = [256, 1000];

/**
 * Reads ranges of a state: the pages of many prefixes go together, and with them the proofs of what the message before
 * named. The key after those of a prefix comes too: a walk over them looks at it to know its end.
 * @param isThere whether a key need not be asked for
 * @param isWhole whether all keys that begin so are there
 */
export function readRanges(
  { keys, prefixes }: KeyRanges,
  { isThere, isWhole }: { isThere(key: StateKey): boolean; isWhole(prefix: StateKey): boolean },
  read: Read,
): void {
  const wanted: StateKey[] = [];
  const want = (key: StateKey): void => {
    if (!isThere(key)) wanted.push(key);
  };
  for (const key of keys) want(key);
  const missing = prefixes.filter((prefix) => !isWhole(prefix));
  const waiting: KeyPage[] = missing.map((prefix) => ({ prefix, after: prefix, count: firstPage }));
  for (const prefix of missing) want(prefix);
  while (waiting.length > 0 || wanted.length > 0) {
    const pages = waiting.splice(0, pagesAtOnce);
    const found = read(wanted.splice(0, keysAtOnce), pages);
    pages.forEach(({ prefix, after, count }, index) => {
      const own = found[index] ?? [];
      for (const key of own) want(key);
      const last = own.at(-1) ?? after;
      if (own.length === count && count > 1) waiting.push({ prefix, after: last, count: furtherPage });
      else if (count > 1) waiting.push({ prefix: "", after: last, count: 1 });
    });
  }
}
