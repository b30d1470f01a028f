import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it, onTestFinished } from "vitest";
import { utf8 } from "../lib/bytes.ts";
import { openDatabase } from "./open-database.ts";
import { overlayOn, testBlock, testGenesis } from "./testing/blocks.ts";
import { verifyDatabase } from "./verify/verify-database.ts";

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
