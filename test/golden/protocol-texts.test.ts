import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { pallets } from "../../src/runtime/pallet-list.ts";

const page = readFileSync(new URL("../../docs/protocol-texts.md", import.meta.url), "utf8");

/** The first two columns of a section's table. */
function rows(section: string): [error: string, text: string][] {
  const text = page.split(`## ${section}\n`)[1]?.split("\n## ")[0] ?? "";
  return [...text.matchAll(/^\| (\w+\.\w+) \| (.+?) \|/gm)].map(([, error, words]) => [error ?? "", words ?? ""]);
}

const ours = new Map<string, string>(
  pallets.flatMap(([, { name, errors = {} }]) =>
    Object.values(errors).map((error) => [`${name}.${error.name}`, error.docs] as const),
  ),
);

describe("texts that clients compare", () => {
  it("are the original's word for word", () => {
    const listed = rows("Word for word");
    expect(listed.length).toBe(3);
    for (const [error, text] of listed) expect([error, ours.get(error)]).toEqual([error, text]);
  });

  it("contain the words that are looked for", () => {
    const listed = rows("Contained");
    expect(listed.length).toBe(3);
    for (const [error, words] of listed) expect(ours.get(error)).toContain(words);
  });

  it("are empty for no error", () => {
    expect([...ours].filter(([, text]) => text.trim() === "").map(([error]) => error)).toEqual([]);
    expect(ours.size).toBeGreaterThan(300);
  });
});
