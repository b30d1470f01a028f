import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type FakeChain, fakeChain, noBlock } from "../../test/support/fake-chain.ts";
import { startTestServer, type TestServer } from "../../test/support/rpc-client.ts";
import { RuntimeCallError } from "../chain/api.ts";
import { encode } from "../codec/codec.ts";
import { option, vec } from "../codec/containers.ts";
import { u16, u64 } from "../codec/primitives.ts";
import { blake2Hex } from "../crypto/hashing.ts";
import { toHex, utf8 } from "../lib/bytes.ts";
import { SubnetPrice } from "../runtime/pallets/swap/types.ts";
import { FeeDetails, RuntimeDispatchInfo } from "../runtime/pallets/transaction-payment/types.ts";

const state = { a: "1", ab: "22", abc: "333", b: "4444" };

let chain: FakeChain;
let server: TestServer;
beforeEach(async () => {
  chain = fakeChain(state, { x: "child" });
  server = await startTestServer(chain.api);
});
afterEach(() => server.stop());

const result: TestServer["result"] = (method, ...params) => server.result(method, ...params);
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
    expect(await result("chain_getBlockHash", "1")).toBe(hash);
    for (const [asked, form] of [
      [5_000_000_000, "Number"],
      ["0x12a05f200", "Hex"],
    ] as const) {
      expect(await failure("chain_getBlockHash", asked)).toEqual({
        code: 3001,
        message: `\`${form}(5000000000)\` > u32::MAX, the max block number is u32.`,
      });
    }
    expect(await failure("chain_getBlockHash", -1)).toMatchObject({ code: -32602 });
    expect(await failure("chain_getBlockHash", [0, null])).toMatchObject({ code: -32602 });
    expect(await result("chain_getBlockHash", null)).toBe(hash);
    for (const method of ["chain_getFinalizedHead", "chain_getFinalisedHead"]) expect(await result(method)).toBe(hash);
  });
});

