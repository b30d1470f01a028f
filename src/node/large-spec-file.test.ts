import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import type { Hex } from "../lib/bytes.ts";
import { UserError } from "../lib/user-error.ts";
import { type ChainSpec, chainSpecJson, parseChainSpec } from "../primitives/chain-spec.ts";
import { largeGenesisBlock } from "./large-genesis.ts";
import { readLargeChainSpec } from "./large-spec-file.ts";

const folder = mkdtempSync(join(tmpdir(), "subtensor-spec-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

let files = 0;
function read(text: string): ChainSpec {
  const path = join(folder, `${files++}.json`);
  writeFileSync(path, text);
  return readLargeChainSpec(path);
}

const keyOf = (index: number): Hex => `0x${index.toString(16).padStart(8, "0")}`;
/** Three megabytes, so that strings lie across the pieces in which a file is read. */
const top = Object.fromEntries(
  Array.from({ length: 12_000 }, (_, index) => [keyOf(index * 7), `0x${"a5".repeat((index * 37) % 200)}`]),
);
const document = {
  ...{
    name: 'Large "one" \\',
    id: "large",
    chainType: "Local",
    bootNodes: [],
    properties: { ss58Format: 42, list: [1, [2]] },
  },
  genesis: {
    raw: {
      top: { ...top, "0x3a636f6465": "0x0102" },
      childrenDefault: { "0x6f6e65": { "0x01": "0x02", "0x0103": "0x" }, "0x74776f": {} },
    },
  },
  codeSubstitutes: { "5": "0x01" },
};

describe("a specification read as a stream", () => {
  it.each([undefined, 2])("is the one that is read at once (indented by %s)", (indent) => {
    const text = JSON.stringify(document, null, indent);
    const [streamed, whole] = [read(text), parseChainSpec(document)];
    expect({ ...streamed, genesis: undefined }).toEqual({ ...whole, genesis: undefined });
    expect(chainSpecJson(streamed)).toEqual(chainSpecJson(whole));
    if (streamed.genesis.type !== "raw" || whole.genesis.type !== "raw") throw new Error("not raw");
    expect(streamed.genesis.top.sorted).toBe(true);
    expect(streamed.genesis.top.size).toBe(12_001);
    for (const key of ["0x3a636f6465", keyOf(7), keyOf(8), "0x3a63"] as const)
      expect(streamed.genesis.top.get(key)).toBe(whole.genesis.top.get(key));
    expect(largeGenesisBlock(streamed.genesis).hash).toBe(largeGenesisBlock(whole.genesis).hash);
    const code = Uint8Array.of(9);
    expect(largeGenesisBlock(streamed.genesis, code).hash).toBe(largeGenesisBlock(whole.genesis, code).hash);
  });

  it("takes keys in any order, and in capitals", () => {
    const mixed = { "0xAB02": "0xFF", "0x01": "0x00", "0x3a636f6465": "0x05" };
    const [streamed, whole] = [mixed, mixed].map((entries, index) => {
      const json = { ...document, genesis: { raw: { top: entries, childrenDefault: {} } } };
      return index === 0 ? read(JSON.stringify(json)) : parseChainSpec(json);
    }) as [ChainSpec, ChainSpec];
    if (streamed.genesis.type !== "raw" || whole.genesis.type !== "raw") throw new Error("not raw");
    expect([...streamed.genesis.top]).toEqual([...whole.genesis.top]);
    expect(largeGenesisBlock(streamed.genesis).hash).toBe(largeGenesisBlock(whole.genesis).hash);
  });

  it("is a plain one too", () => {
    const patch = { balances: { a: ["}", 1] } };
    const plain = { ...document, genesis: { runtimeGenesis: { code: "0x01", patch } } };
    expect(chainSpecJson(read(JSON.stringify(plain)))).toEqual(chainSpecJson(parseChainSpec(plain)));
  });

  const text = JSON.stringify(document);
  it.each([
    ["0x0000000e", "0x00000007", "genesis.raw.top.0x00000007 is given twice"],
    ['"0x0102"', '"0x010"', "genesis.raw.top.0x3a636f6465 must be hexadecimal with 0x"],
    ['"0x0102"', "3", "expected a string at byte"],
    ['"childrenDefault"', '"children"', "genesis.raw.children: no such member"],
    ['"codeSubstitutes":{"5":"0x01"}}', '"codeSubstitutes":{"5":"0x01"', "EOF while parsing a value"],
    ['"codeSubstitutes":{"5":"0x01"}}', '"id":"twice"}', "the document.id is given twice"],
    ['"codeSubstitutes":{"5":"0x01"}}', '"codeSubstitutes":{"5":"0x01"}}}', "something follows the document"],
    ['"0x0102"', '"0x0102 ', "genesis.raw.top.0x3a636f6465 must be hexadecimal with 0x"],
  ])("says what is wrong: %s as %s", (right, wrong, message) => {
    expect(text).toContain(right);
    const broken = () => read(text.replace(right, wrong));
    expect(broken).toThrow(UserError);
    expect(broken).toThrow(message);
  });
});
