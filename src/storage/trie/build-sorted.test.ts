import fc from "fast-check";
import { expect, it } from "vitest";
import { type StateKey, toHex } from "../../lib/bytes.ts";
import { buildSortedTrie } from "./build-sorted.ts";
import { TrieError } from "./node.ts";
import { writeTrieChanges } from "./persist.ts";
import { rootHash } from "./trie.ts";
import { trieFromEntries } from "./update.ts";

const keys = fc.array(fc.integer({ min: 0, max: 255 }), { maxLength: 6 });
const values = fc.integer({ min: 0, max: 1000 });

/** Root and records of a trie, as they are built from sorted keys. */
function streamed(entries: ReadonlyMap<StateKey, Uint8Array>) {
  const records = new Map<string, string | undefined>();
  const trie = buildSortedTrie((path, record) => records.set(path, record && toHex(record)));
  for (const key of [...entries.keys()].sort()) trie.add(key, entries.get(key) as Uint8Array);
  return { root: toHex(trie.finish()), records };
}

function whole(entries: ReadonlyMap<StateKey, Uint8Array>) {
  const records = new Map<string, string | undefined>();
  const trie = trieFromEntries(entries, 1);
  writeTrieChanges(undefined, trie, (path, record) => records.set(path, record && toHex(record)));
  return { root: toHex(rootHash(trie)), records };
}

it("gives the root and the records that a trie in memory gives", () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(keys, values, fc.boolean()), { maxLength: 60 }), (list) => {
      const entries = new Map<StateKey, Uint8Array>();
      // Few first bytes, so that keys share their beginnings.
      for (const [bytes, length, narrow] of list) {
        const key = String.fromCharCode(...bytes.map((byte) => (narrow ? byte & 0x11 : byte)));
        entries.set(key, new Uint8Array(length % 3 === 0 ? length : length % 50).fill(length));
      }
      expect(streamed(entries)).toEqual(whole(entries));
    }),
    { numRuns: 500 },
  );
});

it("of nothing, of the empty key and of one key", () => {
  for (const entries of [[], [["", Uint8Array.of(1)]], [["k", new Uint8Array(100)]]] as [StateKey, Uint8Array][][]) {
    expect(streamed(new Map(entries))).toEqual(whole(new Map(entries)));
  }
});

it("refuses keys out of their order", () => {
  for (const [first, second] of [
    ["b", "a"],
    ["a", "a"],
    ["ab", "a"],
  ] as const) {
    const trie = buildSortedTrie(() => {});
    trie.add(first, Uint8Array.of(1));
    expect(() => trie.add(second, Uint8Array.of(1))).toThrow(TrieError);
  }
});