describe("author", () => {
  it("takes extrinsics, shows and removes them", async () => {
    const hash = blake2Hex(Uint8Array.of(4, 1));
    expect(await result("author_submitExtrinsic", "0x0401")).toBe(hash);
    expect(await result("author_submitExtrinsic", "0x00")).toBe(blake2Hex(Uint8Array.of(0)));
    expect(await result("author_pendingExtrinsics")).toEqual(["0x0401"]);
    expect(await result("author_removeExtrinsic", [{ hash }, { extrinsic: "0x00" }, { hash: noBlock }])).toEqual([
      hash,
      blake2Hex(Uint8Array.of(0)),
    ]);
    expect(await failure("author_submitExtrinsic", "0x04ff")).toEqual({
      code: 1010,
      message: "Invalid Transaction",
      data: "Custom error: 6",
    });
    expect(await failure("author_submitExtrinsic", 17)).toMatchObject({ code: -32602 });
  });

  it("ignores what follows an extrinsic, and says which way bytes are none", async () => {
    const hash = blake2Hex(Uint8Array.of(4, 1));
    expect(await result("author_submitExtrinsic", "0x0401ffff")).toBe(hash);
    // White space is left out, and made up for with zeros at the end.
    expect(await result("author_submitExtrinsic", "0x04 01 ")).toBe(hash);
    expect(await result("author_submitExtrinsic", "401")).toBe(hash);
    expect(chain.pending).toEqual([Uint8Array.of(4, 1), Uint8Array.of(4, 1), Uint8Array.of(4, 1)]);
    expect(await result("author_removeExtrinsic", [{ extrinsic: "0x0401ffff" }])).toEqual([hash]);
    const why = "Could not decode `OpaqueExtrinsic.0`:\n\tNot enough data to decode vector\n";
    expect(await failure("author_submitExtrinsic", "0x0801")).toEqual({ code: 1040, message: `Client error: ${why}` });
    const badFormat = { code: 1001, message: `Extrinsic has invalid format: ${why}` };
    expect(await failure("author_removeExtrinsic", [{ extrinsic: "0x0801" }])).toEqual(badFormat);
    const client = await server.connect();
    expect((await client.call("author_submitAndWatchExtrinsic", "0x0801")).error).toEqual(badFormat);
    expect((await client.call("author_submitAndWatchExtrinsic", "0x0401ff")).error).toBeUndefined();
    expect(chain.watched.has(hash)).toBe(true);
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
          rotate: async () => Uint8Array.of(7),
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
    expect(await result("system_addReservedPeer", "/ip4/1.2.3.4/tcp/1/p2p/12D3KooW")).toBeNull();
    expect(await result("system_removeReservedPeer", "12D3KooW")).toBeNull();
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
    expect(await failure("system_dryRun", "0x0401")).toMatchObject({
      code: 1,
      message: "Unable to dry run extrinsic.",
    });
    chain.calls.set("BlockBuilder_apply_extrinsic", (args) => {
      expect(toHex(args)).toBe("0x0401");
      return Uint8Array.of(0, 0);
    });
    expect(await result("system_dryRunAt", "0x0401")).toBe("0x0000");
    expect(await result("system_dryRun", "0x0401ff")).toBe("0x0000");
    expect(await failure("system_dryRun", "0x")).toEqual({
      code: 2,
      message: "Unable to dry run extrinsic",
      data: "Could not decode `OpaqueExtrinsic.0`:\n\tNot enough data to fill buffer\n",
    });
    chain.calls.set("BlockBuilder_apply_extrinsic", () => {
      throw new RuntimeCallError("bad-arguments", "Bad input data provided to apply_extrinsic: x");
    });
    expect(await failure("system_dryRun", "0x00")).toMatchObject({ code: 1, message: "Unable to dry run extrinsic." });
  });

  it("asks for fees", async () => {
    chain.calls.set("TransactionPaymentApi_query_info", (args) => {
      expect(toHex(args)).toBe("0x040102000000");
      const weight = { ref_time: 2n ** 60n, proof_size: 5n };
      return encode(RuntimeDispatchInfo, { weight, class: "Operational", partial_fee: 12_345n });
    });
    const text = (await server.post('{"jsonrpc":"2.0","id":1,"method":"payment_queryInfo","params":["0x0401"]}')).text;
    expect(text).toContain(
      '"result":{"weight":{"ref_time":1152921504606846976,"proof_size":5},"class":"operational","partialFee":"12345"}',
    );
    chain.calls.set("TransactionPaymentApi_query_fee_details", (args) => {
      // The bytes that were sent are counted, also those behind the extrinsic.
      expect(toHex(args)).toBe("0x040104000000");
      return encode(FeeDetails, { inclusion_fee: { base_fee: 1n, len_fee: 2n, adjusted_weight_fee: 3n }, tip: 9n });
    });
    expect(await result("payment_queryFeeDetails", "0x0401ffff")).toEqual({
      inclusionFee: { baseFee: 1, lenFee: 2, adjustedWeightFee: 3 },
    });
  });

  it("tells bytes that are no opaque extrinsic from those of which the runtime makes nothing", async () => {
    const names = { payment_queryInfo: "dispatch info", payment_queryFeeDetails: "fee details" };
    for (const call of ["query_info", "query_fee_details"]) {
      chain.calls.set(`TransactionPaymentApi_${call}`, () => {
        throw new RuntimeCallError("bad-arguments", `Bad input data provided to ${call}: x`);
      });
    }
    for (const [method, what] of Object.entries(names)) {
      const message = `Unable to query ${what}.`;
      // An opaque extrinsic of length 0, and more bytes.
      expect(await failure(method, "0x00001054657374")).toMatchObject({ code: 1, message });
      expect(await failure(method, "0x0801")).toEqual({
        code: 2,
        message,
        data: 'Error { cause: Some(Error { cause: None, desc: "Not enough data to decode vector" }), desc: "Could not decode `OpaqueExtrinsic.0`" }',
      });
    }
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
