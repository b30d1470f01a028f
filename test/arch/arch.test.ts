import { readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { production } from "../../src/runtime/rules.ts";
import {
  checkBuilds,
  checkLayers,
  checkPaths,
  checkPurity,
  checkRings,
  checkRuleFields,
  checkSpreads,
  checkUse,
} from "./rules.ts";
import { readTree } from "./source.ts";

const root = fileURLToPath(new URL("../..", import.meta.url));
const files = readTree(root, "src");
const others = ["scripts", "test", "research", "recordings"].flatMap((folder) => readTree(root, folder));

describe("the architecture of src/", () => {
  it("reads the sources", () => expect(files.length).toBeGreaterThan(5));
  it("imports only downward", () => expect(checkLayers(files)).toEqual([]));
  it("names files whole, and no folder's own index", () => expect(checkPaths(files)).toEqual([]));
  it("has no import rings", () => expect(checkRings(files)).toEqual([]));
  it("exports nothing that is not used", () => expect(checkUse([...files, ...others])).toEqual([]));
  it("passes no list of any length as arguments", () => expect(checkSpreads(files)).toEqual([]));
  it("tells no build by its name", () => expect(checkBuilds(files)).toEqual([]));
  it("reads every field of the rules", () => {
    const sources = new Map(files.map(({ path }) => [path, readFileSync(join(root, path), "utf8")]));
    expect(checkRuleFields(Object.keys(production), sources)).toEqual([]);
  });
  it("keeps runtime and consensus deterministic and synchronous", () => expect(checkPurity(files)).toEqual([]));
});
