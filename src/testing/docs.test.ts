import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { checkOptions, type DevChainOptions } from "./options.ts";

const read = (path: string): string => readFileSync(new URL(`../../${path}`, import.meta.url), "utf8");
const page = read("docs/testing.md");

it("the page's pytest example is the one that runs with each client", () => {
  expect(/```python\n(.*?)```/s.exec(page)?.[1]).toBe(read("examples/pytest/test_docs.py"));
});

it("the page has every option of a chain", () => {
  const known = (): string => {
    try {
      checkOptions({ none: 1 } as DevChainOptions);
    } catch (error) {
      return String(error);
    }
    return "";
  };
  const options = /there are (.*)$/.exec(known())?.[1]?.split(", ") ?? [];
  expect(options).toContain("world");
  // `program` and `within` stand in the row of `process`.
  const rows = page.split("\n").filter((line) => line.startsWith("| `"));
  for (const option of options) expect(rows.some((row) => row.includes(`\`${option}\``))).toBe(true);
});
