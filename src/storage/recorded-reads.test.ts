import { expect, test } from "vitest";
import type { StateKey } from "../lib/bytes.ts";
import type { StateOverlay } from "../primitives/state.ts";
import { proofOfReads } from "./recorded-reads.ts";
import { memoryState } from "./state/memory-state.ts";
import { readFromProof } from "./trie/proof.ts";

const key = (number: number): StateKey => String.fromCharCode(number >> 4, number & 15, 0xff);
const value = (number: number): Uint8Array => new Uint8Array(number % 80).fill(number);
const entries = Array.from({ length: 200 }, (_, number) => [key(number), value(number)] as const);
const state = memoryState(entries, [["child", entries.slice(0, 50)]]);

/** What a proof of some reads shows: whether all of these keys can be read with it. */
async function shows(keys: readonly StateKey[], run: (overlay: StateOverlay) => void): Promise<boolean> {
  const proof = await proofOfReads(state, async (overlay) => run(overlay));
  try {
    readFromProof(state.root(), proof ?? [], keys);
    return true;
  } catch {
    return false;
  }
}

test("a proof shows what was read, absent keys and next keys too, and not all the rest", async () => {
  const proof = await proofOfReads(state, async (overlay) => {
    overlay.get(key(70));
    overlay.get("absent");
    overlay.nextKey(key(100));
  });
  const wanted = [key(70), "absent", key(100), key(101)];
  const found = readFromProof(state.root(), proof ?? [], wanted);
  expect([...found.values()].map((bytes) => bytes?.length)).toEqual([70, undefined, 20, 21]);
  expect(await shows([key(150)], (overlay) => void overlay.get(key(70)))).toBe(false);
});

test("what a call writes first is not read, and a value that it clears is", async () => {
  expect(
    await shows([key(70)], (overlay) => {
      overlay.put(key(70), value(1));
      overlay.get(key(70));
    }),
  ).toBe(false);
  expect(await shows([key(71), key(72)], (overlay) => void overlay.keysToClear(key(71), 2))).toBe(true);
});

test("reads of a child trie are shown down from the top", async () => {
  const proof = await proofOfReads(state, async (overlay) => void overlay.child("child").get(key(40)));
  const place = ":child_storage:default:child";
  const root = readFromProof(state.root(), proof ?? [], [place]).get(place) as Uint8Array;
  expect(readFromProof(root, proof ?? [], [key(40)]).get(key(40))).toEqual(value(40));
});

test("a call that asks for the root has no proof", async () => {
  expect(await proofOfReads(state, async (overlay) => void overlay.root())).toBeUndefined();
});
