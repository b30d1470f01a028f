import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type FakeChain, fakeChain } from "../../test/support/fake-chain.ts";
import { startTestServer, type TestServer, type TestSocket } from "../../test/support/rpc-client.ts";
import { PoolError } from "../chain/api.ts";
import { blake2Hex, twox128 } from "../crypto/hashing.ts";
import { type Hex, toHex, toKey, utf8 } from "../lib/bytes.ts";
import { refusalText } from "./transaction-events.ts";

const hex = (text: string): Hex => toHex(utf8(text));
const eventsKey = toKey(twox128(utf8("System"))) + toKey(twox128(utf8("Events")));

let chain: FakeChain;
let server: TestServer;
let client: TestSocket;
beforeEach(async () => {
  chain = fakeChain({ a: "1", b: "2" });
  server = await startTestServer(chain.api);
  client = await server.connect();
});
afterEach(() => server.stop());

const subscribe = async (method: string, ...params: unknown[]): Promise<string> => {
  const { result, error } = await client.call(method, ...params);
  if (error !== undefined) throw new Error(JSON.stringify(error));
  expect(result).toMatch(/^0x[0-9a-f]{32}$/);
  return result as string;
};
const numbers = async (id: string, count: number) =>
  (await client.results(id, count)).map((head: { number: string }) => Number(head.number));

