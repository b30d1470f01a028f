import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it, onTestFinished } from "vitest";
import { blake2b256 } from "../crypto/hashing.ts";
import { toKey, utf8 } from "../lib/bytes.ts";
import { openNodeCache } from "./node-cache.ts";

function freshDirectory(): string {
  const path = mkdtempSync(join(tmpdir(), "subtensor-cache-"));
  onTestFinished(() => rmSync(path, { recursive: true, force: true }));
  return join(path, "cache");
}

const partOf = (text: string) => [toKey(blake2b256(utf8(text))), utf8(text)] as const;
const [one, two, three] = ["one", "a second part", ""].map(partOf) as [
  ReturnType<typeof partOf>,
  ReturnType<typeof partOf>,
  ReturnType<typeof partOf>,
];

it("keeps what any number of processes read", () => {
  const directory = freshDirectory();
  const [first, second] = [openNodeCache(directory), openNodeCache(directory)];
  first.add(new Map());
  first.add(new Map([one]));
  second.add(new Map([two]));
  first.add(new Map([three]));
  expect(first.get(two[0])).toBeUndefined();
  first.close();
  second.close();
  expect(readdirSync(directory)).toHaveLength(2);
  const again = openNodeCache(directory);
  for (const [hash, bytes] of [one, two, three]) expect(again.get(hash)).toEqual(bytes);
  expect(again.size).toBe(3);
  again.close();
  expect(readdirSync(directory)).toHaveLength(2);
});

it("reads a file up to where it was cut off, and gives nothing that was damaged", () => {
  const directory = freshDirectory();
  const cache = openNodeCache(directory);
  cache.add(new Map([one, two]));
  cache.close();
  const file = join(directory, readdirSync(directory)[0] as string);
  const bytes = readFileSync(file);
  for (let length = 0; length < bytes.length; length++) {
    truncateSync(file, length);
    expect(openNodeCache(directory).get(one[0])).toEqual(length >= 7 ? one[1] : undefined);
    expect(openNodeCache(directory).get(two[0])).toBeUndefined();
    writeFileSync(file, bytes);
  }
  for (let place = 0; place < bytes.length; place++) {
    const changed = Buffer.from(bytes);
    changed[place] = (changed[place] as number) ^ 1;
    writeFileSync(file, changed);
    for (const [hash, part] of [one, two]) expect([undefined, part]).toContainEqual(openNodeCache(directory).get(hash));
  }
});

it("says in one line that it cannot be used", () => {
  const directory = freshDirectory();
  mkdirSync(join(directory, "x.nodes"), { recursive: true });
  expect(() => openNodeCache(directory)).toThrow(/cannot be read: EISDIR.*--fork-cache/);
  const place = join(directory, "file");
  writeFileSync(place, "");
  chmodSync(place, 0o400);
  expect(() => openNodeCache(join(place, "below")).add(new Map([one]))).toThrow(/cannot be kept: E.*--fork-cache/);
});
