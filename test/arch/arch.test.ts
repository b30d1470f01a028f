import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { checkLayers, checkPaths, checkPurity, checkRings, checkSpreads, checkUse } from "./rules.ts";
import { readTree } from "./source.ts";

const root = fileURLToPath(new URL("../..", import.meta.url));
const files = readTree(root, "src");
const others = ["scripts", "test", "research"].flatMap((folder) => readTree(root, folder));

describe("the architecture of src/", () => {
  it("reads the sources", () => expect(files.length).toBeGreaterThan(5));
  it("imports only downward", () => expect(checkLayers(files)).toEqual([]));
  it("names files whole, and no folder's own index", () => expect(checkPaths(files)).toEqual([]));
  it("has no import rings", () => expect(checkRings(files)).toEqual([]));
  it("exports nothing that is not used", () => expect(checkUse([...files, ...others])).toEqual([]));
  it("passes no list of any length as arguments", () => expect(checkSpreads(files)).toEqual([]));
  it("keeps runtime and consensus deterministic and synchronous", () => expect(checkPurity(files)).toEqual([]));
});
