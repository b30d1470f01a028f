import { expect, it, onTestFinished } from "vitest";
import { startTestServer } from "../../test/support/rpc-client.ts";
import type { Hex } from "../lib/bytes.ts";
import { type KeyValue, memoryKeyValue } from "../storage/kv/key-value.ts";
import { verifyStore } from "../storage/verify/verify-database.ts";
import type { TransactionStatus } from "./api.ts";
import type { Chain } from "./chain.ts";
import { startSealing } from "./sealing.ts";
import { signed, testChain, testDatabase, transfer } from "./testing/chain.ts";
import { testClock } from "./testing/clock.ts";

/** A chain on which blocks are made on command, and become final on command. */
async function sealed(place: KeyValue = memoryKeyValue()) {
  const database = await testDatabase(place);
  const options = { database, seals: "optional", checkClock: false, finalizesBest: () => false } as const;
  const chain = await testChain(testClock(1_760_000_000_000), options);
  const sealing = startSealing(chain, "manual");
  onTestFinished(async () => {
    sealing.stop();
    await chain.close();
  });
  const make = async (parentHash?: Hex, options: { finalize?: boolean; createEmpty?: boolean } = {}): Promise<Hex> => {
    const asked = { createEmpty: true, finalize: false, ...options };
    return (await sealing.api.createBlock(parentHash === undefined ? asked : { ...asked, parentHash })).hash;
  };
  /** Blocks one on the other. */
  const branch = async (from: Hex, count: number): Promise<Hex[]> => {
    const made: Hex[] = [];
    for (let at = from; made.length < count; made.push(at)) at = await make(at);
    return made;
  };
  return { chain, make, branch };
}

const parentOf = (chain: Chain, hash: Hex) => chain.header(hash)?.parentHash;

it("after another branch became final, blocks are built on its longest chain", async () => {
  const { chain, make, branch } = await sealed();
  const base = await make(undefined, { finalize: true });
  const lost = await branch(base, 3);
  const [low, , top] = (await branch(base, 3)) as [Hex, Hex, Hex];
  // As long: the first one stays the best.
  expect(chain.best().hash).toBe(lost[2]);
  await chain.writer.finalize(low);
  expect([chain.best(), chain.finalized()]).toEqual([
    { hash: top, number: 4 },
    { hash: low, number: 2 },
  ]);
  expect(chain.database.leaves()).toEqual([top]);
  expect(chain.api.hashOfNumber(4)).toBe(top);
  expect(parentOf(chain, await make())).toBe(top);
});

it("of several chains on the final block the highest becomes the best, and of equals the one that came first", async () => {
  const { chain, make, branch } = await sealed();
  const base = await make(undefined, { finalize: true });
  await branch(base, 5);
  const final = await make(base);
  await branch(final, 1);
  const [, first] = await branch(final, 2);
  await branch(final, 2);
  await chain.writer.finalize(final);
  expect(chain.best()).toEqual({ hash: first, number: 4 });
});

it("a final block far up another branch: what lies on it becomes the best, whatever is higher beside it", async () => {
  const { chain, make, branch } = await sealed();
  const base = await make(undefined, { finalize: true });
  await branch(base, 80);
  const side = await branch(base, 75);
  // Left before the final block, and higher.
  await branch(side[35] as Hex, 43);
  const told: { hash: Hex; retracted: number; enacted: number }[] = [];
  chain.api.events.onBest(({ hash, retracted, enacted }) =>
    told.push({ hash, retracted: retracted.length, enacted: enacted.length }),
  );
  await chain.writer.finalize(side[69] as Hex);
  expect(chain.best()).toEqual({ hash: side[74], number: 76 });
  expect(chain.finalized()).toEqual({ hash: side[69], number: 71 });
  expect(told).toEqual([{ hash: side[74], retracted: 80, enacted: 75 }]);
});

it("tells of the new best block with its whole route, then of what is final, and gives back what the lost branch held", async () => {
  const { chain, make } = await sealed();
  const base = await make(undefined, { finalize: true });
  const statuses = async (who: "Alice" | "Charlie"): Promise<TransactionStatus[]> => {
    const seen: TransactionStatus[] = [];
    await chain.pool.submitAndWatch(signed(chain, who, transfer("Bob", 5n), 0), (status) => seen.push(status));
    return seen;
  };
  const alice = await statuses("Alice");
  const a2 = await make(base, { createEmpty: false });
  const a3 = await make(a2);
  const b2 = await make(base);
  const charlie = await statuses("Charlie");
  const b3 = await make(b2, { createEmpty: false });
  expect(chain.best().hash).toBe(a3);
  const told: unknown[] = [];
  chain.api.events.onBest((change) => told.push(change));
  chain.api.events.onFinalized((change) => told.push(change));
  await chain.writer.finalize(b2);
  expect(told).toEqual([
    { hash: b3, retracted: [a3, a2], enacted: [b2, b3] },
    { hashes: [b2], pruned: [a2, a3] },
  ]);
  expect(alice.map(({ type }) => type)).toEqual(["ready", "inBlock", "retracted", "ready"]);
  expect(charlie.at(-1)).toMatchObject({ type: "inBlock", hash: b3 });
  expect(chain.pool.status()).toEqual({ ready: 1, future: 0 });
  const next = await make(undefined, { createEmpty: false, finalize: true });
  expect(parentOf(chain, next)).toBe(b3);
  expect(alice.slice(4)).toMatchObject([
    { type: "inBlock", hash: next },
    { type: "finalized", hash: next },
  ]);
  expect(charlie.at(-1)).toMatchObject({ type: "finalized", hash: b3 });
});

it("clients hear of the longest chain's head as new and as best, before what is final", async () => {
  const { chain, make, branch } = await sealed();
  const base = await make(undefined, { finalize: true });
  const [a2, a3] = await branch(base, 2);
  const [b2, b3] = (await branch(base, 2)) as [Hex, Hex];
  const server = await startTestServer(chain.api);
  onTestFinished(() => server.stop());
  const client = await server.connect();
  const heads = (await client.call("chain_subscribeNewHeads")).result;
  const follow = (await client.call("chainHead_v1_follow", false)).result;
  expect((await client.results(heads, 1)).map(({ number }) => Number(number))).toEqual([3]);
  await client.results(follow, 6);
  await chain.writer.finalize(b2);
  expect(await client.results(heads, 1)).toMatchObject([{ number: "0x3", parentHash: b2 }]);
  expect(await client.results(follow, 2)).toEqual([
    { event: "bestBlockChanged", bestBlockHash: b3 },
    { event: "finalized", finalizedBlockHashes: [b2], prunedBlockHashes: [a2, a3] },
  ]);
});

it("a database that is opened again has that head, its state, and goes on from it", async () => {
  const store = memoryKeyValue();
  const { chain, make, branch } = await sealed(store);
  const base = await make(undefined, { finalize: true });
  await branch(base, 3);
  const [b2, , b4] = (await branch(base, 3)) as [Hex, Hex, Hex];
  await chain.writer.finalize(b2);
  const again = await sealed(store);
  expect([again.chain.best().hash, again.chain.finalized().hash]).toEqual([b4, b2]);
  expect((await verifyStore(store)).problems).toEqual([]);
  const next = await again.make();
  expect(parentOf(again.chain, next)).toBe(b4);
  await again.chain.writer.finalize(next);
  expect((await verifyStore(store)).problems).toEqual([]);
});
