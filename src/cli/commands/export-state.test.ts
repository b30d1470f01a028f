import { expect, it } from "vitest";
import { genesisBlock, genesisStorage } from "../../node/genesis.ts";
import { type ChainSpec, chainSpecJson, parseChainSpec } from "../../primitives/chain-spec.ts";
import { openDatabase } from "../../storage/open-database.ts";
import { rawSpecText } from "./export-state.ts";

const specOf = (top: Record<string, string>, childrenDefault: Record<string, Record<string, string>> = {}): ChainSpec =>
  parseChainSpec({ name: "n", id: "i", properties: { note: "top" }, genesis: { raw: { top, childrenDefault } } });

/** The specification that the state of a chain with this genesis is exported as. */
async function exported(spec: ChainSpec): Promise<string> {
  const database = await openDatabase({});
  const genesis = genesisBlock(await genesisStorage(spec, "production"));
  await database.initialise(genesis);
  const state = database.stateAt(genesis.hash);
  if (state === undefined) throw new Error("the genesis has a state");
  const text = [...rawSpecText(spec, state)].join("");
  await database.close();
  return text;
}

const hex = (text: string): string => `0x${Buffer.from(text).toString("hex")}`;

it("a state is exported as the raw genesis it began as, child tries under their ids", async () => {
  const top = { [hex(":a")]: "0x01", [hex(":child")]: "0x", [hex(":code")]: "0x0203", [hex("z")]: "0x04" };
  const spec = specOf(top, { [hex("one")]: { "0x01": "0x02", "0x03": "0x" }, [hex("two")]: { "0x05": "0x06" } });
  // Text for text as JSON.stringify writes it.
  expect(await exported(spec)).toBe(`${JSON.stringify(chainSpecJson(spec), null, 2)}\n`);
});

it("a state without child tries, and one without any key", async () => {
  for (const spec of [specOf({ [hex("k")]: "0x01" }), specOf({})]) {
    expect(JSON.parse(await exported(spec))).toEqual(chainSpecJson(spec));
  }
});
