import { blake2b256 } from "../../crypto/hashing.ts";
import type { StateKey } from "../../lib/bytes.ts";
import type { TrieLayout } from "../trie/node.ts";
import type { Hash } from "../trie/root-by-hash.ts";

/** The root of a trie a second way: as it is defined, by recursion over its entries. */
export function rootByDefinition(
  entries: ReadonlyMap<StateKey, Uint8Array>,
  version: TrieLayout,
  hash: Hash = blake2b256,
): Uint8Array {
  const nibbles = [...entries].map(([k, v]): [number[], Uint8Array] => [
    [...k].flatMap((c) => [c.charCodeAt(0) >> 4, c.charCodeAt(0) & 15]),
    v,
  ]);
  if (nibbles.length === 0) return hash(Uint8Array.of(0));
  return hash(encodeNode(nibbles, 0, version, hash));
}

function encodeNode(entries: [number[], Uint8Array][], start: number, version: TrieLayout, hash: Hash): Uint8Array {
  const [first] = entries as [[number[], Uint8Array]];
  let end = start;
  while (entries.every(([k]) => k.length > end && k[end] === first[0][end])) end++;
  const own = entries.find(([k]) => k.length === end)?.[1];
  const rest = entries.filter(([k]) => k.length > end);
  const hashed = own !== undefined && version === 1 && own.length >= 33;
  const branch = rest.length > 0;
  const [bits, most] = !branch
    ? hashed
      ? [0x20, 31]
      : [0x40, 63]
    : own === undefined
      ? [0x80, 63]
      : hashed
        ? [0x10, 15]
        : [0xc0, 63];
  const out: number[] = [];
  let count = end - start;
  if (count < most) out.push(bits + count);
  else {
    out.push(bits + most);
    count -= most;
    while (count >= 255) {
      out.push(255);
      count -= 255;
    }
    out.push(count);
  }
  let at = start;
  if ((end - start) % 2 === 1) out.push(first[0][at++] as number);
  for (; at < end; at += 2) out.push((first[0][at] as number) * 16 + (first[0][at + 1] as number));
  const children = [...Array(16).keys()].map((n) => rest.filter(([k]) => k[end] === n));
  if (branch) {
    const bitmap = children.reduce((sum, child, n) => sum + (child.length > 0 ? 2 ** n : 0), 0);
    out.push(bitmap % 256, Math.floor(bitmap / 256));
  }
  if (own !== undefined)
    hashed
      ? out.push(...hash(own))
      : out.push(...(own.length < 64 ? [own.length * 4] : [(own.length * 4 + 1) & 255, own.length >> 6]), ...own);
  for (const child of children) {
    if (child.length === 0) continue;
    const encoded = encodeNode(child, end + 1, version, hash);
    const reference = encoded.length < 32 ? encoded : hash(encoded);
    out.push(reference.length * 4, ...reference);
  }
  return Uint8Array.from(out);
}
