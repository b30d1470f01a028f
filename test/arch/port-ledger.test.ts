import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { readOurFile } from "../../scripts/ledger/our-functions.ts";

const home = new URL("../../", import.meta.url);
const folder = new URL("docs/port-ledger/", home);

/** The functions of ours that the ledger names, by file. */
function namedFunctions(): Map<string, Set<string>> {
  const named = new Map<string, Set<string>>();
  for (const page of readdirSync(folder))
    for (const [, name, file] of readFileSync(new URL(page, folder), "utf8").matchAll(
      /\[([^\]]+)\]\(\.\.\/\.\.\/(src\/[^)]+)\)/g,
    ))
      named.set(file as string, (named.get(file as string) ?? new Set()).add(name as string));
  return named;
}

/** What `npm run ledger` wrote, checked without the original's sources. */
describe("the port ledger", () => {
  const named = namedFunctions();

  it("names functions of this project, all of which exist", () => {
    expect(named.size).toBeGreaterThan(150);
    const absent: string[] = [];
    for (const [file, names] of named) {
      const known = new Set(readOurFile(home.pathname, file).functions.map((fn) => fn.name));
      for (const name of names) if (!known.has(name)) absent.push(`${file} ${name}`);
    }
    expect(absent).toEqual([]);
  });

  it("has no function of the original without a place or a reason but those listed in its index", () => {
    const index = readFileSync(new URL("docs/port-ledger.md", home), "utf8");
    const missing = readdirSync(folder).flatMap(
      (page) => readFileSync(new URL(page, folder), "utf8").match(/\*\*not ported\*\*/g) ?? [],
    );
    expect(index).toMatch(new RegExp(`\\*\\*all\\*\\* \\|[^\\n]*\\| ${missing.length} \\|`));
  });
});
