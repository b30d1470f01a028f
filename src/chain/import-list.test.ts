import { beforeAll, expect, it } from "vitest";
import type { Hex } from "../lib/bytes.ts";
import type { BlockData } from "../primitives/block.ts";
import { createExtrinsic } from "../primitives/extrinsic.ts";
import { headerHash } from "../primitives/header.ts";
import { StorageError } from "../storage/errors.ts";
import { type KeyValue, memoryKeyValue } from "../storage/kv/key-value.ts";
import { type FaultyKeyValue, faultyKeyValue } from "../storage/testing/faulty-key-value.ts";
import { verifyStore } from "../storage/verify/verify-database.ts";
import { startAuraAuthor } from "./aura-author.ts";
import type { Chain } from "./chain.ts";
import { alwaysAuthors, oneKeys, signed, testChain, testDatabase, transfer } from "./testing/chain.ts";
import { type TestClock, testClock } from "./testing/clock.ts";

let clock: TestClock;
/** Blocks 1 to 12 of another node; some hold a transfer. */
let blocks: BlockData[];
let hashes: Hex[];

beforeAll(async () => {
  clock = testClock(1_760_000_000_000);
  const author = await testChain(clock);
  const worker = startAuraAuthor(author, oneKeys, alwaysAuthors);
  for (let nonce = 0; nonce < 4; nonce++) {
    await author.pool.submit(signed(author, "Alice", transfer("Bob", 1_000_000n), nonce));
    await clock.pass(750);
  }
  worker.stop();
  blocks = blocksOf(author, author.best().number).slice(0, 12);
  hashes = blocks.map(({ header }) => headerHash(header));
  expect(blocks).toHaveLength(12);
});

const blocksOf = ({ database }: Chain, last: number): BlockData[] =>
  Array.from({ length: last }, (_, index) => {
    const hash = database.hashAt(index + 1) as Hex;
    const body = database.body(hash) as Uint8Array[];
    return { header: database.header(hash) as Uint8Array, body: body.map(createExtrinsic) };
  });

/** A chain over a store, with what it tells. */
async function told(store: KeyValue, finalizes = false) {
  const database = await testDatabase(store);
  const chain = await testChain(clock, { database, finalizesBest: () => finalizes });
  const events: string[] = [];
  const numberOf = (hash: Hex): number => hashes.indexOf(hash) + 1;
  chain.api.events.onImported(({ hash }) => events.push(`imported ${numberOf(hash)}`));
  chain.api.events.onBest(({ hash, enacted }) => events.push(`best ${numberOf(hash)} by ${enacted.length}`));
  chain.api.events.onFinalized(({ hashes: all }) => events.push(`final ${all.map(numberOf).join(" ")}`));
  return { chain, events };
}

it("takes a list of blocks in one write, and tells of them afterwards", async () => {
  const memory = memoryKeyValue();
  let writes = 0;
  const store: KeyValue = {
    ...memory,
    write: async (changes, options) => {
      writes++;
      await memory.write(changes, options);
      await new Promise((resolve) => setImmediate(resolve));
      // Nobody sees any of the blocks while they are on their way to the disk.
      if (chain !== undefined) {
        expect(chain.api.bestHash()).toBe(chain.api.genesisHash);
        expect(chain.api.header(hashes[3] as Hex)).toBeUndefined();
        expect(events).toEqual([]);
      }
    },
  };
  let chain: Chain | undefined;
  let events: string[] = [];
  ({ chain, events } = await told(store, true));
  writes = 0;
  const results = await chain.writer.importBlocks(blocks);
  expect(results.map(({ type }) => type)).toEqual(blocks.map(() => "imported"));
  expect(writes).toBe(1);
  expect(chain.best().hash).toBe(hashes[11]);
  expect(chain.finalized().hash).toBe(hashes[11]);
  expect(events).toEqual([
    ...blocks.map((_, index) => `imported ${index + 1}`),
    "best 12 by 12",
    `final ${blocks.map((_, index) => index + 1).join(" ")}`,
  ]);
  expect((await verifyStore(store)).problems).toEqual([]);
});

it("stores the blocks before one that is refused, and tries none after it", async () => {
  const { chain, events } = await told(memoryKeyValue());
  const [, , third] = blocks as [BlockData, BlockData, BlockData];
  const list = [blocks[0], blocks[1], { ...third, body: [] }, blocks[3]] as BlockData[];
  const results = await chain.writer.importBlocks(list);
  expect(results.map(({ type }) => type)).toEqual(["imported", "imported", "refused"]);
  expect(chain.best().hash).toBe(hashes[1]);
  expect(events).toEqual(["imported 1", "imported 2", "best 2 by 2"]);
  expect((await chain.writer.importBlocks(blocks)).map(({ type }) => type)).toEqual([
    ...["known", "known"],
    ...blocks.slice(2).map(() => "imported"),
  ]);
});

it("leaves the whole list or nothing of it when the power fails", async () => {
  for (let cut = 0; cut <= 10; cut++) {
    const faulty = faultyKeyValue();
    let after: FaultyKeyValue | undefined;
    let fails = false;
    const write: KeyValue["write"] = (changes, options) => {
      const written = faulty.write(changes, options);
      if (fails) after = faulty.crash(cut / 10);
      return written;
    };
    const { chain, events } = await told({ ...faulty, write });
    await chain.writer.importBlocks(blocks.slice(0, 2));
    fails = true;
    await expect(chain.writer.importBlocks(blocks.slice(2))).rejects.toThrow(StorageError);
    expect(chain.best().number).toBe(2);
    expect(events.at(-1)).toBe("best 2 by 2");
    if (after === undefined) throw new Error("nothing was written");
    const opened = await testDatabase(after);
    expect(opened.best().number).toBe(cut === 10 ? 12 : 2);
    expect((await verifyStore(after)).problems).toEqual([]);
  }
});
