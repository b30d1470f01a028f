import { afterEach, describe, expect, it } from "vitest";
import { fakeChain } from "../../test/support/fake-chain.ts";
import { startTestServer, type TestServer, type TestSocket } from "../../test/support/rpc-client.ts";
import type { ChainApi } from "../chain/api.ts";
import { toHex, utf8 } from "../lib/bytes.ts";
import { createResultPages, createStreams } from "./result-pages.ts";
import type { Results } from "./slices/work.ts";

const pause = (ms = 0): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
const key = toHex(utf8("big"));
const bigTimes = (count: number) => Array.from({ length: count }, () => ({ key, type: "value" }));

describe("results of large values", () => {
  let server: TestServer;
  const warnings: string[] = [];
  afterEach(() => server.stop());
  /** A client of a chain that has one value of so many bytes, whose reads are counted. */
  const connect = async (length: number): Promise<{ client: TestSocket; genesis: string; reads: () => number }> => {
    const chain = fakeChain({ big: "v".repeat(length) });
    let reads = 0;
    warnings.length = 0;
    const stateAt: ChainApi["stateAt"] = (hash) => {
      const reader = chain.api.stateAt(hash);
      if (typeof reader === "string") return reader;
      const get: typeof reader.get = (name) => {
        reads++;
        return reader.get(name);
      };
      return { ...reader, get };
    };
    server = await startTestServer({ ...chain.api, stateAt }, {}, { warn: (text) => void warnings.push(text) });
    return { client: await server.connect(), genesis: chain.api.genesisHash, reads: () => reads };
  };
  const follow = async (client: TestSocket): Promise<string> => {
    const id = (await client.call("chainHead_v1_follow", false)).result as string;
    await client.results(id, 2);
    return id;
  };

  it("come from chainHead_v1_storage in short messages, all of them", async () => {
    const { client, genesis } = await connect(100_000);
    const lengths: number[] = [];
    client.socket.on("message", (data: Buffer) => void lengths.push(data.length));
    const id = await follow(client);
    await client.call("chainHead_v1_storage", id, genesis, bigTimes(400));
    const found: number[] = [];
    for (;;) {
      const [event] = await client.results(id, 1);
      if (event.event === "operationStorageDone") break;
      found.push(event.items.length);
    }
    expect(found.reduce((sum, count) => sum + count)).toBe(400);
    expect(Math.max(...lengths)).toBeLessThan(1_500_000);
  });

  it("are not worked out ahead of a client that does not read, however many operations it began", async () => {
    const { client, genesis, reads } = await connect(400_000);
    const id = await follow(client);
    let started = 0;
    client.socket.on("message", (data) => {
      const { result } = JSON.parse(String(data)) as { result?: { result: string } };
      if (result?.result === "started" && ++started === 16) client.socket.pause();
    });
    for (let count = 0; count < 16; count++) void client.call("chainHead_v1_storage", id, genesis, bigTimes(1000));
    await expect.poll(() => started, { timeout: 20_000 }).toBe(16);
    const enough = 1000;
    for (let before = -1; before !== reads() && reads() < enough; await pause(500)) before = reads();
    // Two values make a page; the system's own buffers take some pages more.
    expect(reads()).toBeLessThan(enough);
    expect(warnings).toEqual([]);
    client.socket.terminate();
  });

  it("come from archive_v1_storage as they are read, to several streams of one client", async () => {
    const { client, genesis, reads } = await connect(2_000_000);
    const closed = new Promise((resolve) => client.socket.once("close", () => resolve("closed")));
    let done = 0;
    client.socket.on("message", (data) => {
      if (String(data).slice(-100).includes("storageDone")) done++;
    });
    for (let stream = 0; stream < 3; stream++) void client.call("archive_v1_storage", genesis, bigTimes(20));
    const finished = expect.poll(() => done, { timeout: 20_000 }).toBe(3);
    expect(await Promise.race([finished, closed])).not.toBe("closed");
    expect([reads(), warnings]).toEqual([60, []]);
  });
});

describe("pages of results", () => {
  const turn = { over: () => false };
  function* numbered(count: number): Results<{ n: number }> {
    for (let n = 0; n < count; n++) yield { n };
  }
  /** The pages of results that never wait. */
  const pagesOf = (results: Results<{ n: number }>, most: number): { pages: number[][]; error?: unknown } => {
    const pages: number[][] = [];
    const all = createResultPages(results, { connection: { streams: createStreams() }, turn, most });
    try {
      for (let more = true; more; ) {
        const step = all.next((items) => void pages.push(items.map(({ n }) => n))).next();
        expect(step.done).toBe(true);
        more = step.value as boolean;
      }
      return { pages };
    } catch (error) {
      return { pages, error };
    }
  };

  it("have so many results at most", () => {
    expect(pagesOf(numbered(5), 2)).toEqual({ pages: [[0, 1], [2, 3], [4]] });
    expect(pagesOf(numbered(0), 2)).toEqual({ pages: [] });
  });

  it("are sent before the error that ends them", () => {
    function* failing(): Results<{ n: number }> {
      yield* numbered(3);
      throw new Error("gone");
    }
    expect(pagesOf(failing(), 2)).toEqual({ pages: [[0, 1], [2]], error: new Error("gone") });
  });

  it("leave their place while they wait for a promise, and go on with its value", async () => {
    const streams = createStreams();
    const sent: unknown[] = [];
    function* waiting(): Results<{ n: unknown }> {
      yield { n: 1 };
      yield { n: yield Promise.resolve(2) };
    }
    const pages = createResultPages(waiting(), { connection: { streams }, turn, most: 10 });
    const first = pages.next((items) => void sent.push(items));
    const { value } = first.next();
    expect(sent).toEqual([[{ n: 1 }]]);
    expect(streams.enter().next().done).toBe(true);
    streams.leave();
    expect(first.next(await value)).toEqual({ done: true, value: true });
    expect(pages.next((items) => void sent.push(items)).next()).toEqual({ done: true, value: false });
    expect(sent).toEqual([[{ n: 1 }], [{ n: 2 }]]);
  });

  it("let another stream begin after a long search that found nothing", () => {
    let steps = 0;
    function* barren(): Results<{ n: number }> {
      for (; steps < 5000; steps++) yield undefined;
    }
    const streams = createStreams();
    const pages = createResultPages(barren(), { connection: { streams }, turn, most: 10 });
    expect(pages.next(() => undefined).next()).toEqual({ done: true, value: true });
    expect(steps).toBeLessThan(2000);
    expect(streams.enter().next().done).toBe(true);
  });
});
