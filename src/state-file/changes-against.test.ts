import { join } from "node:path";
import { expect, it } from "vitest";
import { utf8 } from "../lib/bytes.ts";
import { memoryState } from "../storage/state/memory-state.ts";
import type { ParentState } from "../storage/state/parent-state.ts";
import { overlayOn, testBlock } from "../storage/testing/blocks.ts";
import { changesAgainst } from "./changes-against.ts";
import { openStateFile } from "./open-state-file.ts";
import { madeUpChain, testDirectory } from "./testing/files.ts";
import { madeUpGenesis, saveTo } from "./testing/made-up.ts";

it("makes any state the one of a file", async () => {
  const path = join(testDirectory(), "a.state");
  const source = await madeUpChain(60);
  await saveTo(path, source);
  const wanted = overlayOn(source, source.best().hash).root();
  for (const seed of [2, 3, 4]) {
    const fork = await madeUpChain(30, seed);
    const more = overlayOn(fork, fork.best().hash);
    more.child("of the fork alone").put("c", utf8("goes"));
    more.put("", utf8("the empty key"));
    more.put("zz", utf8("goes"));
    more.delete("k\u00010");
    const block = testBlock(fork.best(), more, { best: true });
    await fork.commitBlock(block);
    const state = fork.stateAt(block.hash) as ParentState;
    const overlay = overlayOn(fork, block.hash);
    const file = await openStateFile(path);
    let count = 0;
    for await (const { child, key, value } of changesAgainst(file, state)) {
      const space = child === undefined ? overlay : overlay.child(child);
      if (value === undefined) space.delete(key);
      else space.put(key, value);
      count++;
    }
    await file.close();
    expect(overlay.root()).toEqual(wanted);
    expect(count).toBeGreaterThan(1);
    expect(count).toBeLessThan(100);
  }
});

it("gives nothing against the same state, and everything against an empty one", async () => {
  const path = join(testDirectory(), "a.state");
  const source = await madeUpChain(0);
  const { entries } = await saveTo(path, source);
  const file = await openStateFile(path);
  const count = async (state: ParentState): Promise<number> => {
    let found = 0;
    for await (const { value } of changesAgainst(file, state)) {
      expect(value).toBeDefined();
      found++;
    }
    return found;
  };
  expect(await count(source.stateAt(madeUpGenesis.hash) as ParentState)).toBe(0);
  expect(await count(memoryState([]))).toBe(entries);
  await file.close();
});
