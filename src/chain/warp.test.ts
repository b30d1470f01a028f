import { beforeAll, describe, expect, it } from "vitest";
import type { Hex } from "../lib/bytes.ts";
import type { Block } from "../primitives/block.ts";
import { type KeyValue, memoryKeyValue } from "../storage/kv/key-value.ts";
import type { ParentState } from "../storage/state/parent-state.ts";
import { verifyStore } from "../storage/verify/verify-database.ts";
import { startAuraAuthor } from "./aura-author.ts";
import type { Chain } from "./chain.ts";
import { records } from "./finality/finality.ts";
import type { Voters } from "./import-state.ts";
import { alwaysAuthors, oneKeys, signed, transfer } from "./testing/chain.ts";
import { type TestClock, testClock } from "./testing/clock.ts";
import { blockAt, grandpaChain } from "./testing/grandpa-chain.ts";

let clock: TestClock;
let author: Chain;
/** Blocks 1 to 10. */
let blocks: Block[];
beforeAll(async () => {
  clock = testClock(1_760_000_000_000);
  author = await grandpaChain(clock, memoryKeyValue(), true);
  const worker = startAuraAuthor(author, oneKeys, alwaysAuthors);
  await clock.pass(10);
  await author.pool.submit(signed(author, "Alice", transfer("Bob", 1_000_000n), 0));
  await clock.pass(2500);
  worker.stop();
  blocks = Array.from({ length: 10 }, (_, index) => blockAt(author, index + 1));
});

it("a voter that decides alone keeps a justification of its first block", () => {
  expect(blocks[0]?.justifications).toHaveLength(1);
  const finality = author.finality as NonNullable<Chain["finality"]>;
  const proof = blocks[0]?.justifications?.[0]?.[1] as Uint8Array;
  expect(typeof finality.check(proof, blocks[0] as Block)).toBe("object");
});

describe("a block with a state that was taken in", () => {
  const target = (): Block => blocks[9] as Block;
  /** Blocks 9 to 1. */
  const below = (): Block[] => blocks.slice(0, 9).reverse();
  async function taken(
    store: KeyValue = memoryKeyValue(),
    voters?: Voters,
    badBlocks?: readonly Hex[],
  ): Promise<{ chain: Chain; events: string[] }> {
    const chain = await grandpaChain(clock, store, false, badBlocks);
    const events: string[] = [];
    chain.api.events.onBest(({ hash }) => events.push(`best ${hash}`));
    chain.api.events.onFinalized(({ hashes }) => events.push(`final ${hashes.join(" ")}`));
    const state = author.database.stateAt(target().hash) as ParentState;
    const intake = await chain.database.takeState();
    for (let key = state.nextKey(""); key !== undefined; key = state.nextKey(key)) {
      await intake.put(undefined, [[key, state.get(key) as Uint8Array]]);
    }
    await chain.writer.importState(intake, target(), { backfill: true, voters });
    return { chain, events };
  }

  it("is the best and the final one, with the voters of its state, and blocks go on over it", async () => {
    const store = memoryKeyValue();
    const { chain, events } = await taken(store);
    expect(events).toEqual([`best ${target().hash}`, `final ${target().hash}`]);
    expect(chain.api.bestHash()).toBe(target().hash);
    expect(chain.finality?.current().authorities).toEqual(author.finality?.current().authorities);
    expect(chain.database.getExtra(records.set)).toBeDefined();
    const next = blockAt(author, 11);
    expect((await chain.writer.importBlock(next)).type).toBe("imported");
    expect((await verifyStore(store)).problems).toEqual([]);
    const again = await grandpaChain(clock, store, false);
    expect(again.best().number).toBe(11);
  });

  it("is followed by the voters that were proven, where its state names another set", async () => {
    const { authorities = [] } = author.finality?.current() ?? {};
    const { chain } = await taken(memoryKeyValue(), { setId: 7n, authorities });
    expect(chain.finality?.current()).toMatchObject({ setId: 7n, authorities });
  });

  it("is refused with the state of another block", async () => {
    const chain = await grandpaChain(clock, memoryKeyValue(), false);
    const intake = await chain.database.takeState();
    await intake.put(undefined, [["key", Uint8Array.of(1)]]);
    await expect(chain.writer.importState(intake, target(), { backfill: true })).rejects.toThrow("its state has root");
    expect(chain.best().number).toBe(0);
    expect(chain.runtimeAt(chain.best().hash)).toBeDefined();
  });

  it("is refused where the specification rules it out, as the blocks below it are", async () => {
    await expect(taken(undefined, undefined, [target().hash])).rejects.toThrow("is ruled out by the specification");
    const { chain } = await taken(undefined, undefined, [blocks[1]?.hash as Hex]);
    const results = await chain.writer.importHistory(below());
    expect(results.map(({ type }) => type)).toEqual([...Array(7).fill("imported"), "refused"]);
    expect(results.at(-1)).toMatchObject({ type: "refused", error: { step: "bad block", fault: "peer" } });
    expect(chain.database.gap()).toEqual({ first: 1, last: 2, wanted: true });
  });

  it("has the blocks below it filled in from the newest down, each with the body of its header", async () => {
    const store = memoryKeyValue();
    const { chain } = await taken(store);
    const [ninth, eighth, seventh, ...others] = below() as [Block, Block, Block, ...Block[]];
    const types = async (list: readonly Block[]) => (await chain.writer.importHistory(list)).map(({ type }) => type);
    expect(await types([eighth])).toEqual(["refused"]);
    expect(await types([blocks[0] as Block])).toEqual(["refused"]);
    expect(await types([ninth, { ...eighth, body: blocks[0]?.body ?? [] }, seventh])).toEqual(["imported", "refused"]);
    expect(await types([ninth, eighth, seventh])).toEqual(["known", "imported", "imported"]);
    expect(chain.database.gap()).toEqual({ first: 1, last: 6, wanted: true });
    expect((await verifyStore(store)).problems).toEqual([]);
    expect(await types(others)).toEqual(others.map(() => "imported"));
    expect(chain.database.gap()).toBeUndefined();
    expect(chain.api.hashOfNumber(4)).toBe(blocks[3]?.hash);
    const first = blocks[0] as Block;
    expect(chain.database.justifications(first.hash)).toEqual(first.justifications);
    expect(chain.best().hash).toBe(target().hash);
    expect((await verifyStore(store)).problems).toEqual([]);
  });
});
