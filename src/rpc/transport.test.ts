import { request } from "node:http";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { WebSocket } from "ws";
import { type FakeChain, fakeChain } from "../../test/support/fake-chain.ts";
import { startTestServer, type TestServer } from "../../test/support/rpc-client.ts";
import { UserError } from "../lib/user-error.ts";

let chain: FakeChain;
let server: TestServer;
beforeEach(async () => {
  chain = fakeChain({ a: "1" });
  server = await startTestServer(chain.api, { maxRequestSize: 2000, maxResponseSize: 3000, maxConnections: 8 });
});
afterEach(() => server.stop());

const error = (code: number, message: string, data?: string, id: unknown = null) => ({
  jsonrpc: "2.0",
  id,
  error: { code, message, ...(data === undefined ? {} : { data }) },
});
const health = '{"jsonrpc":"2.0","id":1,"method":"system_health"}';

describe("messages", () => {
  it("echoes ids with their type, to the last digit", async () => {
    for (const id of ["1", '"1"', '"aB123"', "null", "12345678901234567890", "0", '"\\u0041 \\"x\\""']) {
      const { text } = await server.post(`{"jsonrpc":"2.0","id":${id},"method":"system_name","params":[]}`);
      expect(JSON.parse(text).result).toBe("Subtensor Node");
      expect(text).toContain(`"id":${id === '"\\u0041 \\"x\\""' ? '"A \\"x\\""' : id},`);
    }
  });

  it("answers what is no request with the codes of JSON-RPC, over HTTP", async () => {
    const answer = async (body: string) => JSON.parse((await server.post(body)).text) as unknown;
    expect(await answer('{"jsonrpc":')).toEqual(error(-32700, "Parse error"));
    expect(await answer("hello")).toEqual(error(-32700, "Parse error"));
    expect((await server.post("hello")).status).toBe(400);
    expect(await answer('{"id":7}')).toEqual(error(-32600, "Invalid request", undefined, 7));
    expect(await answer('{"jsonrpc":"1.0","id":"x","method":"system_name"}')).toEqual(
      error(-32600, "Invalid request", undefined, "x"),
    );
    expect(await answer('{"foo":1}')).toEqual(error(-32700, "Parse error"));
    expect(await answer('{"jsonrpc":"2.0","id":3,"method":"no_such"}')).toEqual(
      error(-32601, "Method not found", undefined, 3),
    );
    expect(await answer("[]")).toEqual(error(-32600, "Invalid request"));
  });

  it("does not answer notifications", async () => {
    const reply = await server.post('{"jsonrpc":"2.0","method":"system_health"}');
    expect([reply.status, reply.text]).toEqual([200, ""]);
    const client = await server.connect();
    client.send('{"jsonrpc":"2.0","method":"system_health"}');
    client.send('[{"jsonrpc":"2.0","method":"system_health"}]');
    expect((await client.call("system_name")).result).toBe("Subtensor Node");
    expect(client.unread).toBe(0);
  });

  it("answers batches in order, over both transports, each entry by itself", async () => {
    const batch = `[${health},{"id":2},5,{"jsonrpc":"2.0","method":"system_health"},{"jsonrpc":"2.0","id":"b","method":"author_submitExtrinsic","params":["0x04ff"]}]`;
    const wanted = [
      { jsonrpc: "2.0", id: 1, result: { peers: 0, isSyncing: false, shouldHavePeers: false } },
      error(-32600, "Invalid request", undefined, 2),
      error(-32600, "Invalid request"),
      error(1010, "Invalid Transaction", "Custom error: 6", "b"),
    ];
    expect(JSON.parse((await server.post(batch)).text)).toEqual(wanted);
    const client = await server.connect();
    client.send(batch);
    expect(await client.next()).toEqual(wanted);
  });

  it("limits batches", async () => {
    const two = `[${health},${health}]`;
    const none = await startTestServer(chain.api, { maxBatch: 0 });
    expect(JSON.parse((await none.post(two)).text)).toEqual(
      error(-32005, "Batched requests are not supported by this server"),
    );
    await none.stop();
    const one = await startTestServer(chain.api, { maxBatch: 1, maxResponseSize: 100 });
    expect(JSON.parse((await one.post(two)).text)).toEqual(
      error(-32010, "The batch request was too large", "Exceeded max limit of 1"),
    );
    await one.stop();
    const many = `[${Array(38).fill(health).join(",")}]`;
    expect(JSON.parse((await server.post(many)).text).error.code).toBe(-32011);
  });

  it("refuses requests and answers over the size, and goes on", async () => {
    const long = `{"jsonrpc":"2.0","id":1,"method":"state_getStorage","params":["0x${"00".repeat(1500)}"]}`;
    const reply = await server.post(long);
    expect(reply.status).toBe(413);
    expect(JSON.parse(reply.text)).toEqual(error(-32007, "Request is too big", "Exceeded max limit of 2000"));
    const client = await server.connect();
    client.send(long);
    expect(await client.next()).toEqual(error(-32007, "Request is too big", "Exceeded max limit of 2000"));
    const { error: tooLong } = await client.call("rpc_methods");
    expect(tooLong).toEqual({ code: -32008, message: "Response is too big", data: "Exceeded max limit of 3000" });
    expect((await client.call("system_name")).result).toBe("Subtensor Node");
    client.send("{nonsense");
    expect(await client.next()).toEqual(error(-32700, "Parse error"));
    client.send("nonsense");
    expect(await client.next()).toEqual(error(-32700, "Parse error"));
    expect((await client.call("system_name")).result).toBe("Subtensor Node");
  });

  it("reads parameters by position or by name, and says what is wrong with them", async () => {
    expect((await server.call("state_getStorage", "0x61")).result).toBe("0x31");
    const byName = `{"jsonrpc":"2.0","id":1,"method":"state_getStorage","params":{"key":"0x61","hash":null}}`;
    expect(JSON.parse((await server.post(byName)).text).result).toBe("0x31");
    const wrong = async (...params: unknown[]) => (await server.call("state_getStorage", ...params)).error;
    expect(await wrong()).toMatchObject({
      code: -32602,
      message: "Invalid params",
      data: expect.stringMatching(/key is missing/),
    });
    expect(await wrong(5)).toMatchObject({
      code: -32602,
      data: expect.stringContaining("key: expected a storage key"),
    });
    expect(await wrong("0x61", "0x1234")).toMatchObject({ data: expect.stringContaining("hash: expected a hash") });
    expect((await server.call("state_getStorage", "61", null, "ignored")).result).toBe("0x31");
  });
});

