import { readFileSync } from "node:fs";
import { describe, expect, it, onTestFinished } from "vitest";
import { decode, encode } from "../codec/codec.ts";
import { option, result, tuple, vec } from "../codec/containers.ts";
import { bytes, str, unit } from "../codec/primitives.ts";
import { slotDigest } from "../consensus/aura.ts";
import { shieldKeys } from "../crypto/shield.ts";
import { concatBytes, fromUtf8, type Hex, toHex, utf8 } from "../lib/bytes.ts";
import { CheckInherentsResult, InherentData } from "../primitives/inherent-data.ts";
import { applyExtrinsic } from "../runtime/executive/apply-extrinsic.ts";
import { initializeBlock } from "../runtime/executive/block.ts";
import { callRuntimeApi } from "../runtime/executive/call-api.ts";
import { startOf } from "../runtime/executive/execute-block.ts";
import { bareExtrinsic, decodeExtrinsic } from "../runtime/executive/extrinsic.ts";
import { execute } from "../runtime/frame/execution.ts";
import { defaultGenesis } from "../runtime/genesis.ts";
import { storage as drand } from "../runtime/pallets/drand/storage.ts";
import { storage as timestamp } from "../runtime/pallets/timestamp/storage.ts";
import { UncheckedExtrinsic } from "../runtime/types/block.ts";
import { Block as EthereumBlock, TransactionStatus } from "../runtime/types/ethereum.ts";
import { Header } from "../runtime/types/substrate.ts";
import { memoryState } from "../storage/state/memory-state.ts";
import { startSealing } from "./sealing.ts";
import { fixedShieldKeystore } from "./shield-keystore.ts";
import { signed, testChain, testRuntime, transfer } from "./testing/chain.ts";
import { testClock } from "./testing/clock.ts";

const keys = shieldKeys(new Uint8Array(64).fill(1));
const runtime = testRuntime();

async function sealedChain(blocks: number) {
  const chain = await testChain(testClock(1_760_000_000_000), { seals: "optional", checkClock: false });
  const { api, stop } = startSealing(
    chain,
    "manual",
    fixedShieldKeystore(() => keys),
  );
  onTestFinished(async () => {
    stop();
    await chain.close();
  });
  for (let i = 0; i < blocks; i++) await api.createBlock({ createEmpty: true, finalize: true });
  const at = (number: number): Hex => chain.api.hashOfNumber(number) as Hex;
  return {
    chain,
    at,
    ask: (number: number, method: string, args: Uint8Array) => chain.api.call(at(number), method, args),
  };
}

const u64 = (value: bigint): Uint8Array => {
  const out = new Uint8Array(8);
  new DataView(out.buffer).setBigUint64(0, value, true);
  return out;
};
const inherentData = (entries: Readonly<Record<string, Uint8Array>>): Uint8Array =>
  encode(InherentData, { data: new Map(Object.entries(entries).map(([name, value]) => [toHex(utf8(name)), value])) });
const encodeAll = (extrinsics: readonly Uint8Array[]): Uint8Array =>
  encode(
    vec(UncheckedExtrinsic),
    extrinsics.map((extrinsic) => decodeExtrinsic(extrinsic, runtime)),
  );
/** `Some(key)` */
const announced = concatBytes(new Uint8Array([1]), encode(bytes, keys.encKey));

describe("BlockBuilder_inherent_extrinsics", () => {
  const made = (encoded: Uint8Array) => decode(vec(UncheckedExtrinsic), encoded, runtime.outer);
  const method = "BlockBuilder_inherent_extrinsics";

  it("gives what our author puts into the block", async () => {
    const { chain, at, ask } = await sealedChain(2);
    const data = inherentData({ timstap0: u64(500n), shieldpk: announced });
    expect(made(await ask(1, method, data)).map(({ bytes: whole }) => whole)).toEqual(chain.api.body(at(2)));
  });

  it("leaves the key out when none is given or it does not decode, and announces that there is none", async () => {
    const { ask } = await sealedChain(1);
    const names = async (shieldpk?: Uint8Array) =>
      made(
        await ask(1, method, inherentData({ timstap0: u64(9_000n), ...(shieldpk === undefined ? {} : { shieldpk }) })),
      ).map(({ call }) => call);
    const set = { pallet: "Timestamp", name: "set", args: { now: 9_000n } };
    expect(await names()).toEqual([set]);
    expect(await names(new Uint8Array([7]))).toEqual([set]);
    expect(await names(new Uint8Array([0]))).toEqual([
      set,
      { pallet: "MevShield", name: "announce_next_key", args: { enc_key: undefined } },
    ]);
  });

  it("takes a time before the earliest as the earliest, and no time for a mistake", async () => {
    const { ask } = await sealedChain(1);
    const [early] = made(await ask(1, method, inherentData({ timstap0: u64(1n) })));
    // Block 1 is at 250 ms; half a slot must lie between.
    expect(early?.call.args).toEqual({ now: 375n });
    await expect(ask(1, method, inherentData({}))).rejects.toThrow("Timestamp inherent data must be provided");
    await expect(ask(1, method, inherentData({ timstap0: u64(1n).subarray(1) }))).rejects.toThrow(
      "not correctly encoded",
    );
  });
});

