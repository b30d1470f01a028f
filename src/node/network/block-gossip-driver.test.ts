import { beforeAll, beforeEach, expect, test, vi } from "vitest";
import { startAuraAuthor } from "../../chain/aura-author.ts";
import type { Chain } from "../../chain/chain.ts";
import { alwaysAuthors, oneKeys, signed, testChain, transfer } from "../../chain/testing/chain.ts";
import { type TestClock, testClock } from "../../chain/testing/clock.ts";
import { sealDigest } from "../../consensus/aura.ts";
import { devAccount } from "../../crypto/dev-accounts.ts";
import { concatBytes, fromHex, type Hex } from "../../lib/bytes.ts";
import { encodeWholeBlock } from "../../network/messages/whole-block.ts";
import type { Network } from "../../network/network.ts";
import { type BlockRules, createBlockRules } from "../../primitives/block-rules.ts";
import { decodeHeader, encodeHeader, type Header, headerHash } from "../../primitives/header.ts";
import type { SyncInput } from "../../sync/sync.ts";
import { type BlockGossipDriver, createBlockGossipDriver, spreadBlocks } from "./block-gossip-driver.ts";

const start = 1_760_000_000_000;
/** Blocks 1 and 2 of another node, whole. */
let blocks: { readonly header: Header; readonly body: readonly Uint8Array[]; readonly bytes: Uint8Array }[];
const badHash: Hex = `0x${"bb".repeat(32)}`;

beforeAll(async () => {
  const clock = testClock(start);
  const author = await testChain(clock);
  const worker = startAuraAuthor(author, oneKeys, alwaysAuthors);
  await author.pool.submit(signed(author, "Alice", transfer("Bob", 1_000_000n), 0));
  await clock.pass(1000);
  worker.stop();
  blocks = [1, 2].map((number) => {
    const hash = author.database.hashAt(number) as Hex;
    const header = author.database.header(hash) as Uint8Array;
    const body = author.database.body(hash) as Uint8Array[];
    return { header: decodeHeader(header), body, bytes: encodeWholeBlock(header, body) };
  });
});

let clock: TestClock;
let chain: Chain;
let driver: BlockGossipDriver;
let fed: SyncInput[];
let told: string[];
const bad = new Set<Hex>();
const forks: [number, Hex][] = [];
const blockRules: BlockRules = (number, hash) =>
  createBlockRules({ forkBlocks: forks, badBlocks: [...bad] })(number, hash);

beforeEach(async () => {
  clock = testClock(start + 1000);
  chain = await testChain(clock, { finalizesBest: () => false });
  [fed, told] = [[], []];
  bad.clear();
  forks.length = 0;
  const network: Partial<Network> = {
    report: (peer, { value, reason }) => void told.push(`${peer} ${value} ${reason}`),
    disconnect: (peer) => void told.push(`${peer} goes`),
  };
  driver = createBlockGossipDriver({
    ...{ chain, network: () => network as Network, arriving: new Set(), blockRules, counts: { blocks: 0 } },
    feed: (input) => void fed.push(input),
    catchesUp: () => false,
  });
});

const one = () => blocks[0] as (typeof blocks)[number];
const two = () => blocks[1] as (typeof blocks)[number];
/** A block like block 1, with its header changed and sealed anew by its author. */
function like(change: Partial<Header>, body = one().body): Uint8Array {
  const bare = { ...one().header, ...change, digest: (change.digest ?? one().header.digest).slice(0, -1) };
  const seal = devAccount("One").sign(fromHex(headerHash(encodeHeader(bare))));
  return encodeWholeBlock(encodeHeader({ ...bare, digest: [...bare.digest, sealDigest(seal)] }), body);
}

/** Zeros after their length, as SCALE writes it. */
function zeros(length: number): Uint8Array {
  const bytes = new Uint8Array(4 + length);
  new DataView(bytes.buffer).setUint32(0, length * 4 + 2, true);
  return bytes;
}