describe("access", () => {
  const status = (options: { method: string; headers?: Record<string, string>; path?: string }) =>
    new Promise<{ status: number | undefined; headers: Record<string, unknown> }>((resolve, reject) => {
      const asked = request({ port: server.port, host: "127.0.0.1", ...options }, (response) => {
        response.resume();
        resolve({ status: response.statusCode, headers: response.headers });
      });
      asked.on("error", reject);
      asked.end(options.method === "POST" ? health : undefined);
    });

  it("tells the health by GET, and refuses other methods and content types", async () => {
    const reply = await fetch(`http://127.0.0.1:${server.port}/health`);
    expect(await reply.json()).toEqual({ peers: 0, isSyncing: false, shouldHavePeers: false });
    expect((await status({ method: "GET", path: "/health/readiness" })).status).toBe(200);
    expect((await status({ method: "GET" })).status).toBe(405);
    expect((await server.post(health, { "content-type": "text/plain" })).status).toBe(415);
    expect((await server.post(health, { "content-type": "application/json; charset=utf-8" })).status).toBe(200);
  });

  it("lets browsers in by their origin, and checks the host where origins are limited", async () => {
    expect(
      (await server.post(health, { origin: "https://evil.example" })).headers.get("access-control-allow-origin"),
    ).toBe("*");
    await server.stop();
    server = await startTestServer(chain.api, { cors: ["http://localhost:*", "https://polkadot.js.org"] });
    const allowed = async (origin: string) =>
      (await status({ method: "OPTIONS", headers: { origin } })).headers["access-control-allow-origin"];
    expect(await allowed("https://polkadot.js.org")).toBe("https://polkadot.js.org");
    expect(await allowed("http://localhost:3000")).toBe("http://localhost:3000");
    expect(await allowed("https://evil.example")).toBeUndefined();
    expect(await allowed("https://polkadot.js.org.evil.example")).toBeUndefined();
    const json = { "content-type": "application/json" };
    expect((await status({ method: "POST", headers: { ...json, host: "evil.example" } })).status).toBe(403);
    expect((await status({ method: "POST", headers: { ...json, host: "localhost:9944" } })).status).toBe(200);
    await expect(server.connect({ origin: "https://evil.example" })).rejects.toThrow("403");
    const client = await server.connect({ origin: "http://localhost:3000" });
    expect((await client.call("system_chain")).result).toBe("Bittensor");
  });

  it("denies unsafe methods where it should", async () => {
    const denied = { code: -32601, message: "RPC call is unsafe to be called externally" };
    expect((await server.call("state_getPairs", "0x")).result).toEqual([["0x61", "0x31"]]);
    await server.stop();
    server = await startTestServer(chain.api, { methods: "safe" });
    expect((await server.call("state_getPairs", "0x")).error).toEqual(denied);
    await server.stop();
    server = await startTestServer(chain.api, { external: true });
    expect((await server.call("state_getPairs", "0x")).error).toEqual(denied);
    await server.stop();
    server = await startTestServer(chain.api, { external: true, methods: "unsafe" });
    expect((await server.call("state_getPairs", "0x")).result).toHaveLength(1);
  });

  it("bounds connections and calls", async () => {
    const clients = await Promise.all(Array.from({ length: 8 }, () => server.connect()));
    await expect(server.connect()).rejects.toThrow("429");
    expect((await server.post(health)).status).toBe(429);
    for (const client of clients) client.socket.terminate();
    await server.stop();
    const rateLimit = { calls: 3, exempt: ["10.0.0.0/8"], trustProxyHeaders: true };
    server = await startTestServer(chain.api, { rateLimit });
    const client = await server.connect();
    for (let call = 0; call < 3; call++) expect((await client.call("system_name")).error).toBeUndefined();
    expect((await client.call("system_name")).error).toMatchObject({ code: -32999 });
    const trusted = await server.connect({ "x-forwarded-for": "10.1.2.3" });
    for (let call = 0; call < 5; call++) expect((await trusted.call("system_name")).error).toBeUndefined();
  });

  it("says in one line that a port is in use", async () => {
    const failed = await startTestServer(chain.api, { port: server.port }).catch((thrown: unknown) => thrown);
    expect(failed).toBeInstanceOf(UserError);
    expect((failed as Error).message).toMatch(/^port \d+ is in use: .*--rpc-port$/);
  });

  it("ends connections when it stops, and frees the port", async () => {
    await server.stop();
    // Below the ports that the system gives to whoever asks for any: nobody else gets it when it is free again.
    server = await startTestServer(chain.api, { port: 20_000 + Math.floor(Math.random() * 12_000) });
    const client = await server.connect();
    const closed = new Promise((resolve) => client.socket.once("close", resolve));
    await server.stop();
    expect(await closed).toBe(1001);
    server = await startTestServer(chain.api, { port: server.port });
    expect((await server.call("system_name")).result).toBe("Subtensor Node");
  });
});

