import { existsSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";

const at = (path: string): URL => new URL(`../../${path}`, import.meta.url);
const ledger = readFileSync(at("docs/grandpa-tests.md"), "utf8");

/** The tests that the ledger names, each with its file: that of the row, or of the rows above it in the same table. */
function namedTests(): { readonly file: string; readonly name: string }[] {
  let file = "";
  return ledger.split("\n").flatMap((line) => {
    if (line.startsWith("#")) file = "";
    if (!line.startsWith("|") || /^\|( Original \|)?-?/.exec(line)?.[0] !== "|") return [];
    const cell = line.split(" | ").at(-1)!.replace(/ \|$/, "");
    if (cell.startsWith("none: ")) return [];
    const [, named, tests = ""] = /^(?:`([^`]+\.test\.ts)`: )?(.*?)(?: \(.*\))?$/.exec(cell) ?? [];
    file = named ?? file;
    return tests.split("; ").map((name) => ({ file, name }));
  });
}

describe("the ledger of the original's GRANDPA tests", () => {
  it("names tests that are there", () => {
    const named = namedTests();
    expect(named.length).toBeGreaterThan(130);
    const absent = named.filter(({ file, name }) => {
      const path = at(`src/consensus/grandpa/${file}`);
      return file === "" || !existsSync(path) || !readFileSync(path, "utf8").includes(`"${name}`);
    });
    expect(absent).toEqual([]);
  });
});
