import { afterEach, beforeEach, describe, expect, it, onTestFinished } from "vitest";
import { type FakeChain, fakeChain } from "../../test/support/fake-chain.ts";
import { startTestServer, type TestServer } from "../../test/support/rpc-client.ts";
import { type ChainApi, PoolError } from "../chain/api.ts";
import { blake2Hex } from "../crypto/hashing.ts";
import { type Hex, toHex, utf8 } from "../lib/bytes.ts";

/** A state of 3,000 keys. */
const state = Object.fromEntries(
  Array.from({ length: 3000 }, (_, index) => [`k${String(index).padStart(5, "0")}`, "v"]),
);
const prefix = toHex(utf8("k"));

let chain: FakeChain;
let server: TestServer;
let steps = 0;
beforeEach(async () => {
  steps = 0;
  chain = fakeChain(state);
  server = await startTestServer(slowWalks(chain.api));
});
afterEach(() => server.stop());

/** The same chain whose walks take 0.1 ms for each key. */
function slowWalks(api: ChainApi): ChainApi {
  return {
    ...api,
    stateAt(hash) {
      const reader = api.stateAt(hash);
      if (typeof reader === "string") return reader;
      return {
        get: (key) => {
          if (typeof api.stateAt(hash) === "string") throw new Error("gone");
          return reader.get(key);
        },
        nextKey(key) {
          steps++;
          for (const end = performance.now() + 0.1; performance.now() < end; );
          return reader.nextKey(key);
        },
      };
    },
  };
}

const pause = (ms = 0): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

describe("a walk", () => {
  const walks = {
    state_getKeys: [prefix],
    state_getPairs: [prefix],
    state_getStorageSize: [prefix],
  } as const;
  for (const [method, params] of Object.entries(walks)) {
    it(`leaves everybody else their turn: ${method}`, async () => {
      const [walker, other] = [await server.connect(), await server.connect()];
      let done = false;
      let timers = 0;
      const walk = walker.call(method, ...params).then(({ result }) => {
        done = true;
        return result;
      });
      const timer = setInterval(() => timers++, 1);
      for (let asked = 0; asked < 10; asked++) {
        expect((await other.call("system_health")).result).toBeDefined();
        expect(done).toBe(false);
      }
      const result = await walk;
      clearInterval(timer);
      expect(Array.isArray(result) ? result.length : result).toBe(3000);
      expect(timers).toBeGreaterThan(20);
    });
  }

  it("ends with its connection", async () => {
    const walker = await server.connect();
    void walker.call("state_getKeys", prefix);
    while (steps === 0) await pause();
    walker.socket.terminate();
    await pause(30);
    const before = steps;
    await pause(30);
    expect(steps).toBe(before);
    expect(steps).toBeLessThan(3000);
  });

  it("is refused as soon as its answer is too long", async () => {
    await server.stop();
    server = await startTestServer(slowWalks(chain.api), { maxResponseSize: 2000 });
    const { error } = await server.call("state_getPairs", "0x");
    expect(error).toEqual({ code: -32008, message: "Response is too big", data: "Exceeded max limit of 2000" });
    expect(await server.call("state_getKeys", "0x")).toMatchObject({ error: { code: -32008 } });
    expect(steps).toBeLessThan(500);
  });

  it("says so when the state is let go meanwhile", async () => {
    const block = chain.api.genesisHash;
    const walker = await server.connect();
    const walk = walker.call("state_getPairs", prefix, block);
    while (steps === 0) await pause();
    chain.add();
    chain.discard(block);
    expect((await walk).error).toEqual({
      code: 4003,
      message: `Client error: UnknownBlock: State already discarded for ${block}`,
    });
  });
});

