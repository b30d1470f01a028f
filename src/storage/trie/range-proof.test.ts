import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { blake2b256 } from "../../crypto/hashing.ts";
import { type StateKey, toHex, toKey, utf8 } from "../../lib/bytes.ts";
import { memoryState } from "../state/memory-state.ts";
import { childRootPrefix } from "../state/parent-state.ts";
import { decodeCompact, encodeCompact } from "./compact-proof.ts";
import { type NodeSource, TrieError, type TrieNode, valueKey } from "./node.ts";
import { writeTrieChanges } from "./persist.ts";
import { proveRange, type RangeStart } from "./range-proof.ts";
import { readRecord } from "./stored-node.ts";
import { loadTrie, rootHash } from "./trie.ts";
import { trieFromEntries } from "./update.ts";
import { type ProvenRange, verifyRange } from "./verify-range.ts";
import { walkEntries } from "./walk-entries.ts";

const key = fc
  .oneof(
    fc.array(fc.constantFrom(0x00, 0x01, 0x10, 0x11, 0x1f, 0xff), { maxLength: 5 }),
    fc.array(fc.constantFrom(0x12, 0x13), { minLength: 20, maxLength: 40 }),
    fc.constantFrom([0x3a], [0x3b]),
  )
  .map((codes) => String.fromCharCode(...codes));
const value = fc.oneof(
  fc.uint8Array({ maxLength: 3 }),
  fc.uint8Array({ minLength: 30, maxLength: 40 }),
  fc.constantFrom(100, 400).map((length) => new Uint8Array(length)),
);
const entries = fc.array(fc.tuple(key, value), { minLength: 1, maxLength: 60 });
/** Child tries, some of them alike. */
const children = fc.array(fc.tuple(fc.constantFrom("a", "ab", "b", "c", "d"), fc.nat(2), entries), { maxLength: 4 });
type Children = readonly (readonly [string, number, readonly (readonly [StateKey, Uint8Array])[]])[];
type Entries = Map<StateKey, Uint8Array>;

function stateOf(top: readonly (readonly [StateKey, Uint8Array])[], list: Children) {
  const alike = list[0]?.[2] ?? [];
  const map = new Map(list.map(([id, kind, own]) => [id, new Map(kind === 0 ? alike : own)]));
  return { state: memoryState(top, map), top: new Map(top), map };
}

/** Downloads a state range after range. */
function download(state: ReturnType<typeof memoryState>, limit: number) {
  const top: Entries = new Map();
  const tries = new Map<StateKey, Entries>();
  let start: RangeStart = [];
  for (let ranges = 1; ; ranges++) {
    const range: ProvenRange = verifyRange(state.root(), proveRange(state, start, limit), start);
    for (const { child, sameAs, entries: found } of range.parts) {
      const into = child === undefined ? top : (tries.get(child) ?? new Map(tries.get(sameAs ?? "")));
      if (child !== undefined) tries.set(child, into);
      for (const [key, value] of found) {
        expect(into.has(key)).toBe(false);
        into.set(key, value);
      }
    }
    if (range.next === undefined) return { top, tries, ranges };
    start = range.next;
  }
}

