import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type FakeChain, fakeChain, noBlock } from "../../../test/support/fake-chain.ts";
import { startTestServer, type TestServer, type TestSocket } from "../../../test/support/rpc-client.ts";
import { blake2Hex } from "../../crypto/hashing.ts";
import { type Hex, toHex, utf8 } from "../../lib/bytes.ts";
import { createPins } from "./pins.ts";

const hex = (text: string): Hex => toHex(utf8(text));

let chain: FakeChain;
let server: TestServer;
let client: TestSocket;
let follow: string;
beforeEach(async () => {
  chain = fakeChain({ a: "1", ab: "2", b: "3" }, { x: "child" });
  server = await startTestServer(chain.api);
  client = await server.connect();
});
afterEach(() => server.stop());

const start = async (withRuntime = true): Promise<void> => {
  follow = (await client.call("chainHead_v1_follow", withRuntime)).result;
};
const events = (count: number) => client.results(follow, count);
const runtime = (specVersion: number) => ({
  type: "valid",
  spec: {
    ...{ specName: "node-subtensor", implName: "node-subtensor", specVersion, implVersion: 1 },
    ...{ apis: { "0xdf6acb689907609b": 5 }, transactionVersion: 1 },
  },
});
/** Starts an operation; gives its id and the events up to `count`. */
const operate = async (count: number, method: string, ...params: unknown[]) => {
  const { result, error } = await client.call(`chainHead_v1_${method}`, follow, ...params);
  if (error !== undefined) throw new Error(JSON.stringify(error));
  return { answer: result, told: await events(count) };
};

describe("chainHead_v1_follow", () => {
  it("begins with the finalized blocks, then tells of all above them, parents first, then of the best one", async () => {
    const finals = Array.from({ length: 20 }, () => chain.add({ final: true }));
    const last = finals.at(-1) as Hex;
    const one = chain.add();
    const fork = chain.add({ parent: last, best: false });
    const two = chain.add();
    await start();
    expect(await events(5)).toEqual([
      { event: "initialized", finalizedBlockHashes: finals.slice(4), finalizedBlockRuntime: runtime(425) },
      { event: "newBlock", blockHash: one, parentBlockHash: last, newRuntime: null },
      { event: "newBlock", blockHash: fork, parentBlockHash: last, newRuntime: null },
      { event: "newBlock", blockHash: two, parentBlockHash: one, newRuntime: null },
      { event: "bestBlockChanged", bestBlockHash: two },
    ]);
    const three = chain.add();
    chain.finalize(two, [fork]);
    expect(await events(3)).toEqual([
      { event: "newBlock", blockHash: three, parentBlockHash: two, newRuntime: null },
      { event: "bestBlockChanged", bestBlockHash: three },
      { event: "finalized", finalizedBlockHashes: [one, two], prunedBlockHashes: [fork] },
    ]);
    expect((await client.call("chainHead_v1_unfollow", follow)).result).toBe(true);
    chain.add();
    expect((await client.call("chainHead_v1_header", follow, three)).result).toBeNull();
    expect(client.unread).toBe(0);
  });

  it("tells of a new runtime in the block that brings it, and of none when not asked", async () => {
    await start();
    const [first, second] = await events(2);
    expect(first.finalizedBlockHashes).toEqual([chain.api.genesisHash]);
    // The best block is the final one.
    expect(second).toEqual({ event: "bestBlockChanged", bestBlockHash: chain.api.genesisHash });
    chain.spec = 426;
    chain.add({ digest: [Uint8Array.of(8)] });
    expect((await events(2))[0].newRuntime).toEqual(runtime(426));
    await start(false);
    expect(await events(3)).toEqual([
      { event: "initialized", finalizedBlockHashes: [chain.api.genesisHash] },
      expect.objectContaining({ event: "newBlock", newRuntime: null }),
      expect.objectContaining({ event: "bestBlockChanged" }),
    ]);
  });

  it("holds its pinned blocks readable until they are unpinned or it ends", async () => {
    await start();
    await events(2);
    const block = chain.add();
    await events(2);
    expect(chain.held).toEqual([chain.api.genesisHash, block]);
    await client.call("chainHead_v1_unpin", follow, chain.api.genesisHash);
    expect(chain.held).toEqual([block]);
    await client.call("chainHead_v1_unfollow", follow);
    expect(chain.held).toEqual([]);
  });

  it("is granted four times to a connection, and stops where the best block is too far ahead", async () => {
    for (let count = 0; count < 4; count++) {
      await start();
      await events(2);
    }
    expect((await client.call("chainHead_v1_follow", true)).error).toEqual({
      code: -32800,
      message: "Maximum number of chainHead_follow has been reached",
    });
    expect((await client.call("chainHead_v1_unfollow", follow)).result).toBe(true);
    await start();
    expect((await events(2))[0].event).toBe("initialized");
    const other = await server.connect();
    for (let count = 0; count < 129; count++) chain.add();
    const id = (await other.call("chainHead_v1_follow", false)).result as string;
    expect(await other.results(id, 1)).toEqual([{ event: "stop" }]);
  });
});