describe("subscriptions", () => {
  it("answer with the id before the first notification, with the right name", async () => {
    client.send('{"jsonrpc":"2.0","id":"x","method":"chain_subscribeNewHeads"}');
    const answer = (await client.next()) as { id: string; result: string };
    expect(answer).toMatchObject({ jsonrpc: "2.0", id: "x" });
    expect(await client.next()).toMatchObject({
      jsonrpc: "2.0",
      method: "chain_newHead",
      params: { subscription: answer.result, result: { number: "0x0" } },
    });
  });

  it("need a WebSocket", async () => {
    expect((await server.call("chain_subscribeNewHeads")).error).toMatchObject({ code: -32603 });
    expect((await server.call("chain_unsubscribeNewHeads", "0x00")).result).toBe(false);
  });

  it("tell of best, of all and of final heads, under all their names", async () => {
    for (const name of ["chain_subscribeNewHeads", "chain_subscribeNewHead", "subscribe_newHead"]) {
      const id = await subscribe(name);
      const before = (await numbers(id, 1))[0] as number;
      chain.add();
      expect(await numbers(id, 1)).toEqual([before + 1]);
      expect((await client.call("unsubscribe_newHead", id)).result).toBe(true);
      expect((await client.call("chain_unsubscribeNewHeads", id)).result).toBe(false);
    }
    const all = await subscribe("chain_subscribeAllHeads");
    expect(await numbers(all, 1)).toEqual([3]);
    chain.add({ parent: chain.api.genesisHash, best: false });
    expect(await numbers(all, 1)).toEqual([1]);
    expect((await client.call("chain_unsubscribeNewHeads", all)).result).toBe(false);
    expect((await client.call("chain_unsubscribeAllHeads", all)).result).toBe(true);
    const final = await subscribe("chain_subscribeFinalisedHeads");
    expect(await numbers(final, 1)).toEqual([0]);
    chain.finalize(chain.api.bestHash());
    expect(await numbers(final, 3)).toEqual([1, 2, 3]);
    chain.add();
    expect((await client.call("chain_unsubscribeFinalizedHeads", final)).result).toBe(true);
    expect(client.unread).toBe(0);
  });

  it("tell what changes of storage, and of events always", async () => {
    const id = await subscribe("state_subscribeStorage", [hex("b"), hex("a"), hex("no")]);
    // On a connection of its own: which of two subscriptions is told first is not fixed.
    const other = await server.connect();
    const { result } = await other.call("state_subscribeStorage", [toHex(Buffer.from(eventsKey, "latin1"))]);
    const events = result as string;
    const [first] = await client.results(id, 1);
    const none = [[toHex(Buffer.from(eventsKey, "latin1")), null]];
    expect(first).toEqual({
      block: chain.api.genesisHash,
      changes: [
        [hex("b"), hex("2")],
        [hex("a"), hex("1")],
        [hex("no"), null],
      ],
    });
    expect((await other.results(events, 1))[0].changes).toEqual(none);
    const block = chain.add({ state: { a: "9" } });
    expect(await client.results(id, 1)).toEqual([
      {
        block,
        changes: [
          [hex("b"), null],
          [hex("a"), hex("9")],
        ],
      },
    ]);
    expect(await other.results(events, 1)).toEqual([{ block, changes: none }]);
    const next = chain.add();
    expect(await other.results(events, 1)).toEqual([{ block: next, changes: none }]);
    expect(client.unread).toBe(0);
    other.close();
    const { error } = await client.call("state_subscribeStorage");
    expect(error).toMatchObject({ code: -32603, message: expect.stringContaining("not built") });
  });

  it("tell of a new runtime", async () => {
    const id = await subscribe("state_subscribeRuntimeVersion");
    expect((await client.results(id, 1))[0].specVersion).toBe(425);
    chain.add();
    chain.spec = 426;
    chain.add();
    expect((await client.results(id, 1))[0].specVersion).toBe(426);
    expect((await client.call("chain_unsubscribeRuntimeVersion", id)).result).toBe(true);
  });

  it("end when the batch that opened them is too long for its answer", async () => {
    await server.stop();
    const limits = { maxResponseSize: 2000, maxSubscriptionsPerConnection: 3 };
    const tooLong = { code: -32011, message: "The batch response was too large", data: "Exceeded max limit of 2000" };
    chain = fakeChain({ a: "x".repeat(800) });
    server = await startTestServer(chain.api, limits);
    client = await server.connect();
    const heads = { method: "chain_subscribeNewHeads" };
    const value = { method: "state_getStorage", params: [hex("a")] };
    // What would follow the answer counts too.
    const watch = { method: "state_subscribeStorage", params: [[hex("a")]] };
    for (const calls of [
      [heads, heads, heads, value, value],
      [watch, watch, heads],
    ]) {
      client.send(JSON.stringify(calls.map((call, id) => ({ jsonrpc: "2.0", id, ...call }))));
      expect(await client.next()).toEqual({ jsonrpc: "2.0", id: null, error: tooLong });
    }
    chain.add();
    for (let count = 0; count < 3; count++) await numbers(await subscribe("chain_subscribeNewHeads"), 1);
    expect(client.unread).toBe(0);
  });

  it("whose id is too long an answer do not stay open", async () => {
    await server.stop();
    server = await startTestServer(chain.api, { maxResponseSize: 100, maxSubscriptionsPerConnection: 1 });
    client = await server.connect();
    client.send(`{"jsonrpc":"2.0","id":"${"x".repeat(90)}","method":"chain_subscribeNewHeads"}`);
    expect((await client.next()).error.code).toBe(-32008);
    await subscribe("chain_subscribeNewHeads");
  });

  it("are limited, and end with their connection", async () => {
    await server.stop();
    server = await startTestServer(chain.api, { maxSubscriptionsPerConnection: 2 });
    client = await server.connect();
    await subscribe("chain_subscribeAllHeads");
    const id = await subscribe("chain_subscribeAllHeads");
    expect((await client.call("chain_subscribeAllHeads")).error).toEqual({
      code: -32006,
      message: "Too many subscriptions on the connection",
      data: "Exceeded max limit of 2",
    });
    expect((await client.call("chain_unsubscribeAllHeads", id)).result).toBe(true);
    await subscribe("chain_subscribeAllHeads");
    const hash = blake2Hex(Uint8Array.of(4, 1));
    expect((await client.call("author_submitAndWatchExtrinsic", "0x0401")).error).toMatchObject({ code: -32006 });
    const other = await server.connect();
    await other.call("author_submitAndWatchExtrinsic", "0x0401");
    expect(chain.watched.has(hash)).toBe(true);
    other.close();
    await new Promise((resolve) => other.socket.once("close", resolve));
    await expect.poll(() => chain.watched.has(hash)).toBe(false);
  });
});

