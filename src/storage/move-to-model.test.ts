import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import type { Database, DatabaseOptions } from "./database.ts";
import { memoryKeyValue } from "./kv/key-value.ts";
import { openDatabase, openStore } from "./open-database.ts";
import type { PruningModes } from "./pruning.ts";
import { moveAbout } from "./testing/moving-model.ts";
import { verifyDatabase, verifyStore } from "./verify/verify-database.ts";

const root = mkdtempSync(join(tmpdir(), "subtensor-move-"));
afterAll(() => rmSync(root, { recursive: true }));
let opened = 0;

function inMemory(options: DatabaseOptions) {
  const store = memoryKeyValue();
  return async (_: Database | undefined, verify: boolean): Promise<Database> => {
    if (verify) expect((await verifyStore(store)).problems).toEqual([]);
    return openStore(store, options);
  };
}

function onDisk(options: DatabaseOptions) {
  const path = join(root, `${opened++}`);
  return async (db: Database | undefined, verify: boolean): Promise<Database> => {
    await db?.close();
    if (verify) expect((await verifyDatabase(path)).problems).toEqual([]);
    return openDatabase({ path, ...options });
  };
}

describe("a chain that is moved about", () => {
  const cases: readonly (readonly [operations: number, place: typeof inMemory, pruning: PruningModes])[] = [
    [1500, inMemory, { state: "archive", blocks: "archive" }],
    [4000, inMemory, { state: 8, blocks: "archive-canonical" }],
    [2000, inMemory, { state: 8, blocks: 3 }],
    [1500, inMemory, { state: "archive-canonical", blocks: 3 }],
    [1000, onDisk, { state: 100, blocks: "archive" }],
  ];
  for (const [index, [operations, place, pruning]] of cases.entries()) {
    it(`is at each block what it was: ${operations} operations, ${place.name}, ${JSON.stringify(pruning)}`, {
      timeout: 180_000,
    }, async () => {
      const done = await moveAbout(operations, index + 1, pruning, place({ pruning }));
      for (const kind of ["commit", "commit again", "finalize", "back", "forward", "aside"])
        expect(done[kind], kind).toBeGreaterThan(2);
      if (pruning.state === 8) expect(done["refused"], "refused").toBeGreaterThan(10);
    });
  }
});
