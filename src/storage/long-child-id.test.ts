import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it, onTestFinished } from "vitest";
import { utf8 } from "../lib/bytes.ts";
import { memoryKeyValue } from "./kv/key-value.ts";
import { stateSpaces } from "./kv/state-spaces.ts";
import { trieNodePrefix } from "./layout.ts";
import { openDatabase, openStore } from "./open-database.ts";
import { overlayOn, testBlock, testGenesis } from "./testing/blocks.ts";
import { packPath } from "./trie/nibbles.ts";
import { verifyDatabase, verifyStore } from "./verify/verify-database.ts";

it.each([200, 254, 255, 256, 300, 10_000])(
  "a child trie whose id has %i bytes is there after a restart",
  async (length) => {
    const path = mkdtempSync(join(tmpdir(), "subtensor-child-"));
    onTestFinished(() => rmSync(path, { recursive: true, force: true }));
    const made = await openDatabase({ path });
    await made.initialise(testGenesis({ top: new Map([["a", utf8("1")]]), children: new Map() }));
    const id = "i".repeat(length);
    const value = utf8("v".repeat(40));
    // One block is final, and one is not.
    for (let number = 0; number < 2; number++) {
      const overlay = overlayOn(made, made.best().hash);
      overlay.child(id).put(`k${number}`, value);
      await made.commitBlock(testBlock(made.best(), overlay, { best: true, finalized: number === 0 }));
    }
    await made.close();
    const again = await openDatabase({ path });
    const child = again.stateAt(again.best().hash)?.child(id);
    expect([child?.get("k0"), child?.get("k1"), child?.nextKey("")]).toEqual([value, value, "k0"]);
    await again.close();
    expect((await verifyDatabase(path, {})).problems).toEqual([]);
  },
);

it.each([254, 255, 300])("a node that is left of a child trie whose id has %i bytes is found", async (length) => {
  const memory = memoryKeyValue();
  const made = await openStore(memory);
  await made.initialise(testGenesis({ top: new Map([["a", utf8("1")]]), children: new Map() }));
  await made.close();
  expect((await verifyStore(memory)).problems).toEqual([]);
  const stray = trieNodePrefix("i".repeat(length)) + packPath("", 0);
  await stateSpaces(memory).current.write(new Map([[stray, utf8("left")]]), { sync: true });
  const { problems, mendable } = await verifyStore(memory);
  expect([problems.length, mendable]).toEqual([1, 1]);
  expect(problems[0]).toContain("1 nodes should not be there");
  expect((await verifyStore(memory, { repair: true })).problems).toEqual([]);
  expect((await verifyStore(memory)).problems).toEqual([]);
});
