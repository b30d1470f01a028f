import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { encode } from "../../codec/codec.ts";
import { tuple, vec } from "../../codec/containers.ts";
import { bytes } from "../../codec/primitives.ts";
import { blake2b256, keccak256 } from "../../crypto/hashing.ts";
import { concatBytes, fromKey, type StateKey, toHex, utf8 } from "../../lib/bytes.ts";
import { rootByDefinition } from "../../storage/testing/root-by-definition.ts";
import { orderedRoot } from "../../storage/trie/ordered-root.ts";
import { rootFromEntries } from "../../storage/trie/update.ts";
import { Trap } from "../memory.ts";
import { createHostCaller } from "../testing/host-call.ts";
import { trieFunctions } from "./trie.ts";

const hashes = { blake2_256: blake2b256, keccak_256: keccak256 } as const;
const names = ["blake2_256", "keccak_256"] as const;

const encodedPairs = (pairs: readonly (readonly [StateKey, Uint8Array])[]): Uint8Array =>
  encode(
    vec(tuple(bytes, bytes)),
    pairs.map(([key, value]) => [fromKey(key), value]),
  );
const root = (name: string, version: number, pairs: Uint8Array, layout: readonly number[]): Uint8Array =>
  createHostCaller(trieFunctions).fixed(32, `trie_${name}_root`, version, pairs, ...layout);
const ordered = (name: string, version: number, values: readonly Uint8Array[], layout: readonly number[]): Uint8Array =>
  createHostCaller(trieFunctions).fixed(
    32,
    `trie_${name}_ordered_root`,
    version,
    encode(vec(bytes), [...values]),
    ...layout,
  );

/** Short keys over two letters, so that one begins another, and values on both sides of what is hashed. */
const key = fc.array(fc.constantFrom("a", "b", "\xf0"), { maxLength: 6 }).map((letters) => letters.join(""));
const value = fc
  .constantFrom(0, 1, 28, 31, 32, 33, 40, 100)
  .chain((length) => fc.uint8Array({ minLength: length, maxLength: length }));
const model = fc.array(fc.tuple(key, value), { maxLength: 12 });

describe("a root", () => {
  it.each(names)("by %s is the one of the definition, in both versions", (name) => {
    fc.assert(
      fc.property(model, (pairs) => {
        const entries = new Map(pairs);
        for (const layout of [0, 1] as const) {
          const expected = toHex(rootByDefinition(entries, layout, hashes[name]));
          expect(toHex(root(name, 2, encodedPairs(pairs), [layout]))).toBe(expected);
          if (name === "blake2_256") expect(toHex(rootFromEntries(entries, layout))).toBe(expected);
        }
        expect(root(name, 1, encodedPairs(pairs), [])).toEqual(root(name, 2, encodedPairs(pairs), [0]));
      }),
      { numRuns: 60 },
    );
  });

  it.each(names)("of a list by %s has the compact positions as keys", (name) => {
    for (const count of [0, 1, 2, 63, 64, 65, 300]) {
      const values = Array.from({ length: count }, (_, index) => new Uint8Array((index * 5) % 70).fill(index));
      const entries = new Map(
        values.map((each, index) => [
          index < 64 ? String.fromCharCode(index * 4) : String.fromCharCode((index * 4 + 1) & 255, index >> 6),
          each,
        ]),
      );
      for (const layout of [0, 1] as const)
        expect(ordered(name, 2, values, [layout])).toEqual(rootByDefinition(entries, layout, hashes[name]));
      expect(ordered(name, 1, values, [])).toEqual(ordered(name, 2, values, [0]));
      if (name === "blake2_256") expect(ordered(name, 1, values, [])).toEqual(orderedRoot(values));
    }
  });

  it("of nothing is the published one", () => {
    expect(toHex(ordered("blake2_256", 1, [], []))).toBe(
      "0x03170a2e7597b7b7e3d84c05391d139a62b157e78786d8c082f29dcf4c111314",
    );
    expect(ordered("keccak_256", 2, [], [1])).toEqual(keccak256(Uint8Array.of(0)));
  });

  it("traps for another version, and for what does not decode", () => {
    expect(() => ordered("blake2_256", 2, [], [2])).toThrow("2 is no version of a state's layout");
    expect(() => root("keccak_256", 2, Uint8Array.of(8, 0), [1])).toThrow(Trap);
  });
});