describe("range proofs", () => {
  it("give a whole state, range after range, whatever their size", () => {
    fc.assert(
      fc.property(entries, children, fc.constantFrom(0, 50, 300, 5000), (topEntries, list, limit) => {
        const { state, top, map } = stateOf(topEntries, list);
        const found = download(state, limit);
        expect(found.top).toEqual(top);
        expect(found.tries).toEqual(map);
        if (limit === 5000 && top.size < 5 && map.size === 0) expect(found.ranges).toBe(1);
      }),
      { numRuns: 200 },
    );
  });

  it("are as long as they may be", () => {
    const state = memoryState(
      Array.from({ length: 3000 }, (_, at) => [toKey(blake2b256(utf8(`${at}`))), utf8(`${at}`)]),
    );
    const proof = proveRange(state, [], 20_000);
    const bytes = proof.reduce((sum, node) => sum + node.length, 0);
    // The limit counts the hashes that are left out in the end.
    expect(bytes).toBeGreaterThan(7_000);
    expect(bytes).toBeLessThan(21_000);
    expect(verifyRange(state.root(), proof, []).parts[0]?.entries.length).toBeGreaterThan(200);
  });

  it("that are changed show nothing else", () => {
    const { state, top, map } = stateOf(
      Array.from({ length: 40 }, (_, at) => [`k${at}`, new Uint8Array(at).fill(at)] as const),
      [
        [
          "a",
          1,
          [
            ["x", utf8("y")],
            ["z", new Uint8Array(50)],
          ],
        ],
      ],
    );
    const proof = proveRange(state, [], 2000);
    const change = fc.record({ node: fc.nat(proof.length - 1), at: fc.nat(100), to: fc.nat(255), drop: fc.boolean() });
    fc.assert(
      fc.property(change, fc.constantFrom<RangeStart>([], ["k1"], ["zz"]), ({ node, at, to, drop }, start) => {
        const changed = proof.map((bytes) => bytes.slice());
        const chosen = changed[node] as Uint8Array;
        if (drop) changed.splice(node, 1);
        else chosen[at % chosen.length] = to;
        try {
          for (const { child, entries: found } of verifyRange(state.root(), changed, start).parts) {
            const truth = child === undefined ? top : map.get(child);
            for (const [key, value] of found) expect(truth?.get(key)).toEqual(value);
          }
        } catch (error) {
          expect(error).toBeInstanceOf(TrieError);
        }
      }),
      { numRuns: 500 },
    );
  });

  it("refuse a start that there is not, another root, and nothing at all", () => {
    const { state } = stateOf([["k", utf8("v")]], [["a", 1, [["x", utf8("y")]]]]);
    expect(proveRange(state, [`${childRootPrefix}b`, "x"], 100)).toEqual([]);
    expect(proveRange(state, ["k", "x"], 100)).toEqual([]);
    expect(proveRange(state, ["a", "b", "c"], 100)).toEqual([]);
    expect(() => verifyRange(blake2b256(utf8("")), proveRange(state, [], 100), [])).toThrow("another root");
    expect(() => verifyRange(state.root(), [], [])).toThrow(TrieError);
    expect(() => verifyRange(state.root(), [new Uint8Array(0)], [])).toThrow(TrieError);
  });

  it("that show nothing new are refused, since they would be asked for without end", () => {
    const state = memoryState(Array.from({ length: 200 }, (_, at) => [`key ${at}`, new Uint8Array(60).fill(at)]));
    const first = proveRange(state, [], 100);
    const { next } = verifyRange(state.root(), first, []);
    expect(next).toHaveLength(1);
    expect(() => verifyRange(state.root(), first, next ?? [])).toThrow("shows nothing");
  });
});

it("proofs of a stored state are the same, and leave nothing of it in memory", () => {
  const top = new Map(Array.from({ length: 500 }, (_, at) => [toKey(blake2b256(utf8(`${at}`))), utf8(`value ${at}`)]));
  const state = memoryState(top);
  const records = new Map<string, Uint8Array>();
  writeTrieChanges(undefined, state.trie(), (path, record) => record !== undefined && records.set(path, record));
  const source: NodeSource = {
    load(path) {
      const node = readRecord(records.get(path) ?? new Uint8Array(0));
      if (node === undefined) throw new TrieError("not stored");
      return node;
    },
  };
  const stored = loadTrie(1, source, state.root());
  const loaded = () => (stored.root?.children ?? []).filter((child) => typeof child === "object").length;
  const read = { get: state.get, nextKey: state.nextKey, trie: () => stored, child: state.child };
  for (const start of [[], [[...top.keys()].sort()[250] as string]]) {
    expect(proveRange(read, start, 3000)).toEqual(proveRange(state, start, 3000));
    expect(loaded()).toBe(0);
  }
});

describe("compact nodes", () => {
  it("are those of a leaf with a long value: its node without hash, then the value", () => {
    const long = new Uint8Array(40).fill(7);
    const state = memoryState([["ab", long]]);
    // 01: a value follows. 44: a leaf of four half bytes. 00: no value in the node.
    expect(proveRange(state, [], 100).map(toHex)).toEqual(["0x0144616200", toHex(long)]);
  });

  it("name children that are left out by nothing", () => {
    const short = new Uint8Array(32).fill(1);
    const state = memoryState([
      ["a", short],
      ["b", short],
    ]);
    // 81: a branch of one half byte, 6; children 1 and 2; two references of no bytes.
    expect(proveRange(state, [], 1000).map(toHex)).toEqual([
      "0x810606000000",
      `0x4080${"01".repeat(32)}`,
      `0x4080${"01".repeat(32)}`,
    ]);
  });

  it("make the same trie again", () => {
    fc.assert(
      fc.property(entries, (list) => {
        const trie = trieFromEntries(new Map(list), 1);
        const nodes = new Set<TrieNode>();
        const values = new Map<TrieNode, Uint8Array>();
        const byKey = new Map(list);
        for (const node of walkEntries(trie, undefined, { visited: (one) => nodes.add(one) })) {
          if (node.hashed) values.set(node, byKey.get(valueKey(node)) as Uint8Array);
        }
        const compact = encodeCompact(trie, { nodes, values });
        const decoded = decodeCompact(compact, 0, new Map());
        expect(decoded).toEqual({ root: rootHash(trie), next: compact.length });
      }),
      { numRuns: 100 },
    );
  });

  it("nested without end are refused", () => {
    const branch = Uint8Array.of(0x80, 1, 0, 0);
    expect(() => decodeCompact(new Array(100_000).fill(branch), 0, new Map())).toThrow("nested too deep");
  });
});
