import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type FakeChain, fakeChain, noBlock } from "../../test/support/fake-chain.ts";
import { startTestServer, type TestServer } from "../../test/support/rpc-client.ts";
import { RuntimeCallError } from "../chain/api.ts";
import { blake2Hex } from "../crypto/hashing.ts";
import { type Hex, toHex, utf8 } from "../lib/bytes.ts";

const state = { a: "1", ab: "22", abc: "333", b: "4444" };
const hex = (text: string): Hex => toHex(utf8(text));
const childKey = hex(":child_storage:default:kid");

let chain: FakeChain;
let server: TestServer;
beforeEach(async () => {
  chain = fakeChain(state, { x: "child" });
  server = await startTestServer(chain.api);
});
afterEach(() => server.stop());

const result: TestServer["result"] = (method, ...params) => server.result(method, ...params);
const failure = async (method: string, ...params: unknown[]) => (await server.call(method, ...params)).error;

describe("state", () => {
  it("reads values, hashes and sizes", async () => {
    expect(await result("state_getStorage", hex("ab"))).toBe(hex("22"));
    expect(await result("state_getStorageAt", hex("no"), chain.api.genesisHash)).toBeNull();
    expect(await result("state_getStorageHash", hex("ab"))).toBe(blake2Hex(utf8("22")));
    expect(await result("state_getStorageHashAt", hex("no"))).toBeNull();
    expect(await result("state_getStorageSize", hex("abc"))).toBe(3);
    expect(await result("state_getStorageSizeAt", "0x")).toBe(10);
    expect(await result("state_getStorageSize", hex("no"))).toBeNull();
  });

  it("lists keys in byte order, by pages", async () => {
    expect(await result("state_getKeys", hex("a"))).toEqual([hex("a"), hex("ab"), hex("abc")]);
    expect(await result("state_getKeysPaged", hex("a"), 2)).toEqual([hex("a"), hex("ab")]);
    expect(await result("state_getKeysPaged", hex("a"), 2, hex("a"))).toEqual([hex("ab"), hex("abc")]);
    expect(await result("state_getKeysPagedAt", hex("ab"), 9, hex("ab"), null)).toEqual([hex("abc")]);
    expect(await result("state_getKeysPaged", hex("ab"), 9, hex("a"))).toEqual([hex("ab"), hex("abc")]);
    expect(await result("state_getKeysPaged", null, 1000, hex("abc"))).toEqual([hex("b")]);
    expect(await failure("state_getKeysPaged", "0x", 1001)).toEqual({
      code: 4002,
      message: "count exceeds maximum value. value: 1001, max: 1000",
    });
    expect(await result("state_getPairs", hex("ab"))).toEqual([
      [hex("ab"), hex("22")],
      [hex("abc"), hex("333")],
    ]);
  });

  it("answers several keys in the order asked for, with nulls", async () => {
    const block = chain.api.genesisHash;
    expect(await result("state_queryStorageAt", [hex("b"), hex("no"), hex("a")])).toEqual([
      {
        block,
        changes: [
          [hex("b"), hex("4444")],
          [hex("no"), null],
          [hex("a"), hex("1")],
        ],
      },
    ]);
    // A key that is asked for twice is answered once, and no keys with no block.
    expect((await result("state_queryStorageAt", [hex("a"), hex("a")]))[0].changes).toEqual([[hex("a"), hex("1")]]);
    expect(await result("state_queryStorageAt", [])).toEqual([]);
    const first = chain.add({ state: { a: "2" } });
    chain.add({ state: { a: "2" } });
    const third = chain.add({ state: {} });
    expect(await result("state_queryStorage", [hex("a")], block)).toEqual([
      { block, changes: [[hex("a"), hex("1")]] },
      { block: first, changes: [[hex("a"), hex("2")]] },
      { block: third, changes: [[hex("a"), null]] },
    ]);
    const range = (from: string, to: string, why: string) => ({
      code: 4001,
      message: `Cannot resolve a block range ['"${from}"' ... '"${to}"]. ${why}`,
    });
    expect(await failure("state_queryStorage", [hex("a")], third, block)).toEqual(
      range(`3 (${third})`, `0 (${block})`, "from number > to number"),
    );
    const fork = chain.add({ parent: block, best: false });
    expect(await failure("state_queryStorage", [hex("a")], fork, third)).toEqual(
      range(`1 (${fork})`, `3 (${third})`, "from and to are on different forks"),
    );
    const unknown = `UnknownBlock: Header was not found in the database: ${noBlock}`;
    expect(await failure("state_queryStorageAt", [hex("a")], noBlock)).toEqual(
      range(noBlock, `Some(${noBlock})`, unknown),
    );
  });

  it("proves keys", async () => {
    const at = chain.api.genesisHash;
    expect(await result("state_getReadProof", [hex("a")])).toEqual({ at, proof: [hex("node of a")] });
    expect(await result("state_getChildReadProof", childKey, [hex("x")])).toEqual({ at, proof: [hex("node of x")] });
    // Those of other blocks than the last are waited for.
    chain.add();
    const keys = Array.from({ length: 2000 }, (_, index) => `a${index}`);
    const { proof } = await result("state_getReadProof", keys.map(hex), at);
    expect(new Set(proof)).toEqual(new Set(keys.map((key) => hex(`node of ${key}`))));
    expect(proof).toHaveLength(2000);
  });

  it("words blocks and states that are not there as the original does", async () => {
    const old = chain.api.genesisHash;
    chain.add();
    chain.discard(old);
    const unknown = `UnknownBlock: Header was not found in the database: ${noBlock}`;
    const discarded = `State already discarded for ${old}`;
    expect(await failure("state_getStorage", "0x", noBlock)).toEqual({
      code: 4003,
      message: `Client error: ${unknown}`,
    });
    expect(await failure("state_getKeysPaged", "0x", 1, null, old)).toEqual({
      code: 4003,
      message: `Client error: UnknownBlock: ${discarded}`,
    });
    for (const method of ["state_getRuntimeVersion", "state_getMetadata"]) {
      expect(await failure(method, old)).toEqual({
        code: 4003,
        message: `Client error: Api called for an unknown Block: ${discarded}`,
      });
    }
    expect(await failure("state_call", "Core_version", "0x", old)).toEqual({
      code: 4003,
      message: `Client error: UnknownBlock: ${discarded}`,
    });
  });

  it("calls the runtime, with the original's words for what fails", async () => {
    chain.calls.set("Echo_it", (args) => args);
    expect(await result("state_call", "Echo_it", "0x0102")).toBe("0x0102");
    expect(await result("state_callAt", "Echo_it", "0102", null)).toBe("0x0102");
    expect(await result("state_call", "Echo_it", "")).toBe("0x");
    expect(await failure("state_call", "Metadata_metadata_at_version", "0x0f000000")).toEqual({
      code: 4003,
      message: "Client error: Execution failed: Other: Exported method Metadata_metadata_at_version is not found",
    });
    chain.calls.set("Bad_args", () => {
      throw new RuntimeCallError("bad-arguments", "Bad input data provided to args: Not enough data to fill buffer");
    });
    expect((await failure("state_call", "Bad_args", "0x"))?.message).toBe(
      "Client error: Execution failed: Execution aborted due to panic: Bad input data provided to args: Not enough data to fill buffer",
    );
    chain.calls.set("Not_built", () => {
      throw new RuntimeCallError("not-built", "Not_built is not built");
    });
    expect(await failure("state_call", "Not_built", "0x")).toMatchObject({
      code: 4003,
      message: expect.stringMatching(/not built/),
    });
    chain.calls.set("Broken_call", () => {
      throw new Error("a fault of ours");
    });
    expect(await failure("state_call", "Broken_call", "0x")).toMatchObject({ code: -32603, message: "Internal error" });
  });

  it("gives version and metadata, and asks for the metadata of a version once", async () => {
    const version = {
      specName: "node-subtensor",
      implName: "node-subtensor",
      authoringVersion: 1,
      specVersion: 425,
      implVersion: 1,
      apis: [["0xdf6acb689907609b", 5]],
      transactionVersion: 1,
      systemVersion: 1,
      stateVersion: 1,
    };
    expect(await result("state_getRuntimeVersion")).toEqual(version);
    expect(await result("chain_getRuntimeVersion", null)).toEqual(version);
    expect(await result("state_getMetadata")).toBe(hex("abc"));
    chain.add();
    expect(await result("state_getMetadata", chain.api.bestHash())).toBe(hex("abc"));
    expect(chain.called.filter((name) => name === "Metadata_metadata")).toHaveLength(1);
    // Another program, of the same version.
    chain.rules = {};
    const together = Array.from({ length: 3 }, () => result("state_getMetadata"));
    expect(await Promise.all(together)).toEqual(Array(3).fill(hex("abc")));
    expect(chain.called.filter((name) => name === "Metadata_metadata")).toHaveLength(2);
  });

  it("refuses with words what is not built", async () => {
    expect(await failure("state_traceBlock", noBlock)).toMatchObject({
      code: -32603,
      message: expect.stringMatching(/not built.*traceBlock/),
    });
  });

  it("reads child tries", async () => {
    expect(await result("childstate_getStorage", childKey, hex("x"))).toBe(hex("child"));
    expect(await result("childstate_getStorageEntries", childKey, [hex("y"), hex("x")])).toEqual([null, hex("child")]);
    expect(await result("childstate_getStorageSize", childKey, hex("x"))).toBe(5);
    expect(await result("childstate_getStorageHash", childKey, hex("x"))).toBe(blake2Hex(utf8("child")));
    expect(await result("childstate_getKeys", childKey, "0x")).toEqual([hex("x")]);
    expect(await result("childstate_getKeysPagedAt", childKey, "0x", 5, hex("x"))).toEqual([]);
    expect(await failure("childstate_getKeys", "0x1234", "0x")).toEqual({
      code: 4003,
      message: "Client error: Invalid child storage key",
    });
  });
});
