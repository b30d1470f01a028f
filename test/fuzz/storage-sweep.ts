import { encode } from "../../src/codec/codec.ts";
import { type StateKey, toHex } from "../../src/lib/bytes.ts";
import { finalizeBlock } from "../../src/runtime/executive/block.ts";
import { NotBuilt } from "../../src/runtime/frame/not-built.ts";
import { RuntimePanic } from "../../src/runtime/frame/panic.ts";
import type { StorageDeclaration } from "../../src/runtime/frame/storage.ts";
import { ValidityFailure } from "../../src/runtime/frame/validity.ts";
import { orderedRoot } from "../../src/storage/trie/ordered-root.ts";
import { type FuzzChain, openBlock } from "./chain.ts";
import { count } from "./coverage.ts";
import { edgesOf } from "./edges.ts";
import { writable } from "./recipes/pokes.ts";

/** What blocks on odd states came to. */
export interface Ruins {
  readonly blocks: number;
  readonly failures: readonly string[];
  /** Where the original panics, so that no block can be built. */
  readonly panics: Readonly<Record<string, number>>;
}

/** Bytes that mean nothing in most places. */
const junk = new Uint8Array([0xff, 0xfe, 0x03]);

/**
 * For every storage item, at its first key: a block on a state where Root wrote bytes that mean nothing there, or a value
 * at an edge of its type. Whatever it is, the hooks go on or panic as the original's do.
 * @param few only bytes that mean nothing: for the tests.
 */
export function sweepStorage(chain: FuzzChain, few: boolean): Ruins {
  const failures: string[] = [];
  const panics: Record<string, number> = {};
  let blocks = 0;
  const build = (name: string, key: StateKey, value: Uint8Array): void => {
    blocks++;
    try {
      const { execution } = openBlock(chain, 0, [[key, value]]);
      finalizeBlock(execution, chain.runtime, orderedRoot);
    } catch (error) {
      if (error instanceof NotBuilt || error instanceof ValidityFailure) return;
      if (error instanceof RuntimePanic) return count(panics, `${name}: ${error.message}`);
      failures.push(`${name} = ${toHex(value.subarray(0, 200))}: ${(error as Error).stack}`);
    }
  };
  for (const { pallet } of chain.runtime.pallets)
    for (const item of Object.values(pallet.storage ?? {}) as StorageDeclaration[]) {
      if (!writable(item)) continue;
      const key = item.hashers.length === 0 ? item.prefix : chain.state.nextKey(item.prefix);
      if (key === undefined || !key.startsWith(item.prefix)) continue;
      const name = `${item.pallet}.${item.name}`;
      build(name, key, junk);
      const edges = edgesOf(chain.runtime, item.value, true);
      for (const value of few ? edges.slice(-1) : edges)
        build(name, key, encode(item.value, value, chain.runtime.outer));
    }
  return { blocks, failures, panics };
}