/** The nodes on the way to a key as `sp_trie: generate_trie_proof` writes them, over the entries that share `start` nibbles. */
function prove(
  entries: readonly (readonly [number[], Uint8Array])[],
  start: number,
  wanted: readonly number[],
  layout: 0 | 1,
  hash: (data: Uint8Array) => Uint8Array,
): { readonly node: Uint8Array; readonly full: Uint8Array; readonly below: readonly Uint8Array[] } {
  const [first] = entries as [[number[], Uint8Array]];
  let end = start;
  while (entries.every(([nibbles]) => nibbles.length > end && nibbles[end] === first[0][end])) end++;
  const own = entries.find(([nibbles]) => nibbles.length === end)?.[1];
  const rest = entries.filter(([nibbles]) => nibbles.length > end);
  const isWanted = wanted.length === end;
  let below: readonly Uint8Array[] = [];
  const children: [number, Uint8Array, Uint8Array][] = [];
  for (let nibble = 0; nibble < 16; nibble++) {
    const some = rest.filter(([nibbles]) => nibbles[end] === nibble);
    if (some.length === 0) continue;
    const child = prove(some, end + 1, wanted, layout, hash);
    const reference = child.full.length < 32 ? child.full : hash(child.full);
    if (isWanted || wanted[end] !== nibble) children.push([nibble, reference, reference]);
    else if (child.full.length < 32) {
      children.push([nibble, reference, child.node]);
      below = child.below;
    } else {
      children.push([nibble, reference, new Uint8Array(0)]);
      below = [child.node, ...child.below];
    }
  }
  const write = (held: Uint8Array | undefined, hashed: boolean, references: [number, Uint8Array][]): Uint8Array => {
    const isLeaf = references.length === 0;
    const [bits, most] = isLeaf
      ? hashed
        ? [0x20, 31]
        : [0x40, 63]
      : held === undefined
        ? [0x80, 63]
        : hashed
          ? [0x10, 15]
          : [0xc0, 63];
    const count = end - start;
    const out: number[] = count < most ? [bits + count] : [bits + most, count - most];
    let at = start;
    if (count % 2 === 1) out.push(first[0][at++] as number);
    for (; at < end; at += 2) out.push((first[0][at] as number) * 16 + (first[0][at + 1] as number));
    const bitmap = references.reduce((sum, [nibble]) => sum + 2 ** nibble, 0);
    if (!isLeaf) out.push(bitmap & 255, bitmap >> 8);
    if (held !== undefined) out.push(...(hashed ? held : encode(bytes, held)));
    for (const [, reference] of references) out.push(...encode(bytes, reference));
    return Uint8Array.from(out);
  };
  const hashed = own !== undefined && layout === 1 && own.length >= 33;
  const held = hashed ? hash(own) : own;
  const full = write(
    held,
    hashed,
    children.map(([nibble, reference]) => [nibble, reference]),
  );
  const inProof = children.map(([nibble, , part]): [number, Uint8Array] => [nibble, part]);
  const node =
    isWanted && own !== undefined
      ? write(children.length === 0 ? new Uint8Array(0) : undefined, false, inProof)
      : write(held, hashed, inProof);
  return { node, full, below };
}

const nibblesOf = (text: StateKey): number[] =>
  [...text].flatMap((letter) => [letter.charCodeAt(0) >> 4, letter.charCodeAt(0) & 15]);

