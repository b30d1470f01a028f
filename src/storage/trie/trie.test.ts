import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { blake2b256 } from "../../crypto/hashing.ts";
import { fromHex, type StateKey, toHex, toKey, utf8 } from "../../lib/bytes.ts";
import { rootByDefinition } from "../testing/root-by-definition.ts";
import { keyWalker, trieCursor } from "./cursor.ts";
import { type NodeSource, TrieError, type TrieLayout } from "./node.ts";
import { orderedRoot } from "./ordered-root.ts";
import { writeTrieChanges } from "./persist.ts";
import { prove, readFromProof, verifyProof } from "./proof.ts";
import { releaseNodes } from "./release.ts";
import { readRecord } from "./stored-node.ts";
import { emptyRoot, emptyTrie, findInMemory, getFromTrie, holdsValue, loadTrie, rootHash, type Trie } from "./trie.ts";
import { applyChanges, insert, remove, rootFromEntries, trieFromEntries } from "./update.ts";

/** Keys that share prefixes, end inside each other and have every parity of common nibbles. */
const key = fc
  .oneof(
    fc.array(fc.constantFrom(0x00, 0x01, 0x10, 0x11, 0x1f, 0xff), { maxLength: 5 }),
    fc.array(fc.constantFrom(0x12, 0x13), { minLength: 30, maxLength: 70 }),
  )
  .map((codes) => String.fromCharCode(...codes));
const value = fc.oneof(
  fc.uint8Array({ maxLength: 3 }),
  fc.uint8Array({ minLength: 30, maxLength: 40 }),
  fc.constantFrom(399, 400, 401, 402).map((length) => new Uint8Array(length)),
);
const change = fc.tuple(key, fc.option(value, { nil: undefined }));
const layout = fc.constantFrom<TrieLayout>(0, 1);
type Entries = Map<StateKey, Uint8Array>;

function put(model: Entries, changes: ReadonlyMap<StateKey, Uint8Array | undefined>): void {
  for (const [k, v] of changes) v === undefined ? model.delete(k) : model.set(k, v);
}

describe("roots", () => {
  it("of nothing", () => {
    expect(toHex(rootHash(emptyTrie(1)))).toBe("0x03170a2e7597b7b7e3d84c05391d139a62b157e78786d8c082f29dcf4c111314");
    expect(orderedRoot([])).toEqual(emptyRoot);
  });

  it("follow the definition", () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(key, value)), layout, (entries, version) => {
        const model = new Map(entries);
        expect(toHex(rootFromEntries(model, version))).toBe(toHex(rootByDefinition(model, version)));
      }),
      { numRuns: 300 },
    );
  });

  it("are the same whichever way the keys came and went", () => {
    fc.assert(
      fc.property(fc.array(fc.array(change), { maxLength: 8, size: "max" }), layout, (steps, version) => {
        const model: Entries = new Map();
        let trie = emptyTrie(version);
        const seen: [Trie, string][] = [];
        for (const step of steps) {
          const changes = new Map(step);
          trie = applyChanges(trie, changes);
          put(model, changes);
          expect(toHex(rootHash(trie))).toBe(toHex(rootFromEntries(model, version)));
          seen.push([trie, toHex(rootHash(trie))]);
        }
        // Tries that others were made from stay what they were.
        for (const [old, root] of seen) expect(toHex(rootHash({ ...old }))).toBe(root);
      }),
      { numRuns: 300 },
    );
  });

  it("one key at a time", () => {
    const one = insert(emptyTrie(1), "ab", utf8("x"));
    const two = insert(one, "ac", utf8("y"));
    expect(rootHash(remove(two, "ac"))).toEqual(rootHash(one));
    expect(remove(remove(two, "ac"), "ab").root).toBeUndefined();
    expect(remove(two, "missing").root).toBe(two.root);
    expect(insert(two, "ac", utf8("y")).root).toBe(two.root);
  });

  it("of long lists", () => {
    const values = [...Array(20_000).keys()].map((n) => utf8(`value ${n}`));
    const entries = values.map((v, n): [StateKey, Uint8Array] => {
      const index =
        n < 64 ? [n * 4] : n < 16384 ? [(n * 4 + 1) & 255, n >> 6] : [(n * 4 + 2) & 255, (n >> 6) & 255, n >> 14, 0];
      return [toKey(Uint8Array.from(index)), v];
    });
    expect(orderedRoot(values)).toEqual(rootFromEntries(entries, 0));
    expect(toHex(orderedRoot([fromHex("0x280402000b20da50ce9b0100")]))).toBe(
      toHex(rootByDefinition(new Map([["\0", fromHex("0x280402000b20da50ce9b0100")]]), 0)),
    );
  });
});

