import type { StateKey } from "../../lib/bytes.ts";

/**
 * Keys as paths of nibbles (half bytes, the high half first). Keys stay byte strings everywhere; a position in the
 * trie is a key together with a number of nibbles, so no nibble arrays are ever built.
 */

/** The nibble (0 to 15) at a position. */
export function nibbleAt(key: StateKey, position: number): number {
  const code = key.charCodeAt(position >> 1);
  return (position & 1) === 0 ? code >> 4 : code & 15;
}

/**
 * The position of the first nibble from `from` up to `to` in which two keys differ; `to` when none does.
 * A key that ends before `to` differs where it ends.
 */
export function commonNibbles(a: StateKey, b: StateKey, from: number, to: number): number {
  const limit = Math.min(to, a.length * 2, b.length * 2);
  let byte = from >> 1;
  const lastByte = (limit + 1) >> 1;
  for (; byte < lastByte; byte++) {
    const difference = a.charCodeAt(byte) ^ b.charCodeAt(byte);
    if (difference === 0) continue;
    return Math.min(difference < 16 ? byte * 2 + 1 : byte * 2, limit);
  }
  return limit;
}

/** Text for the first `count` nibbles of a key; different for different paths, and sorted nearly as the paths are. */
export function packPath(key: StateKey, count: number): string {
  if ((count & 1) === 0) return `${key.slice(0, count >> 1)}\x00`;
  return `${key.slice(0, count >> 1)}${String.fromCharCode(key.charCodeAt(count >> 1) & 0xf0)}\x01`;
}

/** `packPath` of the first `count` nibbles of a key followed by one more nibble. */
export function packChildPath(key: StateKey, count: number, nibble: number): string {
  const bytes = key.slice(0, count >> 1);
  if ((count & 1) === 0) return `${bytes}${String.fromCharCode(nibble << 4)}\x01`;
  return `${bytes}${String.fromCharCode((key.charCodeAt(count >> 1) & 0xf0) | nibble)}\x00`;
}
