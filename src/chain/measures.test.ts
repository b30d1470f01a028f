import { expect, it } from "vitest";
import type { Hex } from "../lib/bytes.ts";
import type { BlockData } from "../primitives/block.ts";
import { createExtrinsic } from "../primitives/extrinsic.ts";
import { startAuraAuthor } from "./aura-author.ts";
import type { Chain } from "./chain.ts";
import { alwaysAuthors, oneKeys, signed, testChain, transfer } from "./testing/chain.ts";
import { testClock } from "./testing/clock.ts";

const clock = testClock(1_760_000_000_000);
const total = (counts: readonly number[]): number => counts.reduce((sum, count) => sum + count, 0);

/** A chain of two blocks, of which the first holds a transfer. */
async function author(): Promise<Chain> {
  const chain = await testChain(clock);
  const transaction = signed(chain, "Alice", transfer("Bob", 1_000_000n), 0);
  await chain.pool.submit(transaction);
  await expect(chain.pool.submit(transaction)).rejects.toThrow("Already Imported");
  const worker = startAuraAuthor(chain, oneKeys, alwaysAuthors);
  await clock.pass(260);
  worker.stop();
  return chain;
}

function blocksOf(chain: Chain): BlockData[] {
  return [1, 2].map((number) => {
    const hash = chain.database.hashAt(number) as Hex;
    const body = (chain.database.body(hash) as Uint8Array[]).map(createExtrinsic);
    return { header: chain.database.header(hash) as Uint8Array, body };
  });
}

it("a chain counts the blocks that it makes, and what its pool does", async () => {
  const { measures, tasks } = await author();
  const { constructed, transactions, ends } = measures.proposals;
  expect(total(constructed.counts)).toBe(2);
  expect(transactions).toBeGreaterThan(0);
  expect(ends).toEqual({ NoMoreTransactions: 2, HitDeadline: 0, HitBlockSizeLimit: 0, HitBlockWeightLimit: 0 });
  const { validationsBegun, validationsDone, ...pool } = measures.pool;
  // The block holds two inherents beside the transfer, the next one has two more.
  expect(pool).toEqual({ submitted: 2, invalid: 0, inBlocks: expect.any(Number), resubmitted: 0 });
  expect(pool.inBlocks).toBeGreaterThan(2);
  expect(validationsBegun).toBeGreaterThan(0);
  expect(validationsDone).toBe(validationsBegun);
  expect(tasks).toEqual({ given: 2, begun: 2 });
});

it("a chain counts the blocks that it imports, and why it refuses others", async () => {
  const [first, second] = blocksOf(await author()) as [BlockData, BlockData];
  const chain = await testChain(clock);
  await expect(chain.writer.importBlock(second)).rejects.toThrow("is not known");
  await expect(chain.writer.importBlock({ ...first, body: [] })).rejects.toThrow();
  await chain.writer.importBlock(first);
  await chain.writer.importBlock(first);
  const { verified, refused, imported, results } = chain.measures.imports;
  expect([verified, refused, imported].map(({ counts }) => total(counts))).toEqual([1, 2, 1]);
  expect(Object.fromEntries(results)).toEqual({ unknown_parent: 1, verification_failed: 1, success: 2 });
});
