import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { gunzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { checkEpochFile } from "../../src/replay/epoch-vectors.ts";

const folder = fileURLToPath(new URL("epoch/", import.meta.url));
const files = readdirSync(folder);

function read(name: string): Record<string, unknown> {
  return JSON.parse(gunzipSync(readFileSync(folder + name)).toString("utf8")) as Record<string, unknown>;
}

describe.each(["wasm", "reference", "both"] as const)("the recorded epochs, engine %s", (engine) => {
  it("are all here", () => expect(files).toHaveLength(24));

  it.each(files)("%s", (name) => {
    const { checked, differences } = checkEpochFile(read(name), engine);
    expect(differences).toEqual([]);
    expect(checked).toBeGreaterThan(8);
  });
});

describe("the comparison", () => {
  const file = read("n005-seed1002-f98.json.gz");

  it("finds a changed emission", () => {
    const returned = file["returned"] as string[][];
    const changed = [["0x00", "1", "1"], ...returned.slice(1)];
    expect(checkEpochFile({ ...file, returned: changed }).differences).toHaveLength(1);
  });

  it("finds a changed and a missing storage entry", () => {
    const changes = Object.entries(file["storage_changes"] as Record<string, string>);
    const storage_changes = Object.fromEntries([[changes[0]?.[0], "0x00"], ...changes.slice(2)]);
    expect(checkEpochFile({ ...file, storage_changes }).differences).toHaveLength(2);
  });
});
