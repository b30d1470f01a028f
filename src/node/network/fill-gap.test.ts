import { beforeAll, expect, it } from "vitest";
import { startAuraAuthor } from "../../chain/aura-author.ts";
import type { Chain } from "../../chain/chain.ts";
import { alwaysAuthors, oneKeys } from "../../chain/testing/chain.ts";
import { type TestClock, testClock } from "../../chain/testing/clock.ts";
import { blockAt, grandpaChain } from "../../chain/testing/grandpa-chain.ts";
import { type Hex, toHex } from "../../lib/bytes.ts";
import { encodeBlockResponse } from "../../network/messages/block-response.ts";
import { encodeJustifications } from "../../network/messages/justifications.ts";
import type { Block } from "../../primitives/block.ts";
import { createBlockRules } from "../../primitives/block-rules.ts";
import { createExtrinsic } from "../../primitives/extrinsic.ts";
import { encodeHeader, headerHash } from "../../primitives/header.ts";
import { putBlock, setCanonical } from "../../storage/blocks/block-store.ts";
import { encodeGap } from "../../storage/blocks/gap.ts";
import { type KeyValue, memoryKeyValue } from "../../storage/kv/key-value.ts";
import { gapKey } from "../../storage/layout.ts";
import type { ParentState } from "../../storage/state/parent-state.ts";
import { storeBatch } from "../../storage/store-batch.ts";
import { orderedRoot } from "../../storage/trie/ordered-root.ts";
import { verifyStore } from "../../storage/verify/verify-database.ts";
import { createSync } from "../../sync/sync.ts";
import type { SyncAction } from "../../sync/types.ts";
import { importHistory } from "./import-blocks.ts";
import { syncView } from "./sync-view.ts";

// A node's real chain and database under its sync, whose peers answer with blocks of a list.

const rules = createBlockRules({ badBlocks: [], forkBlocks: undefined });
const lost = -(1 << 29);

let clock: TestClock;
let author: Chain;
/** Blocks 1 to 31; the last one's state is what the node begins with. */
let blocks: Block[];
/** Blocks 1 to 30 on the genesis block that nobody else has. */
let forged: Block[];
beforeAll(async () => {
  clock = testClock(1_760_000_000_000);
  author = await grandpaChain(clock, memoryKeyValue(), true);
  const worker = startAuraAuthor(author, oneKeys, alwaysAuthors);
  await clock.pass(8500);
  worker.stop();
  blocks = Array.from({ length: 31 }, (_, index) => blockAt(author, index + 1));
  forged = [];
  let parentHash = author.api.genesisHash;
  for (let number = 1; number <= 30; number++) {
    const body = [createExtrinsic(Uint8Array.of(12, number, 1, 7))];
    const extrinsicsRoot = toHex(orderedRoot(body.map(({ bytes }) => bytes)));
    const header = encodeHeader({ parentHash, number, stateRoot: `0x${"00".repeat(32)}`, extrinsicsRoot, digest: [] });
    const hash = headerHash(header);
    forged.push({ hash, number, parentHash, header, body });
    parentHash = hash;
  }
});

/** A node with the state of block 31, and none of the blocks below it. */
async function warped(store: KeyValue = memoryKeyValue()): Promise<Chain> {
  const target = blocks[30] as Block;
  const chain = await grandpaChain(clock, store, false);
  const state = author.database.stateAt(target.hash) as ParentState;
  const intake = await chain.database.takeState();
  for (let key = state.nextKey(""); key !== undefined; key = state.nextKey(key))
    await intake.put(undefined, [[key, state.get(key) as Uint8Array]]);
  await chain.writer.importState(intake, target, { backfill: true, voters: undefined });
  return chain;
}

const respond = (list: readonly Block[]): Uint8Array =>
  encodeBlockResponse(
    list.map(({ hash, header, body, justifications = [] }) => ({
      ...{ hash, header, body: body.map(({ bytes }) => bytes) },
      ...(justifications.length > 0 ? { justifications: encodeJustifications(justifications) } : {}),
    })),
  );