test("a block is passed on and imported, and known from then on", async () => {
  expect(await driver.take("A", one().bytes)).toBe("accept");
  expect(await driver.take("B", one().bytes)).toBe("ignore");
  // The one on it waits for it.
  expect(await driver.take("B", two().bytes)).toBe("accept");
  await clock.pass(10);
  expect(chain.best().number).toBe(2);
  expect(await driver.take("B", two().bytes)).toBe("ignore");
  expect(fed.map((input) => [input.type, "peer" in input && input.peer])).toEqual([
    ["imported", false],
    ["announcement", "A"],
    ["imported", false],
    ["announcement", "B"],
  ]);
  expect(fed[0]).toMatchObject({ results: [{ number: 1, origin: "A", outcome: { type: "imported" } }] });
  expect(told).toEqual([]);
});

test("what is wrong by itself is rejected, and its sender goes", async () => {
  const failed = "A -536870912 Block verification failed";
  const [last] = one().header.digest.slice(-1) as [Uint8Array];
  const seal = last.slice();
  seal[seal.length - 1] = (seal.at(-1) as number) ^ 1;
  const wrongSeal = encodeHeader({ ...one().header, digest: [...one().header.digest.slice(0, -1), seal] });
  const cases: [Uint8Array, string][] = [
    [Uint8Array.of(1, 2, 3), "A -1048576 Bad block gossip"],
    [concatBytes(one().bytes, Uint8Array.of(0)), "A -1048576 Bad block gossip"],
    [encodeWholeBlock(wrongSeal, one().body), failed],
    [encodeWholeBlock(encodeHeader({ ...one().header, digest: one().header.digest.slice(0, -1) }), one().body), failed],
    [encodeWholeBlock(encodeHeader(one().header), one().body.slice(1)), failed],
    [like({ number: 2 }), failed],
  ];
  for (const [bytes, change] of cases) {
    told = [];
    expect(await driver.take("A", bytes)).toBe("reject");
    expect(told).toEqual([change, "A goes"]);
  }
  bad.add(headerHash(encodeHeader(one().header)));
  told = [];
  expect(await driver.take("A", one().bytes)).toBe("reject");
  expect(told).toEqual(["A -536870912 Bad block", "A goes"]);
  expect(fed).toEqual([]);
  expect(chain.best().number).toBe(0);
});

test("the parent of a block that came without it is asked for at once, and the block waits for it", async () => {
  const verdict = driver.take("A", two().bytes);
  await clock.pass(10);
  const parent = { hash: headerHash(encodeHeader(one().header)), number: 1 };
  expect(fed).toEqual([{ type: "peer-holds", peer: "A", block: parent }]);
  expect(await driver.take("B", one().bytes)).toBe("accept");
  expect(await verdict).toBe("accept");
  await clock.pass(10);
  expect(chain.best().number).toBe(2);
  expect(told).toEqual([]);
});

test("a block whose parent does not come is left to the sync, once its sender may have executed it", async () => {
  const verdict = driver.take("A", two().bytes);
  await clock.pass(2900);
  expect(fed.map(({ type }) => type)).toEqual(["peer-holds"]);
  await clock.pass(200);
  expect(await verdict).toBe("ignore");
  await clock.pass(10);
  expect(fed).toMatchObject([{ type: "peer-holds" }, { type: "announcement", peer: "A" }]);
  expect(told).toEqual([]);
});

test("blocks that wait for made up parents keep no right block of the same peer away", async () => {
  const orphan = (at: number) => like({ parentHash: `0x${at.toString(16).padStart(64, "0")}`, number: 2 });
  for (let at = 1; at <= 8; at++) void driver.take("A", orphan(at));
  expect(await driver.take("A", one().bytes)).toBe("accept");
  await clock.pass(10);
  expect(chain.best().number).toBe(1);
});

test("of the blocks of one peer that wait for parents only so many bytes are kept", async () => {
  const large = (at: number) =>
    like({ parentHash: `0x${at.toString(16).padStart(64, "0")}`, number: 2 }, [zeros(6_000_000)]);
  const verdicts = [1, 2, 3].map((at) => driver.take("A", large(at)));
  await clock.pass(10);
  expect(await Promise.race([verdicts[2], "it waits"])).toBe("ignore");
  expect(await Promise.race([verdicts[1], "it waits"])).toBe("it waits");
  // Of others they are.
  expect(await Promise.race([driver.take("B", large(4)), clock.pass(10).then(() => "it waits")])).toBe("it waits");
});