describe("slow readers", () => {
  it("are dropped when too much waits for them, while others are served", async () => {
    await server.stop();
    const warnings: string[] = [];
    const key = "k";
    server = await startTestServer(
      chain.api,
      { maxResponseSize: 200_000 },
      { warn: (text) => void warnings.push(text) },
    );
    const slow = new WebSocket(`ws://127.0.0.1:${server.port}`);
    await new Promise((resolve) => slow.once("open", resolve));
    await new Promise((resolve) => {
      slow.once("message", resolve);
      slow.send('{"jsonrpc":"2.0","id":1,"method":"state_subscribeStorage","params":[["0x6b"]]}');
    });
    slow.pause();
    const quick = await server.connect();
    const id = (await quick.call("chain_subscribeNewHeads")).result as string;
    await quick.results(id, 1);
    for (let block = 0; block < 400 && warnings.length === 0; block++) {
      chain.add({ state: { [key]: String(block).padEnd(40_000, "x") } });
      await quick.results(id, 1);
    }
    expect(warnings).toEqual([expect.stringContaining("reads too slowly")]);
    expect((await quick.call("system_name")).result).toBe("Subtensor Node");
    slow.terminate();
  });

  it("lose nothing when they catch up, and are not read from meanwhile", async () => {
    await server.stop();
    chain = fakeChain({ big: "x".repeat(100_000) });
    server = await startTestServer(chain.api);
    const client = await server.connect();
    client.socket.pause();
    const asked = Array.from({ length: 150 }, () => client.call("state_getStorage", "0x626967"));
    await new Promise((resolve) => setTimeout(resolve, 200));
    client.socket.resume();
    const lengths = (await Promise.all(asked)).map(({ result }) => (result as string).length);
    expect(lengths).toEqual(Array(150).fill(200_002));
    expect((await client.call("system_name")).result).toBe("Subtensor Node");
  });
});