/** What a peer answers: its blocks up to a hash; a liar those up to the number that the hash should have. */
type Answers = (from: Hex, max: number) => readonly Block[];
const honest: Answers = (from, max) => {
  const end = blocks.findIndex(({ hash }) => hash === from) + 1;
  return blocks.slice(Math.max(0, end - max), end).reverse();
};
const liar: Answers = (from, max) => {
  const end = blocks.findIndex(({ hash }) => hash === from) + 1;
  return forged.slice(Math.max(0, end - max), end).reverse();
};

/** A node's sync. @param max blocks of a request; @param unanswered requests that are never answered */
function among(chain: Chain, max: number) {
  const options = { maxParallelDownloads: 5, maxBlocksPerRequest: max, mode: { type: "full" } } as const;
  const sync = createSync(syncView(chain, rules), options);
  const peers = new Map<string, Answers>();
  const losses = new Map<string, number>();
  const asked: string[] = [];
  let now = 0;
  let todo: SyncAction[] = [];
  const feed = (input: Parameters<typeof sync.handle>[0]) => {
    todo = todo.concat(sync.handle(input, now));
  };
  const leave = (peer: string) => {
    if (peers.delete(peer)) feed({ type: "peer-left", peer });
  };
  const act = async (action: SyncAction): Promise<void> => {
    if (action.type === "report") losses.set(action.peer, (losses.get(action.peer) ?? 0) + action.change.value);
    else if (action.type === "disconnect") leave(action.peer);
    else if (action.type === "import-history")
      feed({ type: "imported", results: await importHistory(chain, action.blocks) });
    else if (action.type === "request" && action.request.protocol === "sync") {
      const { from, max: most } = action.request;
      const answers = peers.get(action.peer);
      if (answers === undefined || !("hash" in from)) return;
      asked.push(action.peer);
      feed({ type: "answer", id: action.id, bytes: respond(answers(from.hash, most)) });
    }
  };
  return {
    ...{ losses, asked, leave },
    join(peer: string, answers: Answers) {
      peers.set(peer, answers);
      const { hash, number } = blocks[30] as Block;
      feed({ type: "peer", peer, roles: "full", best: { hash, number } });
    },
    /** Goes on until the gap is filled or so many seconds are over. @returns whether it is filled */
    async run(seconds: number): Promise<boolean> {
      for (; seconds > 0 && chain.database.gap() !== undefined; seconds--) {
        while (todo.length > 0) {
          const list = todo;
          todo = [];
          for (const action of list) await act(action);
        }
        now += 1000;
        feed({ type: "tick" });
      }
      return chain.database.gap() === undefined;
    },
  };
}

async function expectWhole(chain: Chain, store: KeyValue): Promise<void> {
  expect(chain.database.gap()).toBeUndefined();
  for (const { hash, number, body } of blocks) {
    expect(chain.database.hashAt(number)).toBe(hash);
    expect(chain.database.body(hash)).toEqual(body.map(({ bytes }) => bytes));
  }
  expect((await verifyStore(store)).problems).toEqual([]);
}

it("an honest peer fills the gap, each range asked once", async () => {
  const store = memoryKeyValue();
  const chain = await warped(store);
  const world = among(chain, 4);
  world.join("honest", honest);
  expect(await world.run(30)).toBe(true);
  expect(world.asked.length).toBe(8);
  await expectWhole(chain, store);
});

it("a peer that makes up the whole gap is known by its first answer, and an honest one fills it", async () => {
  const store = memoryKeyValue();
  const chain = await warped(store);
  const world = among(chain, 4);
  world.join("liar", liar);
  expect(await world.run(20)).toBe(false);
  expect([...world.losses]).toEqual([["liar", lost]]);
  expect(chain.database.gap()).toEqual({ first: 1, last: 30, wanted: true });
  world.join("honest", honest);
  expect(await world.run(30)).toBe(true);
  expect(world.losses.get("honest")).toBeUndefined();
  await expectWhole(chain, store);
});

