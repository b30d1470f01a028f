import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { blake2b256 } from "../../crypto/hashing.ts";
import { fromKey, type StateKey, toHex } from "../../lib/bytes.ts";
import { closestMerkleValue } from "./closest-value.ts";
import { emptyTrie, rootHash } from "./trie.ts";
import { trieFromEntries } from "./update.ts";

const key = fc.string({ unit: fc.constantFrom("\x00", "\x01", "\x10", "\x11", "a"), maxLength: 4 });
const entries = fc.dictionary(key, fc.uint8Array({ minLength: 1, maxLength: 40 }), { maxKeys: 12 });
const trieOf = (values: Record<StateKey, Uint8Array>) => trieFromEntries(Object.entries(values), 1);

describe("the closest merkle value", () => {
  it("is the root for the empty prefix, and nothing in an empty trie", () => {
    const trie = trieOf({ ab: fromKey("x"), cd: fromKey("y") });
    expect(closestMerkleValue(trie, "")).toEqual(rootHash(trie));
    expect(closestMerkleValue(emptyTrie(1), "")).toBeUndefined();
  });

  it("is the encoded node itself when that is short, else its hash", () => {
    const long = fromKey("v".repeat(32));
    const trie = trieOf({ ab: fromKey("x"), cd: long });
    // Leaves below the branch at nibble 6 and their own: two nibbles of partial key, then the value.
    expect(toHex(closestMerkleValue(trie, "a") as Uint8Array)).toBe("0x42620478");
    expect(closestMerkleValue(trie, "c")).toEqual(blake2b256(Uint8Array.from([0x42, 0x64, 0x80, ...long])));
  });

  it("exists exactly where keys have the prefix, and changes exactly when something below does", () => {
    fc.assert(
      fc.property(entries, key, key, fc.uint8Array({ minLength: 1, maxLength: 40 }), (values, prefix, other, value) => {
        const before = closestMerkleValue(trieOf(values), prefix);
        expect(before !== undefined).toBe(Object.keys(values).some((one) => one.startsWith(prefix)));
        const after = closestMerkleValue(trieOf({ ...values, [other]: value }), prefix);
        const same = values[other] !== undefined && toHex(values[other]) === toHex(value);
        if (other.startsWith(prefix) && !same) expect(after).not.toEqual(before);
        // The node may sit higher or lower in the trie when a neighbour comes, and its partial key with it.
        if (!other.startsWith(prefix) && values[other] !== undefined) expect(after).toEqual(before);
      }),
    );
  });
});
