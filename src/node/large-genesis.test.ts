import { expect, it } from "vitest";
import { type Hex, keyToHex } from "../lib/bytes.ts";
import { parseChainSpec } from "../primitives/chain-spec.ts";
import { memoryKeyValue } from "../storage/kv/key-value.ts";
import { openStore } from "../storage/open-database.ts";
import type { ParentState } from "../storage/state/parent-state.ts";
import { genesisBlock, genesisStorage } from "./genesis.ts";
import { isLargeGenesis, largeGenesisBlock } from "./large-genesis.ts";

const specOf = (count: number) => {
  const top: Record<Hex, Hex> = {};
  const child: Record<Hex, Hex> = {};
  for (let index = 0; index < count; index++) {
    const key = keyToHex(`key ${(index * 7919) % count}`);
    top[key] = `0x${"ab".repeat(index % 50)}`;
    if (index < 20) child[key] = `0x${"cd".repeat(index + 20)}`;
  }
  const childrenDefault = { "0x6f6e65": child, "0x74776f": {} };
  return parseChainSpec({ name: "Large", id: "large", genesis: { raw: { top, childrenDefault } } });
};

it("is the block that is made in memory, and is stored as a stream", async () => {
  const spec = specOf(50_001);
  const { genesis } = spec;
  if (!isLargeGenesis(genesis)) throw new Error("not large");
  const made = largeGenesisBlock(genesis);
  const expected = genesisBlock(await genesisStorage(spec, "production"));
  expect([made.hash, made.header]).toEqual([expected.hash, expected.header]);
  const database = await openStore(memoryKeyValue());
  await database.initialise(made);
  const state = database.stateAt(made.hash) as ParentState;
  expect(state.child("one").get("key 7919")).toEqual(new Uint8Array(21).fill(0xcd));
});

it("has the program that light clients insist on in the place of its own", () => {
  const { genesis } = specOf(100);
  expect(isLargeGenesis(genesis)).toBe(false);
  if (genesis.type !== "raw") throw new Error("not raw");
  const withCode = { ...genesis, top: new Map([...genesis.top, [keyToHex(":code"), "0x010203"] as const]) };
  expect(largeGenesisBlock(genesis, Uint8Array.of(1, 2, 3)).hash).toBe(largeGenesisBlock(withCode).hash);
  expect(largeGenesisBlock(withCode, Uint8Array.of(9)).hash).not.toBe(largeGenesisBlock(withCode).hash);
});