describe("BlockBuilder_check_inherents", () => {
  async function check(moment: bigint, clock: Uint8Array, before: Uint8Array[] = []) {
    const { chain, at, ask } = await sealedChain(2);
    const header = chain.header(at(2));
    const encoded = chain.database.header(at(2)) as Uint8Array;
    expect(header?.number).toBe(2);
    const set = bareExtrinsic({ pallet: "Timestamp", name: "set", args: { now: moment } }, runtime);
    const body = encodeAll([...before, set]);
    return decode(
      CheckInherentsResult,
      await ask(1, "BlockBuilder_check_inherents", concatBytes(encoded, body, clock)),
    );
  }
  const clock = inherentData({ timstap0: u64(1_000n) });
  const bad = (code: number) => ({
    okay: false,
    fatal_error: true,
    errors: { data: new Map([[toHex(utf8("timstap0")), new Uint8Array([code])]]) },
  });
  const fine = { okay: true, fatal_error: false, errors: { data: new Map() } };

  it("objects to a time that is too early or too far ahead of the clock", async () => {
    expect(await check(375n, clock)).toEqual(fine);
    expect(await check(31_000n, clock)).toEqual(fine);
    expect(await check(374n, clock)).toEqual(bad(0));
    expect(await check(31_001n, clock)).toEqual(bad(1));
  });

  it("looks at the inherents only, in front of everything else", async () => {
    const { chain } = await sealedChain(1);
    const other = signed(chain, "Alice", transfer("Bob", 1n), 0);
    const announce = bareExtrinsic(
      { pallet: "MevShield", name: "announce_next_key", args: { enc_key: undefined } },
      runtime,
    );
    expect(await check(99_999n, clock, [other])).toEqual(fine);
    expect(await check(99_999n, clock, [announce])).toEqual(bad(1));
    await expect(check(375n, inherentData({}))).rejects.toThrow("must be provided");
  });
});

describe("GenesisBuilder", () => {
  const ask = (method: string, args: Uint8Array, overlay = memoryState([]).overlay()) =>
    callRuntimeApi(overlay, runtime, `GenesisBuilder_${method}`, args);
  const preset = (id?: string): string | undefined => {
    const found = decode(option(bytes), ask("get_preset", encode(option(str), id)));
    return found && fromUtf8(found);
  };
  const Built = result(unit, str);
  const build = (json: string, overlay = memoryState([]).overlay()) =>
    decode(Built, ask("build_state", encode(bytes, utf8(json)), overlay));

  it("has the presets of the original", () => {
    expect(decode(vec(str), ask("preset_names", new Uint8Array()))).toEqual(["benchmark"]);
    expect(JSON.parse(preset() ?? "")).toEqual(defaultGenesis(runtime.pallets));
    const benchmark = preset("benchmark");
    expect(Object.keys(JSON.parse(benchmark ?? ""))).toEqual([
      "aura",
      "balances",
      "grandpa",
      "sudo",
      "subtensorModule",
    ]);
    expect(benchmark?.split("\n")[1]).toBe('      "aura": {');
    expect(preset("development")).toBeUndefined();
  });

  it("builds the state that the development chain begins with", async () => {
    const json = JSON.parse(readFileSync(new URL("../../chainspec/dev.json", import.meta.url), "utf8")) as {
      genesis: { runtimeGenesis: { patch: Record<string, object> } };
    };
    const { patch } = json.genesis.runtimeGenesis;
    const sections = Object.entries(defaultGenesis(runtime.pallets)).map(([name, section]) => [
      name,
      { ...(section as object), ...patch[name] },
    ]);
    const overlay = memoryState([]).overlay();
    expect(build(JSON.stringify(Object.fromEntries(sections)), overlay)).toEqual({ ok: undefined });
    const { chain } = await sealedChain(0);
    const genesis = chain.database.overlayAt(chain.api.genesisHash);
    for (const [key, value] of overlay.changes()) expect(genesis?.get(key), key).toEqual(value);
    expect(overlay.changes().size).toBeGreaterThan(50);
  });

  it("says what is wrong with a description", () => {
    const whole = JSON.stringify(defaultGenesis(runtime.pallets));
    expect(build(whole)).toEqual({ ok: undefined });
    expect(build("{")).toEqual({ err: expect.stringMatching(/^Invalid JSON blob: ./) });
    expect(build("[]")).toEqual({
      err: "Invalid JSON blob: invalid length 0, expected struct RuntimeGenesisConfig with 13 elements at line 1 column 2",
    });
    expect(build("{}")).toEqual({ err: "Invalid JSON blob: missing field `system` at line 1 column 2" });
    expect(build(whole.replace('"system"', '"drand":{},"system"'))).toEqual({
      err: expect.stringMatching(
        /^Invalid JSON blob: unknown field `drand`, expected one of `system`, .* at line 1 column \d+$/,
      ),
    });
    expect(build(whole.replace('"key":null', '"key":7'))).toEqual({
      err: expect.stringMatching(
        /^Invalid JSON blob: invalid type: integer `7`, expected a string at line 1 column \d+$/,
      ),
    });
  });
});