describe("walks", () => {
  it("go through all keys in byte order, from anywhere", () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(key, value)), fc.array(key), (entries, starts) => {
        const trie = trieFromEntries(entries, 1);
        const sorted = [...new Map(entries).keys()].sort();
        const walker = keyWalker(trie);
        for (const start of [...starts, ...sorted]) {
          const expected = sorted.find((k) => k > start);
          expect(trieCursor(trie).nextKey(start)).toBe(expected);
          expect(walker.nextKey(start)).toBe(expected);
        }
        const cursor = trieCursor(trie);
        const walked = sorted.includes("") ? [""] : [];
        for (let k = cursor.nextKey(""); k !== undefined; k = cursor.nextKey(k)) walked.push(k);
        expect(walked).toEqual(sorted);
      }),
      { numRuns: 200 },
    );
  });
});

/** A store of nodes by path, and how often it was asked. */
function nodeStore(): { nodes: Map<string, Uint8Array>; source: NodeSource } {
  const nodes = new Map<string, Uint8Array>();
  return {
    nodes,
    source: {
      load(path, hash) {
        const record = nodes.get(path);
        if (record === undefined) throw new TrieError("not in the store");
        const node = readRecord(record);
        if (node === undefined) throw new TrieError("no record of a node");
        if (toHex(blake2b256(node.bytes.subarray(0, node.length))) !== toHex(hash)) throw new TrieError("another node");
        return node;
      },
    },
  };
}

