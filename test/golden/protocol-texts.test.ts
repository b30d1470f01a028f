import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { type PoolError, RuntimeCallError } from "../../src/chain/api.ts";
import { alreadyImported, tooLowPriority, validityError } from "../../src/chain/pool/errors.ts";
import { runtimeError } from "../../src/rpc/runtime-errors.ts";
import { pallets } from "../../src/runtime/pallet-list.ts";

const page = readFileSync(new URL("../../docs/protocol-texts.md", import.meta.url), "utf8");

/** The first two columns of a section's table. */
function rows(section: string): [where: string, text: string][] {
  const text = page.split(`## ${section}\n`)[1]?.split("\n## ")[0] ?? "";
  return [...text.matchAll(/^\| ([^|]+) \| (.+?) \|/gm)]
    .map(([, where, words]): [string, string] => [where ?? "", words ?? ""])
    .slice(1);
}

const ours = new Map<string, string>(
  pallets.flatMap(([, { name, errors = {} }]) =>
    Object.values(errors).map((error) => [`${name}.${error.name}`, error.docs] as const),
  ),
);

/** The message and the data of an answer, as a client has them in one text. */
function answerOf(where: string): string {
  const text = ({ message, data }: PoolError | { message: string; data?: unknown }): string => `${message}: ${data}`;
  const [, type = ""] = where.split(".");
  if (where === "pool.tooLowPriority") return text(tooLowPriority(2n, 1n));
  if (where === "pool.alreadyImported") return text(alreadyImported("0x12"));
  if (where === "pool.Custom") return text(validityError({ type: "Invalid", value: { type: "Custom", value: 8 } }));
  if (where === "state.discarded") {
    return text(runtimeError(new RuntimeCallError("discarded", ""), { hash: "0x12", method: "m", viaApi: true }));
  }
  return text(validityError({ type: "Invalid", value: { type } } as Parameters<typeof validityError>[0]));
}

describe("texts that clients compare", () => {
  it("are the original's word for word", () => {
    const listed = rows("Word for word");
    expect(listed.length).toBe(5);
    for (const [error, text] of listed) expect([error, ours.get(error)]).toEqual([error, text]);
  });

  it("contain the words that are looked for", () => {
    const listed = rows("Contained");
    expect(listed.length).toBe(4);
    for (const [error, words] of listed) expect(ours.get(error)).toContain(words);
  });

  it("contain no words that mean something else to a client", () => {
    const listed = rows("Contained in none").map(([words]) => words);
    expect(listed.length).toBe(6);
    const wrong = [...ours].filter(([, text]) => listed.some((words) => text.toLowerCase().includes(words)));
    expect(wrong).toEqual([]);
  });

  it("are in the answers of JSON-RPC", () => {
    const listed = rows("In answers of JSON-RPC");
    expect(listed.length).toBe(18);
    for (const [where, words] of listed) expect(answerOf(where)).toContain(words);
  });

  it("are empty for no error", () => {
    expect([...ours].filter(([, text]) => text.trim() === "").map(([error]) => error)).toEqual([]);
    expect(ours.size).toBeGreaterThan(300);
  });

  it("are one line each: clients compare a list of lines", () => {
    for (const [error] of rows("Word for word")) expect(ours.get(error)).not.toContain("\n");
  });
});
