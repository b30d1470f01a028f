import { expect, it } from "vitest";
import type { StateKey } from "../lib/bytes.ts";
import { keyToHex } from "../lib/bytes.ts";
import { createChainTypes } from "../metadata/chain-types.ts";
import type { StateReader } from "../primitives/state.ts";
import { builds, createRuntime } from "../runtime/index.ts";
import { encodedMetadata } from "../runtime/metadata/metadata.ts";
import { storedJson } from "./dev-outcome.ts";
import { RpcError } from "./errors.ts";

const types = createChainTypes(encodedMetadata(createRuntime(builds.local), 15) as Uint8Array);
const tempo = { pallet: "SubtensorModule", item: "Tempo" };

/** A state in which so many subnets have a tempo. */
function subnets(count: number): StateReader {
  const values = new Map<StateKey, Uint8Array>();
  for (let netuid = 0; netuid < count; netuid++) {
    values.set(
      types.storageKey(tempo.pallet, tempo.item, [netuid]),
      types.encodeValue(tempo.pallet, tempo.item, netuid),
    );
  }
  const keys = [...values.keys()].sort();
  return {
    get: (key) => values.get(key),
    nextKey: (key) => keys.find((one) => one > key),
  };
}

it("shows a map whole, or says that it has more entries than an answer", () => {
  expect(storedJson(types, subnets(1000), { ...tempo, keys: [] })).toHaveLength(1000);
  expect(() => storedJson(types, subnets(1001), { ...tempo, keys: [] })).toThrow(
    'SubtensorModule.Tempo has more than 1000 entries there: ask for pages, { "size": 1000, "after"',
  );
});

it("shows a map in pages, of which each begins after the last entry of the one before", () => {
  const state = subnets(25);
  const seen: unknown[] = [];
  const sizes: number[] = [];
  for (let after: unknown; ; ) {
    const page = storedJson(types, state, { ...tempo, keys: [], page: { size: 10, after } }) as [unknown[], unknown][];
    seen.push(...page.map(([, value]) => value));
    sizes.push(page.length);
    if (page.length < 10) break;
    after = page.at(-1)?.[0];
  }
  expect(sizes).toEqual([10, 10, 5]);
  expect(new Set(seen).size).toBe(25);
  const third = keyToHex(types.storageKey(tempo.pallet, tempo.item, [2]));
  expect(storedJson(types, state, { ...tempo, keys: [], page: { size: 1, after: third } })).toHaveLength(1);
});

it("refuses a page that there cannot be", () => {
  const state = subnets(3);
  for (const page of [
    { size: 0, after: undefined },
    { size: 1001, after: undefined },
    { size: 1, after: [1, 2] },
    { size: 1, after: "0x00" },
  ])
    expect(() => storedJson(types, state, { ...tempo, keys: [], page })).toThrow(RpcError);
  const page = { size: 1, after: undefined };
  expect(() => storedJson(types, state, { ...tempo, keys: [1], page })).toThrow(RpcError);
  expect(storedJson(types, state, { ...tempo, keys: [1] })).toBe(1);
});
