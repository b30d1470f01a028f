import { type StateKey, toKey } from "../../lib/bytes.ts";
import { rootFromEntries } from "./update.ts";

/** SCALE compact integer; in place, so that the trie needs nothing but bytes and hashes. */
export function compactIndex(index: number): Uint8Array {
  if (index < 0x40) return Uint8Array.of(index << 2);
  if (index < 0x4000) return Uint8Array.of(((index << 2) & 0xff) | 1, index >> 6);
  const bytes = new Uint8Array(4);
  new DataView(bytes.buffer).setUint32(0, index * 4 + 2, true);
  return bytes;
}

/**
 * The root hash of a list: a trie of layout 0 whose keys are the SCALE compact positions. The extrinsics root of a
 * header is that of the encoded extrinsics with their length prefixes (sp-trie: `ordered_trie_root`, frame-system: `extrinsics_root`).
 */
export function orderedRoot(values: readonly Uint8Array[]): Uint8Array {
  const entries = values.map((value, index): [StateKey, Uint8Array] => [toKey(compactIndex(index)), value]);
  return rootFromEntries(entries, 0);
}