it("peers that make up ranges pay for them beside an honest one, which pays nothing", async () => {
  for (const max of [1, 3, 128]) {
    const store = memoryKeyValue();
    const chain = await warped(store);
    const world = among(chain, max);
    for (let index = 0; index < 5; index++) {
      if (index === 2) world.join("honest", honest);
      // Some tell the truth at first.
      world.join(`liar ${index}`, (from, most) => (world.asked.length < index * 4 ? honest : liar)(from, most));
    }
    expect(await world.run(60)).toBe(true);
    expect(world.losses.get("honest")).toBeUndefined();
    expect([...world.losses.values()].every((loss) => loss === lost)).toBe(true);
    await expectWhole(chain, store);
  }
});

it("a peer that gives the right headers with other bodies pays for it, and others go on from there", async () => {
  const store = memoryKeyValue();
  const chain = await warped(store);
  const world = among(chain, 4);
  world.join("liar", (from, max) =>
    honest(from, max).map((block) => (block.number === 21 ? { ...block, body: forged[0]?.body ?? [] } : block)),
  );
  expect(await world.run(20)).toBe(false);
  expect([...world.losses]).toEqual([["liar", lost]]);
  expect(chain.database.gap()).toEqual({ first: 1, last: 21, wanted: true });
  world.join("honest", honest);
  expect(await world.run(30)).toBe(true);
  expect([...world.losses]).toEqual([["liar", lost]]);
  await expectWhole(chain, store);
});

it("a peer that gives one block of each range does not keep the others from being asked", async () => {
  const chain = await warped();
  const world = among(chain, 10);
  world.join("miser", (from) => honest(from, 1));
  world.join("honest", honest);
  expect(await world.run(30)).toBe(true);
  expect(world.asked.filter((peer) => peer === "miser").length).toBeLessThan(5);
  expect(world.losses.size).toBe(0);
});

it("a peer that has nothing below its own state loses nothing, and is asked again a minute later", async () => {
  const chain = await warped();
  const world = among(chain, 10);
  let has = false;
  world.join("young", (from, max) => (has ? honest(from, max) : []));
  expect(await world.run(59)).toBe(false);
  expect(world.asked.length).toBe(1);
  has = true;
  expect(await world.run(10)).toBe(true);
  expect(world.losses.size).toBe(0);
});

it("a restart in the middle goes on where it was", async () => {
  const store = memoryKeyValue();
  const world = among(await warped(store), 4);
  let left = 3;
  world.join("leaving", (from, max) => (left-- > 0 ? honest(from, max) : []));
  await world.run(5);
  const again = await grandpaChain(clock, store, false);
  expect(again.database.gap()).toEqual({ first: 1, last: 18, wanted: true });
  expect((await verifyStore(store)).problems).toEqual([]);
  const after = among(again, 4);
  after.join("honest", honest);
  expect(await after.run(30)).toBe(true);
  expect(after.asked.length).toBe(5);
  await expectWhole(again, store);
});

it("blocks that an earlier release took from below, made up or not, are got over after a restart", async () => {
  for (const list of [forged.slice(0, 1), forged.slice(0, 29), blocks.slice(0, 12)]) {
    const store = memoryKeyValue();
    await warped(store);
    const batch = storeBatch(store);
    for (const { hash, number, header, body } of list) {
      putBlock(batch, { hash, header, body: body.map(({ bytes }) => bytes) });
      setCanonical(batch, number, hash);
    }
    batch.set(gapKey, encodeGap({ first: list.length + 1, last: 30, wanted: true }));
    await store.write(batch.changes, { sync: true });
    const chain = await grandpaChain(clock, store, false);
    const world = among(chain, 8);
    world.join("honest", honest);
    expect(await world.run(30)).toBe(true);
    expect(world.losses.size).toBe(0);
    await expectWhole(chain, store);
  }
});
