import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type FakeChain, fakeChain, noBlock } from "../../test/support/fake-chain.ts";
import { startTestServer, type TestServer } from "../../test/support/rpc-client.ts";
import { RuntimeCallError } from "../chain/api.ts";
import { encode } from "../codec/codec.ts";
import { option, vec } from "../codec/containers.ts";
import { u16, u64 } from "../codec/primitives.ts";
import { blake2Hex } from "../crypto/hashing.ts";
import { type Hex, toHex, utf8 } from "../lib/bytes.ts";
import { SubnetPrice } from "../runtime/pallets/swap/types.ts";
import { FeeDetails, RuntimeDispatchInfo } from "../runtime/pallets/transaction-payment/types.ts";

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

const result = async (method: string, ...params: unknown[]) => {
  const reply = await server.call(method, ...params);
  if (reply.error !== undefined) throw new Error(`${method}: ${JSON.stringify(reply.error)}`);
  return reply.result;
};
const failure = async (method: string, ...params: unknown[]) => (await server.call(method, ...params)).error;

describe("chain", () => {
  it("gives headers, blocks and hashes", async () => {
    const extrinsic = Uint8Array.of(4, 5);
    const hash = chain.add({ body: [extrinsic], digest: [Uint8Array.of(8)] });
    chain.finalize(hash);
    const header = {
      parentHash: chain.api.genesisHash,
      number: "0x1",
      stateRoot: chain.api.header(hash)?.stateRoot,
      extrinsicsRoot: chain.api.header(hash)?.extrinsicsRoot,
      digest: { logs: ["0x08"] },
    };
    expect(await result("chain_getHeader")).toEqual(header);
    expect(await result("chain_getHeader", null)).toEqual(header);
    expect((await result("chain_getHeader", chain.api.genesisHash)).number).toBe("0x0");
    expect(await result("chain_getHeader", noBlock)).toBeNull();
    expect(await result("chain_getBlock", hash)).toEqual({
      block: { header, extrinsics: ["0x0405"] },
      justifications: [
        [
          [0x46, 0x52, 0x4e, 0x4b],
          [111, 107],
        ],
      ],
    });
    expect((await result("chain_getBlock", chain.api.genesisHash)).justifications).toBeNull();
    expect(await result("chain_getBlock", noBlock)).toBeNull();
    for (const method of ["chain_getHead", "chain_getBlockHash"]) expect(await result(method)).toBe(hash);
    expect(await result("chain_getBlockHash", 0)).toBe(chain.api.genesisHash);
    expect(await result("chain_getBlockHash", "0x1")).toBe(hash);
    expect(await result("chain_getBlockHash", 2)).toBeNull();
    expect(await result("chain_getBlockHash", [0, "0x01", 7])).toEqual([chain.api.genesisHash, hash, null]);
    expect(await failure("chain_getBlockHash", 5_000_000_000)).toMatchObject({ code: 3001 });
    expect(await failure("chain_getBlockHash", -1)).toMatchObject({ code: -32602 });
    for (const method of ["chain_getFinalizedHead", "chain_getFinalisedHead"]) expect(await result(method)).toBe(hash);
  });
});

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
    const first = chain.add({ state: { a: "2" } });
    chain.add({ state: { a: "2" } });
    const third = chain.add({ state: {} });
    expect(await result("state_queryStorage", [hex("a")], block)).toEqual([
      { block, changes: [[hex("a"), hex("1")]] },
      { block: first, changes: [[hex("a"), hex("2")]] },
      { block: third, changes: [[hex("a"), null]] },
    ]);
    expect(await failure("state_queryStorage", [hex("a")], third, block)).toMatchObject({ code: 4001 });
  });

  it("proves keys", async () => {
    const at = chain.api.genesisHash;
    expect(await result("state_getReadProof", [hex("a")])).toEqual({ at, proof: [hex("node of a")] });
    expect(await result("state_getChildReadProof", childKey, [hex("x")])).toEqual({ at, proof: [hex("node of x")] });
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
      apis: [["0x0102030405060708", 5]],
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
    chain.spec = 426;
    expect(await result("state_getMetadata")).toBe(hex("abc"));
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

describe("author", () => {
  it("takes extrinsics, shows and removes them", async () => {
    const hash = blake2Hex(Uint8Array.of(1, 2));
    expect(await result("author_submitExtrinsic", "0x0102")).toBe(hash);
    expect(await result("author_submitExtrinsic", "0x03")).toBe(blake2Hex(Uint8Array.of(3)));
    expect(await result("author_pendingExtrinsics")).toEqual(["0x0102"]);
    expect(await result("author_removeExtrinsic", [{ hash }, { extrinsic: "0x03" }, { hash: noBlock }])).toEqual([
      hash,
      blake2Hex(Uint8Array.of(3)),
    ]);
    expect(await failure("author_submitExtrinsic", "0xff")).toEqual({
      code: 1010,
      message: "Invalid Transaction",
      data: "Custom error: 6",
    });
    expect(await failure("author_submitExtrinsic", 17)).toMatchObject({ code: -32602 });
  });

  it("keeps keys where the node has a keystore", async () => {
    expect(await failure("author_hasKey", "0x01", "aura")).toMatchObject({
      message: expect.stringMatching(/not built.*keystore/),
    });
    await server.stop();
    const keys: string[] = [];
    server = await startTestServer(
      chain.api,
      {},
      {
        keystore: {
          insert: (type, suri, publicKey) => {
            if (suri === "bad") throw new Error("no such secret");
            keys.push(`${type}${toHex(publicKey)}`);
          },
          has: (publicKey, type) => keys.includes(`${type}${toHex(publicKey)}`),
          rotate: () => Uint8Array.of(7),
        },
      },
    );
    expect(await result("author_insertKey", "aura", "//Alice", "0x01")).toBeNull();
    expect(await result("author_hasKey", "0x01", "aura")).toBe(true);
    expect(await result("author_hasKey", "0x01", "gran")).toBe(false);
    expect(await result("author_rotateKeys")).toBe("0x07");
    expect(await failure("author_insertKey", "toolong", "//Alice", "0x01")).toEqual({
      code: 1040,
      message: "Invalid key type ID format (should be of length four)",
    });
    expect(await failure("author_insertKey", "aura", "bad", "0x01")).toEqual({ code: 1040, message: "no such secret" });
    // Some([([1], "aura")]) and None.
    chain.calls.set("SessionKeys_decode_session_keys", (args) =>
      args[0] === 4 ? Uint8Array.from([1, 4, 4, 1, ...utf8("aura")]) : Uint8Array.of(0),
    );
    expect(await result("author_hasSessionKeys", "0x01")).toBe(true);
    expect(await failure("author_hasSessionKeys", "0x0102")).toMatchObject({ code: 1040 });
  });
});

describe("system, payment, offchain, rpc", () => {
  it("describes the node", async () => {
    expect(await result("system_chain")).toBe("Bittensor");
    expect(await result("system_chainType")).toBe("Local");
    expect(await result("system_version")).toBe("4.0.0-dev");
    expect(await result("system_properties")).toEqual({ ss58Format: 42, tokenDecimals: 9, tokenSymbol: "TAO" });
    expect(await result("system_health")).toEqual({ peers: 0, isSyncing: false, shouldHavePeers: false });
    expect(await result("system_nodeRoles")).toEqual(["Authority"]);
    expect(await result("system_localPeerId")).toBe("12D3KooW");
    expect(await result("system_localListenAddresses")).toEqual([]);
    expect(await result("system_peers")).toEqual([]);
    expect(await result("system_reservedPeers")).toEqual([]);
    chain.add();
    expect(await result("system_syncState")).toEqual({ startingBlock: 0, currentBlock: 1, highestBlock: 1 });
    expect(await failure("system_addReservedPeer", "/ip4/1.2.3.4")).toMatchObject({
      message: expect.stringMatching(/not built/),
    });
    expect(await failure("system_addLogFilter", "x=debug")).toMatchObject({
      message: expect.stringMatching(/enable-log-reloading/),
    });
    expect(await result("chainSpec_v1_chainName")).toBe("Bittensor");
    expect(await result("chainSpec_v1_genesisHash")).toBe(chain.api.genesisHash);
    expect((await result("chainSpec_v1_properties")).tokenSymbol).toBe("TAO");
  });

  it("gives the next nonce of an address", async () => {
    const alice = "5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY";
    expect(await result("system_accountNextIndex", alice)).toBe(0xd4);
    expect(await result("account_nextIndex", alice)).toBe(0xd4);
    expect(await failure("account_nextIndex", `${alice}x`)).toMatchObject({
      code: -32602,
      data: expect.stringMatching(/SS58/),
    });
  });

  it("dry-runs through the block builder", async () => {
    expect(await failure("system_dryRun", "0x0102")).toMatchObject({
      code: 1,
      message: "Unable to dry run extrinsic.",
    });
    chain.calls.set("BlockBuilder_apply_extrinsic", () => Uint8Array.of(0, 0));
    expect(await result("system_dryRunAt", "0x0102")).toBe("0x0000");
  });

  it("asks for fees", async () => {
    chain.calls.set("TransactionPaymentApi_query_info", (args) => {
      expect(toHex(args)).toBe("0x01020302000000".replace("0302", "02"));
      const weight = { ref_time: 2n ** 60n, proof_size: 5n };
      return encode(RuntimeDispatchInfo, { weight, class: "Operational", partial_fee: 12_345n });
    });
    const text = (await server.post('{"jsonrpc":"2.0","id":1,"method":"payment_queryInfo","params":["0x0102"]}')).text;
    expect(text).toContain(
      '"result":{"weight":{"ref_time":1152921504606846976,"proof_size":5},"class":"operational","partialFee":"12345"}',
    );
    chain.calls.set("TransactionPaymentApi_query_fee_details", () =>
      encode(FeeDetails, { inclusion_fee: { base_fee: 1n, len_fee: 2n, adjusted_weight_fee: 3n }, tip: 9n }),
    );
    expect(await result("payment_queryFeeDetails", "0x0102")).toEqual({
      inclusionFee: { baseFee: 1, lenFee: 2, adjustedWeightFee: 3 },
    });
    chain.calls.set("TransactionPaymentApi_query_info", () => {
      throw new RuntimeCallError("bad-arguments", "Bad input data provided to query_info: x");
    });
    expect(await failure("payment_queryInfo", "0x00")).toMatchObject({
      code: 2,
      message: "Unable to query dispatch info.",
    });
  });

  it("keeps offchain values where the node does", async () => {
    expect(await failure("offchain_localStorageGet", "LOCAL", "0x01")).toEqual({
      code: 5001,
      message: "This storage kind is not available yet",
    });
    expect(await failure("offchain_localStorageGet", "PERSISTENT", "0x01")).toMatchObject({
      message: expect.stringMatching(/not built/),
    });
  });

  it("lists every name it serves, aliases among them", async () => {
    const { methods } = (await result("rpc_methods")) as { methods: string[] };
    for (const name of [
      ...["state_getStorageAt", "state_call", "account_nextIndex", "chain_getHead", "rpc_methods"],
      ...["chainHead_v1_follow", "chainHead_v1_unfollow", "author_unwatchExtrinsic", "unsubscribe_newHead"],
      ...["transactionWatch_v1_submitAndWatch", "archive_v1_storage", "swap_currentAlphaPrice"],
    ]) {
      expect(methods).toContain(name);
    }
    expect(methods).toEqual([...new Set(methods)].sort());
    // Served under sealing only.
    expect(methods.filter((name) => name.startsWith("engine_"))).toEqual([]);
    await server.stop();
    const sealing = {
      createBlock: async (options: { createEmpty: boolean; finalize: boolean }) => ({
        hash: chain.add({ final: options.finalize }),
        isNewBest: true,
        proofSize: 0,
      }),
      finalizeBlock: async () => true,
    };
    server = await startTestServer({ ...chain.api, sealing }, {}, { archive: false });
    const sealed = (await result("rpc_methods")).methods as string[];
    expect(sealed).toContain("engine_createBlock");
    expect(sealed.filter((name) => name.startsWith("archive_"))).toEqual([]);
    expect(await result("engine_createBlock", true, true)).toEqual({
      hash: chain.api.finalizedHash(),
      aux: {
        header_only: false,
        clear_justification_requests: false,
        needs_justification: false,
        bad_justification: false,
        is_new_best: true,
      },
      proof_size: 0,
    });
    expect(await result("engine_finalizeBlock", chain.api.bestHash())).toBe(true);
  });
});

describe("the subtensor methods", () => {
  it("pass encoded values on as lists of numbers", async () => {
    chain.calls.set("SubnetInfoRuntimeApi_get_subnet_info", (args) => Uint8Array.of(1, ...args));
    chain.calls.set("NeuronInfoRuntimeApi_get_neuron_lite", (args) => args);
    chain.calls.set("SubnetInfoRuntimeApi_get_selective_mechagraph", (args) => args);
    chain.calls.set("DelegateInfoRuntimeApi_get_delegate", (args) => args);
    expect(await result("subnetInfo_getSubnetInfo", 258)).toEqual([1, 2, 1]);
    expect(await result("neuronInfo_getNeuronLite", 1, 2, null)).toEqual([1, 0, 2, 0]);
    expect(await result("subnetInfo_getSelectiveMechagraph", 1, 2, [3, 4])).toEqual([1, 0, 2, 8, 3, 0, 4, 0]);
    const bytes = Array.from({ length: 32 }, (_, index) => index);
    expect(await result("delegateInfo_getDelegate", bytes)).toEqual(bytes);
    expect(await failure("delegateInfo_getDelegate", [1, 2])).toMatchObject({ code: 1 });
    expect(await failure("subnetInfo_getSubnetInfo", 65536)).toMatchObject({ code: -32602 });
    expect(await failure("neuronInfo_getNeurons", 1)).toMatchObject({
      code: 1,
      message: expect.stringMatching(/^Unable to get neurons info: /),
    });
    expect(await failure("subnetInfo_getSubnetAccountId", 1)).toEqual({ code: 1, message: "Subnet does not exist" });
  });

  it("give prices and costs as numbers, exact to the last digit", async () => {
    chain.calls.set("SwapRuntimeApi_current_alpha_price", () => encode(u64, 2n ** 63n + 1n));
    chain.calls.set("SwapRuntimeApi_current_alpha_price_all", () =>
      encode(vec(SubnetPrice), [{ netuid: 3, price: 7n }]),
    );
    chain.calls.set("SwapRuntimeApi_sim_swap_tao_for_alpha", (args) => args);
    chain.calls.set("SubnetRegistrationRuntimeApi_get_network_registration_cost", () => encode(u64, 10n));
    chain.calls.set("SubnetInfoRuntimeApi_get_subnet_to_prune", () => encode(option(u16), undefined));
    chain.calls.set("StakeInfoRuntimeApi_get_coldkey_lock", (args) => args);
    const ask = '{"jsonrpc":"2.0","id":1,"method":"swap_currentAlphaPrice","params":[3]}';
    expect((await server.post(ask)).text).toContain('"result":9223372036854775809}');
    expect(await result("swap_currentAlphaPriceAll")).toEqual([{ netuid: 3, price: 7 }]);
    const amount = '{"jsonrpc":"2.0","id":1,"method":"swap_simSwapTaoForAlpha","params":[3,18446744073709551615]}';
    expect(JSON.parse((await server.post(amount)).text).result).toEqual([3, 0, ...Array(8).fill(255)]);
    expect(await result("subnetInfo_getLockCost")).toBe(10);
    expect(await result("subnetInfo_getSubnetToPrune")).toBeNull();
    const alice = "5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY";
    expect(await result("stakeInfo_getColdkeyLock", alice, 2)).toHaveLength(34);
  });
});