describe("many requests of one connection", () => {
  it("are all answered, also those that the pool is asked about, and are read no faster than that", async () => {
    let under = 0;
    let most = 0;
    const submit = async (bytes: Uint8Array): Promise<Hex> => {
      most = Math.max(most, ++under);
      await pause(1);
      under--;
      if (bytes[1] === 0xff) throw new PoolError(1010, "Invalid Transaction", "Custom error: 6");
      return blake2Hex(bytes);
    };
    await server.stop();
    server = await startTestServer({ ...chain.api, pool: { ...chain.api.pool, submit } }, { messageBuffer: 4 });
    const client = await server.connect();
    const extrinsics = Array.from({ length: 2000 }, (_, index) => Uint8Array.of(8, index % 256, index >> 8));
    const sent = extrinsics.map(toHex);
    const answers = await Promise.all(sent.map((one) => client.call("author_submitExtrinsic", one)));
    for (const [index, { result, error }] of answers.entries()) {
      if (index % 256 === 255) expect(error).toMatchObject({ code: 1010 });
      else expect(result).toBe(blake2Hex(extrinsics[index] as Uint8Array));
    }
    expect(most).toBeGreaterThan(64);
    expect(most).toBeLessThanOrEqual(256);
  });

  it("may fail before their work begins, which nobody but their caller is told", async () => {
    const unhandled: unknown[] = [];
    const note = (error: unknown): void => void unhandled.push(error);
    process.on("unhandledRejection", note);
    onTestFinished(() => void process.off("unhandledRejection", note));
    // It takes its whole turn, and has failed by the time of the next.
    const submit = (): Promise<Hex> => {
      for (const end = performance.now() + 20; performance.now() < end; );
      return Promise.reject(new PoolError(1010, "Invalid Transaction"));
    };
    await server.stop();
    server = await startTestServer({ ...chain.api, pool: { ...chain.api.pool, submit } });
    expect(await server.call("author_submitExtrinsic", "0x0401")).toMatchObject({ error: { code: 1010 } });
    expect(unhandled).toEqual([]);
  });

  it("are not begun while its answers are not read", async () => {
    await server.stop();
    let calls = 0;
    server = await startTestServer(chain.api);
    chain.calls.set("Big_answer", () => {
      calls++;
      return new Uint8Array(1_000_000);
    });
    const client = await server.connect();
    client.socket.pause();
    const asked = Array.from({ length: 60 }, () => client.call("state_call", "Big_answer", "0x"));
    await pause(300);
    expect(calls).toBeLessThan(20);
    client.socket.resume();
    for (const { result } of await Promise.all(asked)) expect(result).toHaveLength(2_000_002);
  });

  it("have two runtime calls under way at a time, whoever else has", async () => {
    let under = 0;
    let most = 0;
    const call: ChainApi["call"] = async (_hash, _method, args) => {
      most = Math.max(most, ++under);
      await pause(2);
      under--;
      return args;
    };
    await server.stop();
    server = await startTestServer({ ...chain.api, call });
    const clients = [await server.connect(), await server.connect()];
    const asked = clients.flatMap((client) =>
      Array.from({ length: 20 }, (_, index) => client.call("state_call", "Any_call", toHex(Uint8Array.of(index)))),
    );
    const answers = await Promise.all(asked);
    expect(answers.slice(0, 20).map(({ result }) => Number(result))).toEqual(Array.from({ length: 20 }, (_, i) => i));
    expect(most).toBe(4);
  });

  it("are answered in their order, but for those about the node, which come first", async () => {
    const client = await server.connect();
    const order: string[] = [];
    const note = (name: string) => () => void order.push(name);
    await Promise.all([
      client.call("state_getKeysPaged", prefix, 1000).then(note("walk")),
      client.call("system_health").then(note("health")),
      client.call("chain_getBlockHash", Array(5000).fill(0)).then(note("hashes")),
      client.call("chain_getFinalizedHead").then(note("finalized")),
    ]);
    expect(order).toEqual(["health", "walk", "hashes", "finalized"]);
  });
});