describe("methods that need more of the node than a call from outside has", () => {
  it("end as in the original", async () => {
    const { chain, at, ask } = await sealedChain(1);
    const header = chain.database.header(at(1)) as Uint8Array;
    await expect(ask(1, "OffchainWorkerApi_offchain_worker", header)).rejects.toThrow(
      "only in the offchain worker context",
    );
    await expect(ask(1, "SessionKeys_generate_session_keys", new Uint8Array([0]))).rejects.toThrow(
      "No `keystore` associated",
    );
    // As long as no pulse may be sent, there is nothing to do.
    const overlay = chain.database.overlayAt(at(1));
    if (overlay === undefined) throw new Error("no state");
    overlay.put(drand.NextUnsignedAt.key, new Uint8Array([2, 0, 0, 0]));
    expect(callRuntimeApi(overlay, runtime, "OffchainWorkerApi_offchain_worker", header)).toEqual(new Uint8Array());
  });
});

describe("EthereumRuntimeRPCApi", () => {
  it("makes the Ethereum block of a block that is started", async () => {
    const { chain, at } = await sealedChain(1);
    const overlay = chain.database.overlayAt(at(1));
    if (overlay === undefined) throw new Error("no state");
    const header = encode(Header, {
      parent_hash: at(1),
      number: 2,
      state_root: `0x${"00".repeat(32)}`,
      extrinsics_root: `0x${"00".repeat(32)}`,
      digest: { logs: [] },
    });
    const digest = concatBytes(header.subarray(0, -1), new Uint8Array([4]), slotDigest(2n));
    const ask = (method: string, args: Uint8Array) =>
      callRuntimeApi(overlay, runtime, `EthereumRuntimeRPCApi_${method}`, args);
    ask("initialize_pending_block", digest);
    const body = [
      bareExtrinsic({ pallet: "Timestamp", name: "set", args: { now: 500n } }, runtime),
      signed(chain, "Alice", transfer("Bob", 1n), 5),
    ];
    const Pending = tuple(option(EthereumBlock), option(vec(TransactionStatus)));
    const answer = ask("pending_block", encodeAll(body));
    const [block, statuses] = decode(Pending, answer);
    expect(block?.header).toMatchObject({ number: 2n, timestamp: 500n });
    expect(statuses).toEqual([]);
    // Two calls leave what one execution leaves, its events among them.
    const other = chain.database.overlayAt(at(1));
    if (other === undefined) throw new Error("no state");
    const state = execute(other, runtime.rules, runtime);
    initializeBlock(state, runtime, startOf(decode(Header, digest)));
    for (const extrinsic of body) applyExtrinsic(state, runtime, decodeExtrinsic(extrinsic, runtime));
    expect(block?.header.state_root).toBe(toHex(state.root()));
    // Of what is not valid nothing stays.
    expect(timestamp.Now.get({ ...overlay, rules: runtime.rules, runtime })).toBe(500n);
  });
});