describe("operations on pinned blocks", () => {
  beforeEach(async () => {
    await start();
    await events(2);
  });

  it("give header and body, once the answer was sent", async () => {
    const block = chain.add({ body: [Uint8Array.of(1)] });
    await events(2);
    expect((await client.call("chainHead_v1_header", follow, block)).result).toBe(
      toHex(chain.api.header(block)?.encoded as Uint8Array),
    );
    client.send(`{"jsonrpc":"2.0","id":7,"method":"chainHead_v1_body","params":["${follow}","${block}"]}`);
    const answer = (await client.next()) as { id: number; result: { operationId: string } };
    expect(answer).toMatchObject({ id: 7, result: { result: "started" } });
    expect(await events(1)).toEqual([
      { event: "operationBodyDone", operationId: answer.result.operationId, value: ["0x01"] },
    ]);
  });

  it("that a batch began tell nothing before all of it is answered, whatever else is answered meanwhile", async () => {
    let goOn = (): void => undefined;
    chain.api.pool.submit = () =>
      new Promise((resolve) => {
        goOn = () => resolve("0x00");
      });
    const at = chain.api.genesisHash;
    const item = { key: hex("a"), type: "value" };
    const batch = [
      { id: 1, method: "chainHead_v1_body", params: [follow, at] },
      { id: 2, method: "archive_v1_storage", params: [at, [item]] },
      { id: 3, method: "author_submitExtrinsic", params: ["0x0400"] },
    ];
    client.send(JSON.stringify(batch.map((call) => ({ jsonrpc: "2.0", ...call }))));
    const { answer } = await operate(1, "body", at);
    expect(answer.operationId).toBe("1");
    await client.call("chain_getHead");
    expect(client.unread).toBe(0);
    goOn();
    expect((await client.next()).map(({ id }: { id: number }) => id)).toEqual([1, 2, 3]);
    const told = [await client.next(), await client.next(), await client.next()].map(
      ({ params }) => params.result.event,
    );
    expect(told.sort()).toEqual(["operationBodyDone", "storage", "storageDone"]);
  });

  it("call the runtime, and say what fails", async () => {
    const at = chain.api.genesisHash;
    chain.calls.set("Echo_it", (args) => args);
    const { answer, told } = await operate(1, "call", at, "Echo_it", "0x05");
    expect(told).toEqual([{ event: "operationCallDone", operationId: answer.operationId, output: "0x05" }]);
    const failed = await operate(1, "call", at, "No_such", "0x");
    expect(failed.told[0]).toMatchObject({
      event: "operationError",
      error: "Execution failed: Other: Exported method No_such is not found",
    });
    await start(false);
    await events(2);
    expect((await client.call("chainHead_v1_call", follow, at, "Echo_it", "0x")).error).toMatchObject({ code: -32802 });
  });

  it("read storage in every way", async () => {
    const at = chain.api.genesisHash;
    const queries = ["value", "hash", "closestDescendantMerkleValue", "descendantsValues", "descendantsHashes"];
    const items = queries.map((type) => ({ key: hex("a"), type }));
    const { answer, told } = await operate(2, "storage", at, [{ key: hex("no"), type: "value" }, ...items], null);
    expect(answer).toEqual({ result: "started", operationId: expect.any(String), discardedItems: 0 });
    expect(told).toEqual([
      {
        event: "operationStorageItems",
        operationId: answer.operationId,
        items: [
          { key: hex("a"), value: hex("1") },
          { key: hex("a"), hash: blake2Hex(utf8("1")) },
          { key: hex("a"), closestDescendantMerkleValue: hex("below a") },
          { key: hex("a"), value: hex("1") },
          { key: hex("ab"), value: hex("2") },
          { key: hex("a"), hash: blake2Hex(utf8("1")) },
          { key: hex("ab"), hash: blake2Hex(utf8("2")) },
        ],
      },
      { event: "operationStorageDone", operationId: answer.operationId },
    ]);
    const child = await operate(2, "storage", at, [{ key: hex("x"), type: "value" }], hex("kid"));
    expect(child.told[0].items).toEqual([{ key: hex("x"), value: hex("child"), childTrieKey: hex("kid") }]);
    expect((await client.call("chainHead_v1_storage", follow, at, [{ key: "0x", type: "all" }])).error).toMatchObject({
      code: -32602,
      data: expect.stringContaining("one of value, hash"),
    });
  });

  it("wait between long pages, and can be stopped there", async () => {
    const state = Object.fromEntries(Array.from({ length: 2500 }, (_, index) => [`k${index}`, "v"]));
    const block = chain.add({ state });
    await events(2);
    const query = [{ key: hex("k"), type: "descendantsValues" }];
    const { answer, told } = await operate(2, "storage", block, query);
    expect(told[0].items).toHaveLength(1000);
    const operationId = answer.operationId as string;
    expect(told[1]).toEqual({ event: "operationWaitingForContinue", operationId });
    const go = () => client.call("chainHead_v1_continue", follow, operationId);
    expect((await go()).result).toBeNull();
    expect((await events(2)).map((event) => event.items?.length ?? event.event)).toEqual([
      1000,
      "operationWaitingForContinue",
    ]);
    expect((await go()).result).toBeNull();
    expect((await events(2)).map((event) => event.items?.length ?? event.event)).toEqual([500, "operationStorageDone"]);
    expect((await go()).result).toBeNull();
    const second = await operate(2, "storage", block, query);
    const stop = await client.call("chainHead_v1_stopOperation", follow, second.answer.operationId);
    expect(stop.result).toBeNull();
    expect((await client.call("chainHead_v1_continue", follow, second.answer.operationId)).result).toBeNull();
    for (let count = 0; count < 16; count++) {
      expect((await operate(2, "storage", block, query)).answer.result).toBe("started");
    }
    expect((await client.call("chainHead_v1_body", follow, block)).result).toEqual({ result: "limitReached" });
    expect(client.unread).toBe(0);
  });

  it("need the block pinned, and end when it is let go", async () => {
    const block = chain.add();
    await events(2);
    expect((await client.call("chainHead_v1_body", follow, noBlock)).error).toEqual({
      code: -32801,
      message: "Invalid block hash",
    });
    expect((await client.call("chainHead_v1_body", "0x00", block)).result).toEqual({ result: "limitReached" });
    const other = await server.connect();
    expect((await other.call("chainHead_v1_header", follow, block)).result).toBeNull();
    const unpin = (hashes: unknown) => client.call("chainHead_v1_unpin", follow, hashes);
    expect((await unpin([block, block])).error).toMatchObject({ code: -32804 });
    expect((await unpin([block, noBlock])).error).toMatchObject({ code: -32801 });
    expect((await unpin([block, chain.api.genesisHash])).result).toBeNull();
    expect((await unpin(block)).error).toMatchObject({ code: -32801 });
    expect((await client.call("chainHead_v1_unpin", "0x00", block)).result).toBeNull();
    expect((await client.call("chainHead_v1_header", follow, block)).error).toMatchObject({ code: -32801 });
  });
});