test("a block is passed on only once who gets it may ask for its parent", async () => {
  const isShown = vi.spyOn(chain.api, "header");
  await driver.take("A", one().bytes);
  await clock.pass(10);
  expect(chain.best().number).toBe(1);
  // As while the write of the parent is under way.
  isShown.mockReturnValue(undefined);
  const verdict = driver.take("A", two().bytes);
  await clock.pass(3100);
  expect(await verdict).toBe("ignore");
  isShown.mockRestore();
  expect(await driver.take("A", two().bytes)).toBe("accept");
  await clock.pass(10);
  expect(chain.best().number).toBe(2);
});

test("a header of that length no block has: it is not kept to be asked for later", async () => {
  const verdict = driver.take(
    "A",
    like({
      parentHash: badHash,
      number: 2,
      digest: [concatBytes(Uint8Array.of(0), zeros(70_000)), ...one().header.digest],
    }),
  );
  await clock.pass(6200);
  expect(await verdict).toBe("ignore");
  expect(fed.map(({ type }) => type)).toEqual(["peer-holds"]);
});

test("a node that catches up keeps no block for its parent", async () => {
  const input: SyncInput[] = [];
  const behind = createBlockGossipDriver({
    ...{ chain, network: () => ({}) as Network, arriving: new Set<Hex>(), blockRules, counts: { blocks: 0 } },
    feed: (one) => void input.push(one),
    catchesUp: () => true,
  });
  expect(await behind.take("A", two().bytes)).toBe("ignore");
  expect(input).toMatchObject([{ type: "peer-holds", peer: "A", block: { number: 1 } }]);
  await clock.pass(3100);
  expect(input.slice(1)).toMatchObject([{ type: "announcement", peer: "A" }]);
  behind.stop();
});

test("an author's second block for a slot goes no further, and a wrong one that it sealed costs who passed it on nothing", async () => {
  expect(await driver.take("A", like({ stateRoot: badHash }))).toBe("accept");
  await clock.pass(10);
  expect(chain.best().number).toBe(0);
  expect(fed).toEqual([]);
  expect(told).toEqual([]);
  expect(await driver.take("B", one().bytes)).toBe("ignore");
  await clock.pass(3100);
  expect(fed).toMatchObject([{ type: "announcement", peer: "B" }]);
});

test("old slots and blocks while the node catches up go no further", async () => {
  clock = testClock(start + 3_600_000);
  const late = createBlockGossipDriver({
    chain: await testChain(clock),
    ...{ network: () => ({}) as Network, arriving: new Set<Hex>(), blockRules, counts: { blocks: 0 } },
    feed: (input) => void fed.push(input),
    catchesUp: () => false,
  });
  expect(await late.take("A", one().bytes)).toBe("ignore");
  await clock.pass(3100);
  expect(fed).toMatchObject([{ type: "announcement", peer: "A" }]);
  late.stop();
  expect(await late.take("A", one().bytes)).toBe("ignore");
});

test("a block of this chain is given whole where a peer takes it, and only there", async () => {
  await driver.take("A", one().bytes);
  await clock.pass(10);
  const given: Uint8Array[] = [];
  const network: Partial<Network> = { peers: () => ["A", "B"] };
  const view = chain.api.header(chain.best().hash);
  if (view === undefined) throw new Error("no block");
  const spread = spreadBlocks(chain, () => network as Network);
  expect(spread(view)).toBe(undefined);
  network.publishBlock = async (bytes) => {
    given.push(bytes);
    return ["B"];
  };
  network.offersBlocks = () => false;
  expect(spread(view)).toBe(undefined);
  expect(given).toEqual([]);
  network.offersBlocks = (peer) => peer === "B";
  expect(await spread(view)).toEqual(["B"]);
  expect(given).toEqual([one().bytes]);
});

test("at the height of a fork block another one is refused with the hash that is expected, and that one goes", async () => {
  forks.push([1, badHash]);
  expect(await driver.take("A", one().bytes)).toBe("reject");
  expect(told).toEqual(["A -536870912 Bad block", "A goes"]);
  forks.splice(0, 1, [1, headerHash(encodeHeader(one().header))]);
  expect(await driver.take("A", one().bytes)).toBe("accept");
  await clock.pass(10);
  expect(chain.best().number).toBe(1);
});