describe("a trie that is stored by path", () => {
  it("lets go of nodes that serve few keys, and keeps the others", () => {
    const store = nodeStore();
    const entries = new Map<StateKey, Uint8Array>();
    for (let a = 0; a < 256; a++)
      for (let b = 0; b < 20; b++) entries.set(String.fromCharCode(a, b * 13), new Uint8Array(30).fill(b));
    const trie = { ...trieFromEntries(entries, 1), source: store.source };
    writeTrieChanges(undefined, trie, (path, record) => store.nodes.set(path, record as Uint8Array));
    const changed = applyChanges(
      trie,
      new Map([
        ["\x12\x0d", undefined],
        ["\x12\x0e", utf8("new")],
      ]),
    );
    const root = toHex(rootHash(changed));
    writeTrieChanges(trie, changed, (path, record) =>
      record ? store.nodes.set(path, record) : store.nodes.delete(path),
    );
    const released = releaseNodes(changed, 1000);
    expect(toHex(rootHash(released))).toBe(root);
    expect(typeof released.root?.children?.[1]).toBe("object");
    const inner = (trie: Trie): readonly unknown[] => {
      const child = trie.root?.children?.[1];
      const below = typeof child === "object" ? child.children?.[2] : undefined;
      return typeof below === "object" ? (below.children ?? []) : [];
    };
    expect(inner(released).filter((child) => typeof child === "object")).toEqual([]);
    expect(inner(changed).some((child) => typeof child === "object")).toBe(true);
    expect(releaseNodes(released, 1000)).toBe(released);
    put(
      entries,
      new Map([
        ["\x12\x0d", undefined],
        ["\x12\x0e", utf8("new")],
      ]),
    );
    for (const [k, v] of entries) expect(getFromTrie(released, k)?.value).toEqual(v);
    expect(
      toHex(
        rootHash(applyChanges(releaseNodes(released, 1000), new Map([...entries.keys()].map((k) => [k, undefined])))),
      ),
    ).toBe(toHex(emptyRoot));
  });

  it("is loaded as far as it is used, and its store holds exactly its nodes", () => {
    const steps = fc.array(fc.tuple(fc.array(change, { maxLength: 12 }), fc.boolean()), { maxLength: 8 });
    fc.assert(
      fc.property(steps, layout, fc.boolean(), (all, version, reload) => {
        const store = nodeStore();
        const model: Entries = new Map();
        let stored = emptyTrie(version, store.source);
        let trie = stored;
        for (const [step, persist] of all) {
          const changes = new Map(step);
          put(model, changes);
          trie = applyChanges(trie, changes);
          expect(toHex(rootHash(trie))).toBe(toHex(rootFromEntries(model, version)));
          if (!persist) continue;
          const writes = new Map<string, Uint8Array | undefined>();
          writeTrieChanges(stored, trie, (path, node) => writes.set(path, node));
          for (const [path, node] of writes)
            node === undefined ? store.nodes.delete(path) : store.nodes.set(path, node);
          const fresh = nodeStore();
          writeTrieChanges(undefined, trieFromEntries(model, version), (path, node) => {
            fresh.nodes.set(path, node as Uint8Array);
          });
          expect(store.nodes).toEqual(fresh.nodes);
          stored = reload ? loadTrie(version, store.source, rootHash(trie)) : releaseNodes(trie, 3);
          expect(toHex(rootHash(stored))).toBe(toHex(rootHash(trie)));
          trie = stored;
        }
        for (const [k, v] of model) {
          const found = getFromTrie(trie, k);
          expect(found?.value).toEqual(found?.hashed ? blake2b256(v) : v);
        }
      }),
      { numRuns: 200 },
    );
  });

  it("keeps what was loaded for changes that came to nothing, and says what it knows without loading", () => {
    const { nodes, source } = nodeStore();
    const entries = new Map<StateKey, Uint8Array>();
    for (let a = 0; a < 64; a++)
      for (let b = 0; b < 64; b++) entries.set(String.fromCharCode(a, b * 3), new Uint8Array(50).fill(b));
    const whole = trieFromEntries(entries, 1);
    writeTrieChanges(undefined, whole, (path, record) => nodes.set(path, record as Uint8Array));
    let loads = 0;
    const counting: NodeSource = {
      load(path, hash) {
        loads++;
        return source.load(path, hash);
      },
    };
    const trie = loadTrie(1, counting, rootHash(whole));
    expect([findInMemory(trie, "\x05\x03"), findInMemory(trie, "\xf0"), loads]).toEqual([null, undefined, 1]);
    const same = "\x30\x03";
    const changed = applyChanges(
      trie,
      new Map([
        ["\x05\x03", utf8("new")],
        [same, entries.get(same)],
      ]),
    );
    const before = loads;
    const again = applyChanges(
      changed,
      new Map([
        ["\x05\x03", utf8("other")],
        [same, entries.get(same)],
      ]),
    );
    expect(loads).toBe(before);
    const found = findInMemory(again, "\x05\x03");
    expect([found && holdsValue(found, utf8("other")), found && holdsValue(found, utf8("new"))]).toEqual([true, false]);
    expect(holdsValue(findInMemory(again, same) ?? undefined, entries.get(same))).toBe(true);
    expect([findInMemory(again, "\x05\x04"), findInMemory(again, "\x06\x03"), loads]).toEqual([
      undefined,
      null,
      before,
    ]);
    expect([holdsValue(undefined, undefined), holdsValue(undefined, utf8("x"))]).toEqual([true, false]);
  });
});

describe("proofs", () => {
  it("show values and absence, and nothing beyond", () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(key, value)),
        fc.array(key, { minLength: 1 }),
        layout,
        (entries, others, version) => {
          const model = new Map(entries);
          const trie = trieFromEntries(model, version);
          const root = rootHash(trie);
          const keys = [...new Set([...others, ...[...model.keys()].slice(0, 3)])];
          const proof = prove(trie, keys, (k) => model.get(k));
          const expected = new Map(keys.map((k) => [k, model.get(k)]));
          expect(readFromProof(root, proof, keys, version)).toEqual(expected);
          expect(verifyProof(root, proof, expected, version)).toBe(true);
          const [[k] = [""]] = expected;
          expect(verifyProof(root, proof, new Map([[k, utf8("something else")]]), version)).toBe(false);
          // Every part is needed.
          for (const part of proof) {
            if (model.size === 0) continue;
            const less = proof.filter((other) => other !== part);
            expect(() => readFromProof(root, less, keys, version)).toThrow(TrieError);
          }
        },
      ),
      { numRuns: 200 },
    );
  });

  it("of another root are refused", () => {
    const trie = trieFromEntries([["a", utf8("1")]], 1);
    const proof = prove(trie, ["a"], () => undefined);
    expect(() => readFromProof(blake2b256(utf8("other")), proof, ["a"])).toThrow("of another root");
  });
});
