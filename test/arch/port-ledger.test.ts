import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { namedFunctions } from "../../scripts/ledger/named-functions.ts";
import { readOurFile } from "../../scripts/ledger/our-functions.ts";
import { notPorted } from "../../scripts/ledger/pages.ts";

const home = new URL("../../", import.meta.url);
const text = (path: string): string => readFileSync(new URL(path, home), "utf8");

/** What `npm run ledger` wrote, checked without the original's sources. */
describe("the port ledger", () => {
  const named = namedFunctions(home.pathname);

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
    const rows = text("docs/port-ledger.tsv").trimEnd().split("\n").slice(1);
    const missing = rows.filter((row) => row.endsWith(`\t${notPorted}`));
    expect(text("docs/port-ledger.md")).toMatch(
      new RegExp(`\\*\\*all\\*\\* \\| ${rows.length} \\|[^\\n]*\\| ${missing.length} \\|`),
    );
  });
});