describe("pins", () => {
  it("let the subscriptions go that hold blocks for too long, then all", () => {
    let now = 0;
    const evicted: string[] = [];
    const held: Hex[] = [];
    const hold = (hash: Hex) => {
      held.push(hash);
      return () => void held.splice(held.indexOf(hash), 1);
    };
    const pins = createPins({ blocks: 2, duration: 100 }, () => now, hold);
    const [old, young, late] = ["old", "young", "late"].map((name) => ({ evict: () => void evicted.push(name) }));
    pins.add(old as never, "0x01");
    now = 150;
    pins.add(young as never, "0x01");
    pins.add(young as never, "0x02");
    expect(evicted).toEqual([]);
    pins.remove(young as never, "0x02");
    expect(held).toEqual(["0x01"]);
    pins.add(young as never, "0x02");
    expect(held).toEqual(["0x01", "0x02"]);
    pins.add(late as never, "0x03");
    expect(evicted).toEqual(["old", "young"]);
    expect(held).toEqual(["0x03"]);
  });
});

describe("archive_v1", () => {
  const archive = (method: string, ...params: unknown[]) => client.call(`archive_v1_${method}`, ...params);

  it("gives blocks by height and hash", async () => {
    const one = chain.add({ final: true, body: [Uint8Array.of(1)] });
    const two = chain.add();
    const fork = chain.add({ parent: one, best: false });
    expect((await archive("genesisHash")).result).toBe(chain.api.genesisHash);
    expect((await archive("finalizedHeight")).result).toBe(1);
    expect((await archive("hashByHeight", 1)).result).toEqual([one]);
    expect((await archive("hashByHeight", 2)).result).toEqual([two, fork]);
    expect((await archive("hashByHeight", 9)).result).toEqual([]);
    expect((await archive("body", one)).result).toEqual(["0x01"]);
    expect((await archive("body", noBlock)).result).toBeNull();
    expect((await archive("header", noBlock)).result).toBeNull();
    expect((await archive("header", one)).result).toBe(toHex(chain.api.header(one)?.encoded as Uint8Array));
    chain.calls.set("Echo_it", (args) => args);
    expect((await archive("call", one, "Echo_it", "0x01")).result).toEqual({ success: true, value: "0x01" });
    expect((await archive("call", one, "No_such", "0x")).result).toMatchObject({ success: false });
    expect((await archive("call", noBlock, "Echo_it", "0x")).result).toEqual({
      success: false,
      error: `UnknownBlock: Header was not found in the database: ${noBlock}`,
    });
    expect((await archive("call", one, "Echo_it", "0x123")).error).toEqual({
      code: 3001,
      message: "Invalid parameter: 0x123",
    });
    expect((await archive("call", one, "Echo_it", "")).result).toEqual({ success: true, value: "0x" });
    expect((await archive("hashByHeight", 2 ** 32)).error).toEqual({
      code: 3001,
      message: "Invalid parameter: Invalid block height: 4294967296",
    });
  });

  it("streams storage and differences of states", async () => {
    const id = (await archive("storage", chain.api.genesisHash, [{ key: hex("a"), type: "descendantsValues" }])).result;
    expect(await client.results(id, 3)).toEqual([
      { event: "storage", key: hex("a"), value: hex("1") },
      { event: "storage", key: hex("ab"), value: hex("2") },
      { event: "storageDone" },
    ]);
    const gone = (await archive("storage", noBlock, [])).result;
    expect((await client.results(gone, 1))[0]).toMatchObject({ event: "storageError" });
    const odd = (await archive("storage", chain.api.genesisHash, [{ key: "0x123", type: "value" }])).result;
    expect(await client.results(odd, 1)).toEqual([{ event: "storageError", error: "Invalid parameter: 0x123" }]);
    const nowhere = (await archive("storageDiff", noBlock, [])).result;
    expect(await client.results(nowhere, 1)).toEqual([
      { event: "storageDiffError", error: "Block header is not present: 0xeeee…eeee" },
    ]);
    const block = chain.add({ state: { a: "1", b: "9", c: "4" } });
    const diff = (await archive("storageDiff", block, [])).result;
    expect(await client.results(diff, 4)).toEqual([
      { event: "storageDiff", key: hex("ab"), value: hex("2"), type: "deleted" },
      { event: "storageDiff", key: hex("b"), value: hex("9"), type: "modified" },
      { event: "storageDiff", key: hex("c"), value: hex("4"), type: "added" },
      { event: "storageDiffDone" },
    ]);
    const some = (await archive("storageDiff", block, [{ key: hex("b"), returnType: "hash" }])).result;
    expect(await client.results(some, 2)).toEqual([
      { event: "storageDiff", key: hex("b"), hash: blake2Hex(utf8("9")), type: "modified" },
      { event: "storageDiffDone" },
    ]);
  });
});