describe("a proof of a value", () => {
  const proofOf = (
    entries: ReadonlyMap<StateKey, Uint8Array>,
    of: StateKey,
    layout: 0 | 1,
    name: (typeof names)[number],
  ) => {
    const list = [...entries].map(([each, held]): [number[], Uint8Array] => [nibblesOf(each), held]);
    const { node, full, below } = prove(list, 0, nibblesOf(of), layout, hashes[name]);
    return { root: hashes[name](full), proof: [node, ...below] };
  };
  const verify = (
    name: string,
    version: number,
    trie: Uint8Array,
    proof: readonly Uint8Array[],
    of: Uint8Array,
    held: Uint8Array,
    layout: readonly number[],
  ): boolean =>
    createHostCaller(trieFunctions)(
      `trie_${name}_verify_proof`,
      version,
      trie,
      encode(vec(bytes), [...proof]),
      of,
      held,
      ...layout,
    ) === 1;

  it.each(names)("by %s is good as it is, and for nothing else", (name) => {
    fc.assert(
      fc.property(model, key, value, fc.nat(), fc.integer({ min: 1, max: 255 }), (pairs, of, held, where, other) => {
        const entries = new Map([...pairs, [of, held] as const]);
        for (const layout of [0, 1] as const) {
          const { root: trie, proof } = proofOf(entries, of, layout, name);
          expect(toHex(trie)).toBe(toHex(rootByDefinition(entries, layout, hashes[name])));
          const wanted = fromKey(of);
          expect(verify(name, 2, trie, proof, wanted, held, [layout])).toBe(true);
          if (layout === 0) expect(verify(name, 1, trie, proof, wanted, held, [])).toBe(true);
          expect(verify(name, 2, trie, proof, wanted, concatBytes(held, Uint8Array.of(0)), [layout])).toBe(false);
          expect(verify(name, 2, trie, proof, concatBytes(wanted, Uint8Array.of(7)), held, [layout])).toBe(false);
          expect(verify(name, 2, trie, [...proof, Uint8Array.of(0)], wanted, held, [layout])).toBe(false);
          expect(verify(name, 2, trie, proof.slice(1), wanted, held, [layout])).toBe(false);
          expect(verify(name, 2, hashes[name](trie), proof, wanted, held, [layout])).toBe(false);
          // One byte changed.
          const joined = where % proof.length;
          const node = (proof[joined] as Uint8Array).slice();
          node[where % node.length] = (node[where % node.length] as number) ^ other;
          expect(verify(name, 2, trie, proof.with(joined, node), wanted, held, [layout])).toBe(false);
        }
      }),
      { numRuns: 60 },
    );
  });

  const entries = new Map([
    ["abc", utf8("a value that is longer than thirty-two bytes")],
    ["abd", utf8("another one")],
  ]);
  const held = entries.get("abc") as Uint8Array;
  const { root: trie, proof } = proofOf(entries, "abc", 1, "blake2_256");
  const good = (nodes: readonly Uint8Array[], of = "abc", what = held): boolean =>
    verify("blake2_256", 2, trie, nodes, utf8(of), what, [1]);

  it("may have bytes after its nodes, as the original reads them", () => {
    expect(good(proof)).toBe(true);
    expect(good(proof.map((node) => concatBytes(node, Uint8Array.of(9, 9))))).toBe(true);
  });

  it("is bad when it is empty, has an empty node, or says what it should leave out", () => {
    expect(good([])).toBe(false);
    expect(good([Uint8Array.of(0)])).toBe(false);
    expect(good([new Uint8Array(0)])).toBe(false);
    // The leaf with its value, the branch with the hash of its child.
    const [branch, leaf] = proof as [Uint8Array, Uint8Array];
    const whole = Uint8Array.from([0x21, ...leaf.subarray(1, 2), ...blake2b256(held)]);
    expect(good([branch, whole])).toBe(false);
    expect(good([branch])).toBe(false);
  });

  it("is bad in the words of another version", () => {
    expect(verify("blake2_256", 2, trie, proof, utf8("abc"), held, [0])).toBe(false);
    expect(verify("blake2_256", 1, trie, proof, utf8("abc"), held, [])).toBe(false);
    expect(() => verify("blake2_256", 2, trie, proof, utf8("abc"), held, [2])).toThrow(Trap);
  });

  it.each([
    ["a padded partial key with bits in its padding", [0x41, 0x1f, 0]],
    ["a branch without children", [0x80, 0, 0]],
    ["a length that is not in its shortest form", [0x40, 0x01, 0x00]],
    ["a kind that there is not", [0x05]],
    ["a child longer than a hash", [0x80, 1, 0, 33 * 4, ...new Uint8Array(33)]],
    ["an end too soon", [0x44, 0x61]],
  ])("is bad with %s", (_what, node) => {
    const bytesOf = Uint8Array.from(node);
    for (const of of ["", "a", "\x0f", "abc"])
      expect(verify("blake2_256", 2, blake2b256(bytesOf), [bytesOf], fromKey(of), new Uint8Array(0), [0])).toBe(false);
  });
});