describe("long requests", () => {
  it("reach the method as they were sent", async () => {
    const got: Uint8Array[] = [];
    const submit = async (bytes: Uint8Array): Promise<Hex> => {
      got.push(bytes);
      return blake2Hex(bytes);
    };
    await server.stop();
    server = await startTestServer({ ...chain.api, pool: { ...chain.api.pool, submit } });
    const client = await server.connect();
    // A length of 3,000,000 in front, whose first digit is a zero.
    const bytes = Uint8Array.from({ length: 3_000_004 }, (_, index) => [0x02, 0x1b, 0xb7, 0][index] ?? index % 251);
    const digits = Buffer.from(bytes).toString("hex");
    const call = async (text: string) => (await client.call("author_submitExtrinsic", text)).result;
    const hash = blake2Hex(bytes);
    expect(await call(`0x${digits}`)).toBe(hash);
    expect(await call(digits.toUpperCase())).toBe(hash);
    // An odd number of digits.
    expect(await call(`0x${digits.slice(1)}`)).toBe(hash);
    expect(got.every((one) => one.length === bytes.length)).toBe(true);
    const escaped = `{"jsonrpc":"2.0","id":1,"method":"author_submitExtrinsic","params":["\\u0030x${digits}"]}`;
    expect(JSON.parse((await server.post(escaped)).text).result).toBe(hash);
    for (const bad of [`0x${digits}g`, `0x${digits}zz`, `0xg${digits}`]) {
      expect((await client.call("author_submitExtrinsic", bad)).error, bad.slice(-4)).toMatchObject({
        code: -32602,
        data: "extrinsic: expected hex text (0x...)",
      });
    }
    expect((await client.call("state_getStorage", `0x${digits}`)).result).toBeNull();
    expect((await client.call("system_accountNextIndex", digits)).error).toMatchObject({ code: -32602 });
  });

  it("with many parameters leave everybody else their turn", async () => {
    const [many, other] = [await server.connect(), await server.connect()];
    const keys = Array.from({ length: 60_000 }, (_, index) => toHex(utf8(`k${String(index).padStart(5, "0")}`)));
    let timers = 0;
    const timer = setInterval(() => timers++, 1);
    const asked = many.call("state_queryStorageAt", keys);
    await other.call("system_health");
    const [{ changes }] = (await asked).result;
    clearInterval(timer);
    expect(timers).toBeGreaterThan(5);
    expect(changes).toHaveLength(60_000);
    expect([changes[0], changes[59_999]]).toEqual([
      [keys[0], toHex(utf8("v"))],
      [keys[59_999], null],
    ]);
    const bytes = Array.from({ length: 100_000 }, (_, index) => index % 256);
    chain.calls.set("DelegateInfoRuntimeApi_get_delegate", (args) => args);
    const { result } = await many.call("delegateInfo_getDelegate", bytes);
    expect(result).toEqual(bytes.slice(0, 32));
  });

  it("of a batch are answered one by one, with others in between", async () => {
    const [batch, other] = [await server.connect(), await server.connect()];
    const entry = (id: number) => ({ jsonrpc: "2.0", id, method: "state_getStorage", params: [toHex(utf8("k00001"))] });
    batch.send(JSON.stringify(Array.from({ length: 20_000 }, (_, id) => entry(id))));
    const health = other.call("system_health").then(() => "health");
    const answers = batch.next();
    expect(await Promise.race([health, answers])).toBe("health");
    expect((await answers).map(({ id }: { id: number }) => id)).toEqual(Array.from({ length: 20_000 }, (_, id) => id));
  });
});

it("many subscribers of one connection are told of every block in its order, and hold up nobody else", async () => {
  const [many, one] = [await server.connect(), await server.connect()];
  const ids = new Set<string>();
  for (let count = 0; count < 500; count++) ids.add((await many.call("chain_subscribeNewHeads")).result);
  const id = (await one.call("chain_subscribeNewHeads")).result;
  for (const of of ids) expect((await many.next()).params.subscription).toBe(of);
  await one.results(id, 1);
  const blocks = Array.from({ length: 3 }, () => chain.add());
  const numbers = await one.results(id, 3);
  expect(numbers.map(({ number }) => number)).toEqual(["0x1", "0x2", "0x3"]);
  for (const [index] of blocks.entries()) {
    for (const of of ids) {
      expect((await many.next()).params).toMatchObject({ subscription: of, result: { number: `0x${index + 1}` } });
    }
  }
});

describe("long answers", () => {
  it("are the same text as short ones", async () => {
    const body = Array.from({ length: 3000 }, (_, index) => new Uint8Array(100).fill(index));
    const hash = chain.add({ body });
    const { block, justifications } = await server.result("chain_getBlock", hash);
    expect(block.extrinsics).toEqual(body.map(toHex));
    expect(justifications).toBeNull();
    expect(await server.result("archive_v1_body", hash)).toEqual(body.map(toHex));
    const bytes = Uint8Array.from({ length: 100_000 }, (_, index) => index % 256);
    chain.calls.set("DelegateInfoRuntimeApi_get_delegates", () => bytes);
    expect(await server.result("delegateInfo_getDelegates")).toEqual([...bytes]);
    const batch = await server.post(
      JSON.stringify(
        ["delegateInfo_getDelegates", "system_name"].map((method, id) => ({ jsonrpc: "2.0", id, method })),
      ),
    );
    expect(JSON.parse(batch.text).map(({ result }: { result: unknown[] }) => result.length)).toEqual([100_000, 14]);
  });
});
