import { Metadata, TypeRegistry } from "@polkadot/types";
import { describe, expect, it } from "vitest";
import { toHex } from "../../src/lib/bytes.ts";
import { createChainTypes } from "../../src/metadata/chain-types.ts";
import type { CallValue } from "../../src/runtime/frame/calls.ts";
import { encodedMetadata } from "../../src/runtime/metadata/metadata.ts";
import { complete } from "./attempt.ts";
import { openBlock } from "./chain.ts";
import { createInnerCall, menuOf } from "./generate.ts";
import { newMemory } from "./memory.ts";
import { prepareChain } from "./prepare.ts";
import { createRandom } from "./random.ts";
import { createWorld } from "./world.ts";

const chain = prepareChain();
const { runtime } = chain;
const menu = menuOf(runtime);
const world = createWorld(runtime, openBlock(chain).execution, newMemory(), createInnerCall(menu));

/** Calls of every kind, with any values of their arguments' types. */
function* calls(seed: number, ofEach: number): Generator<{ readonly call: CallValue; readonly bytes: Uint8Array }> {
  const r = createRandom(seed);
  for (let turn = 0; turn < ofEach; turn++) {
    for (const name of menu.names) {
      const call = complete(world, r, name);
      if (call !== undefined) yield { call, bytes: runtime.encodeCall(call) };
    }
  }
}

const plain = (value: unknown): unknown => JSON.parse(JSON.stringify(value));

describe("calls by metadata", () => {
  for (const version of [14, 15, 16]) {
    it(`are read and written back, version ${version}`, () => {
      const types = createChainTypes(encodedMetadata(runtime, version) as Uint8Array);
      let count = 0;
      for (const { call, bytes } of calls(version, 10)) {
        count++;
        const read = types.decodeCall(bytes);
        expect([read.pallet, read.call]).toEqual([call.pallet, call.name]);
        const written = types.encodeCall(plain(read) as typeof read);
        expect(toHex(written), JSON.stringify(read).slice(0, 500)).toBe(toHex(bytes));
      }
      expect(count).toBeGreaterThan(2500);
    });
  }

  it("are written from the JSON of @polkadot/api", () => {
    const metadata = encodedMetadata(runtime, 15) as Uint8Array;
    const registry = new TypeRegistry();
    registry.setMetadata(new Metadata(registry, metadata));
    const types = createChainTypes(metadata);
    let count = 0;
    for (const { bytes } of calls(7, 10)) {
      count++;
      const theirs = registry.createType("Call", bytes);
      const { args } = theirs.toJSON() as { readonly args: Record<string, unknown> };
      const written = types.encodeCall({ pallet: theirs.section, call: theirs.method, args });
      expect(toHex(written), JSON.stringify(args).slice(0, 500)).toBe(toHex(bytes));
    }
    expect(count).toBeGreaterThan(2500);
  });
});
