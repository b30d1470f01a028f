import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { gunzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { checkMathFile } from "../../recordings/math-vectors.ts";

const folder = fileURLToPath(new URL("math/", import.meta.url));
const files = readdirSync(folder);

function read(name: string): Record<string, unknown> {
  return JSON.parse(gunzipSync(readFileSync(folder + name)).toString("utf8")) as Record<string, unknown>;
}

describe("the recorded mathematical functions", () => {
  it("are all here", () => expect(files).toHaveLength(16));

  it.each(files)("%s", (name) => {
    const { checked, differences } = checkMathFile(read(name));
    expect(differences).toEqual([]);
    expect(checked).toBeGreaterThan(100);
  });

  it.each([
    ["arith-I32F32.json.gz", 4 * 300],
    ["coinbase.json.gz", 100],
    ["epoch-math.json.gz", 1000],
    ["transcendental-I32F32.json.gz", 100],
  ])("%s with those functions that the epoch kernel has too", (name, more) => {
    const reference = checkMathFile(read(name), "reference");
    const both = checkMathFile(read(name), "both");
    expect([reference.differences, both.differences]).toEqual([[], []]);
    expect(both.checked - reference.checked).toBeGreaterThanOrEqual(more);
  });
});

describe("the comparison", () => {
  it("finds a changed result", () => {
    const file = read("arith-I32F32.json.gz");
    const cases = file["cases"] as Record<string, unknown>[];
    cases[7] = { ...cases[7], saturating_mul: "5" };
    expect(checkMathFile(file).differences).toHaveLength(1);
  });

  it("finds a refusal that is missing", () => {
    const functions = { sum: [{ in: [["1", "2"]], out: "panic" }] };
    expect(checkMathFile({ functions }).differences).toHaveLength(1);
  });

  it("does not pass over what it does not know", () => {
    expect(checkMathFile({ functions: { median: [{ in: [], out: "1" }] } }).differences).toHaveLength(1);
    expect(checkMathFile({ cases: [{ in: [], out: "1" }] }).differences).toHaveLength(1);
    expect(checkMathFile({ get_subnet_emission: [{ in: "1" }] }).differences).toHaveLength(1);
    expect(checkMathFile({ format: 1 }).differences).toHaveLength(1);
  });
});