describe("watched transactions", () => {
  const transaction = "0x080203";
  const hash = blake2Hex(Uint8Array.of(8, 2, 3));

  it("tell their statuses in the words of the pool, and end with the last", async () => {
    const id = await subscribe("author_submitAndWatchExtrinsic", transaction);
    expect(await client.results(id, 1)).toEqual(["ready"]);
    const block = chain.add();
    chain.tell(hash, { type: "broadcast", peers: ["p"] });
    chain.tell(hash, { type: "inBlock", hash: block, index: 1 });
    chain.tell(hash, { type: "retracted", hash: block });
    chain.tell(hash, { type: "finalized", hash: block, index: 1 });
    chain.tell(hash, { type: "dropped" });
    expect(await client.results(id, 4)).toEqual([
      { broadcast: ["p"] },
      { inBlock: block },
      { retracted: block },
      { finalized: block },
    ]);
    expect((await client.call("author_unwatchExtrinsic", id)).result).toBe(false);
    expect(client.unread).toBe(0);
    expect((await client.call("author_submitAndWatchExtrinsic", "0x04ff")).error).toEqual({
      code: 1010,
      message: "Invalid Transaction",
      data: "Custom error: 6",
    });
  });

  it("tell the events of the new group, with the place in the block", async () => {
    const id = await subscribe("transactionWatch_v1_submitAndWatch", transaction);
    const block = chain.add({ body: [Uint8Array.of(9), Uint8Array.of(8, 2, 3)] });
    chain.tell(hash, { type: "inBlock", hash: block });
    chain.tell(hash, { type: "retracted", hash: block });
    chain.tell(hash, { type: "finalized", hash: block, index: 1 });
    expect(await client.results(id, 4)).toEqual([
      { event: "validated" },
      { event: "bestChainBlockIncluded", block: { hash: block, index: 1 } },
      { event: "bestChainBlockIncluded", block: null },
      { event: "finalized", block: { hash: block, index: 1 } },
    ]);
    for (const [sent, error] of [
      ["0x04ff", "Invalid transaction with custom error: 6"],
      ["0x08ff", "Extrinsic bytes cannot be decoded"],
    ] as const) {
      const refused = await subscribe("transactionWatch_v1_submitAndWatch", sent);
      expect(await client.results(refused, 1)).toEqual([{ event: "invalid", error }]);
    }
  });

  it("are refused in the words of the new group", () => {
    const texts: [number, string, string | undefined, string][] = [
      [1002, "Verification Error: x", "x", "Verification error: x"],
      [1010, "Invalid Transaction", "Transaction is outdated", "Invalid transaction: Transaction is outdated"],
      [
        1011,
        "Unknown Transaction Validity",
        "CannotLookup",
        "Unknown transaction validity: Could not lookup information required to validate the transaction",
      ],
      [1011, "", "Custom(3)", "Unknown transaction validity: UnknownTransaction custom error"],
      [1012, "Transaction is temporarily banned", undefined, "Transaction is temporarily banned"],
      [1013, "Transaction Already Imported", "0x00", "Transaction is already imported"],
      [1014, "Priority is too low: (5 vs 4)", "", "The priority of the transaction is too low (pool 5 > current 4)"],
      [1016, "Immediately Dropped", "", "The transaction could not enter the pool because of the limit"],
    ];
    for (const [code, message, data, text] of texts) expect(refusalText(new PoolError(code, message, data))).toBe(text);
  });

  it("are broadcast until stopped, at most 16 for a connection", async () => {
    const id = (await client.call("transaction_v1_broadcast", transaction)).result;
    expect(id).toEqual(expect.any(String));
    expect(chain.pending).toHaveLength(1);
    expect((await client.call("transaction_v1_stop", id)).result).toBeNull();
    // It leaves the pool.
    expect(chain.pending).toHaveLength(0);
    const unknown = { code: -32602, message: "Invalid operation id" };
    expect((await client.call("transaction_v1_stop", id)).error).toEqual(unknown);
    // What does not decode is taken silently, and counts for nothing.
    const none = (await client.call("transaction_v1_broadcast", "0x08")).result;
    expect(none).toEqual(expect.any(String));
    expect((await client.call("transaction_v1_stop", none)).error).toEqual(unknown);
    for (let count = 0; count < 16; count++) {
      expect((await client.call("transaction_v1_broadcast", `0x040${count % 10}`)).result).not.toBeNull();
    }
    expect((await client.call("transaction_v1_broadcast", transaction)).result).toBeNull();
  });

  it("are broadcast again when they did not stay, until they are final", async () => {
    const id = (await client.call("transaction_v1_broadcast", transaction)).result;
    expect(chain.pending).toHaveLength(1);
    chain.tell(hash, { type: "dropped" });
    expect(chain.pending).toHaveLength(1);
    const block = chain.add();
    expect(chain.pending).toHaveLength(2);
    await client.call("system_name");
    chain.tell(hash, { type: "finalized", hash: block, index: 1 });
    expect((await client.call("transaction_v1_stop", id)).error).toMatchObject({ code: -32602 });
  });
});
