import { mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { levelKeyValue } from "./level-key-value.ts";

let folder = "";
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "level-key-value-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

it("refuses data without the file that leads to it, and leaves the data", async () => {
  const path = join(folder, "level");
  const first = await levelKeyValue(path);
  await first.write(new Map([["a", Uint8Array.of(1)]]), { sync: true });
  await first.close();
  const [current, aside] = [join(path, "CURRENT"), join(folder, "CURRENT")];
  // First what was written lies in the log alone, then in a table too.
  for (let round = 0; round < 2; round++) {
    const before = readdirSync(path);
    renameSync(current, aside);
    await expect(levelKeyValue(path)).rejects.toMatchObject({
      problem: "damaged",
      message: `the database ${path} is damaged (its file CURRENT is missing): restore a copy, or remove it with purge-chain`,
    });
    renameSync(aside, current);
    expect(readdirSync(path)).toEqual(before);
    const again = await levelKeyValue(path);
    expect(again.getSync("a")).toEqual(Uint8Array.of(1));
    await again.close();
  }
});

it("begins where a start was killed before its first write", async () => {
  const path = join(folder, "level");
  mkdirSync(path);
  for (const name of ["LOCK", "LOG", "MANIFEST-000001", "000003.log"]) writeFileSync(join(path, name), "");
  const store = await levelKeyValue(path);
  expect(store.getSync("a")).toBeUndefined();
  await store.close();
});
