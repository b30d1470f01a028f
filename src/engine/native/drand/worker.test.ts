import { describe, expect, it, onTestFinished, vi } from "vitest";
import type { Chain } from "../../../chain/chain.ts";
import { startSealing } from "../../../chain/sealing.ts";
import { readState, signed, testChain, testRuntime, transfer } from "../../../chain/testing/chain.ts";
import { settle, testClock } from "../../../chain/testing/clock.ts";
import { type KeyPair, keyPairFromSuri } from "../../../crypto/keypair.ts";
import type { Keystore } from "../../../crypto/keystore.ts";
import { fromHex, type Hex, keyToHex, toHex } from "../../../lib/bytes.ts";
import { loadChainSpec } from "../../../node/chain-specs.ts";
import { genesisBlock, genesisStorage, rawGenesis } from "../../../node/genesis.ts";
import { decodeExtrinsic } from "../../../runtime/executive/extrinsic.ts";
import { roundAt } from "../../../runtime/pallets/drand/round-at.ts";
import { storage } from "../../../runtime/pallets/drand/storage.ts";
import { verifyPulse } from "../../../runtime/pallets/drand/verifier.ts";
import { openDatabase } from "../../../storage/open-database.ts";
import { memoryState } from "../../../storage/state/memory-state.ts";
import { offlineBeacon, offlinePulse, withOfflineBeacon } from "./offline-beacon.ts";
import { endpoints, type Fetch } from "./public-beacon.ts";
import { type DrandNode, startOfflineDrand, startPublicDrand } from "./worker.ts";

const start = 1_760_000_000_000;

function memoryKeystore(): Keystore {
  const pairs = new Map<Hex, KeyPair>();
  return {
    publicKeys: (type) => (type === "drnd" ? [...pairs.keys()] : []),
    has: (_type, publicKey) => pairs.has(publicKey),
    pair: (_type, publicKey) => pairs.get(publicKey),
    mismatch: () => undefined,
    insert: (_type, suri, publicKey) => void pairs.set(publicKey, keyPairFromSuri("sr25519", suri)),
    generate: () => "0x",
    insertEphemeral: () => undefined,
  };
}

const devSpec = (drand: "public" | "offline") => loadChainSpec({ chain: undefined, dev: true, drand }, {});

/** A chain sealed by command or by transaction, with the offline beacon in its genesis. */
async function sealedChain(mode: "manual" | "instant", drand: "public" | "offline") {
  const clock = testClock(start);
  const database = await openDatabase({});
  await database.initialise(genesisBlock(await genesisStorage(devSpec(drand), "local")));
  const chain = await testChain(clock, { database, seals: "optional", checkClock: false, finalizesBest: () => false });
  const { api, clock: slots, stop } = startSealing(chain, mode);
  onTestFinished(async () => {
    stop();
    await chain.close();
  });
  const seal = async (): Promise<void> => {
    await api.createBlock({ createEmpty: true, finalize: true });
    await settle();
  };
  return { chain, clock, slots, seal };
}

/** The chain with keys, as the worker knows its node. */
const nodeOf = ({ api, environment }: Chain, keystore = memoryKeystore()): DrandNode => ({
  ...{ chain: api, environment, keystore },
  runtime: testRuntime(),
});

const lastRound = (chain: Chain): bigint => {
  return storage.LastStoredRound.get(readState(chain));
};

/** The rounds of the pulses that wait in the pool. */
const waiting = (chain: Chain): bigint[] =>
  chain.pool.pending().flatMap((bytes) => {
    const { call } = decodeExtrinsic(bytes, testRuntime());
    return call.name === "write_pulse"
      ? (call.args.pulses_payload as { pulses: { round: bigint }[] }).pulses.map(({ round }) => round)
      : [];
  });

describe("the offline beacon", () => {
  it("signs with the secret of the public key that it names", () => {
    expect(verifyPulse(fromHex(offlineBeacon.publicKey), offlinePulse(12_345n))).toBe(true);
    const { round, ...other } = offlinePulse(12_345n);
    expect(verifyPulse(fromHex(offlineBeacon.publicKey), { ...other, round: round + 1n })).toBe(false);
  });

  it("counts rounds from its beginning, as drand does", () => {
    const quicknet = { period: 3, genesis_time: 1_692_803_367 };
    expect(roundAt(1_692_803_366_999n, quicknet)).toBe(0n);
    expect(roundAt(1_692_803_367_000n, quicknet)).toBe(1n);
    expect(roundAt(1_692_803_370_000n, quicknet)).toBe(2n);
    expect(roundAt(0n, { period: 3, genesis_time: 0 })).toBe(1n);
  });

  it("adds one value to a genesis, plain or raw, and nothing without the flag", async () => {
    const plain = await genesisStorage(devSpec("public"), "local");
    const offline = await genesisStorage(devSpec("offline"), "local");
    const key = storage.BeaconConfig.key;
    expect(plain.top.has(key)).toBe(false);
    const value = offline.top.get(key);
    const raw = withOfflineBeacon({ ...devSpec("public"), genesis: rawGenesis(plain) }).genesis;
    expect(raw.type === "raw" && raw.top.get(keyToHex(key))).toBe(toHex(value ?? new Uint8Array()));
    expect(raw.type === "raw" && raw.top.size).toBe(plain.top.size + 1);
    expect(memoryState(offline.top).root()).not.toEqual(memoryState(plain.top).root());
    expect(() => withOfflineBeacon({ ...devSpec("public"), chainType: "Live" })).toThrow("not for the live chain");
  });

  it("follows the time of the blocks, also where that begins in 1970", async () => {
    const { chain, seal } = await sealedChain("manual", "offline");
    const worker = startOfflineDrand(nodeOf(chain), false);
    onTestFinished(worker.stop);
    await seal();
    expect(waiting(chain)).toEqual([1n]);
    await seal();
    expect([lastRound(chain), waiting(chain)]).toEqual([1n, []]);
    // Round 2 begins 3 s, 12 slots, after the first.
    for (let number = 3; number < 12; number++) await seal();
    expect(waiting(chain)).toEqual([]);
    await seal();
    expect([chain.best().number, waiting(chain)]).toEqual([12, [2n]]);
  });

  it("sends ten of many rounds that are missing, and the next ones after the next block", async () => {
    const { chain, seal } = await sealedChain("manual", "offline");
    const first = startOfflineDrand(nodeOf(chain), false);
    await seal();
    await seal();
    first.stop();
    expect(lastRound(chain)).toBe(1n);
    // Twelve rounds of twelve slots each.
    for (let count = 0; count < 144; count++) await seal();
    const second = startOfflineDrand(nodeOf(chain), false);
    onTestFinished(second.stop);
    await seal();
    const rounds = (): bigint[] => waiting(chain).sort((a, b) => Number(a - b));
    await vi.waitFor(() => expect(rounds()).toEqual([2n, 3n, 4n, 5n, 6n, 7n, 8n, 9n, 10n, 11n]));
    await seal();
    expect(lastRound(chain)).toBe(11n);
    await vi.waitFor(() => expect(rounds()).toEqual([12n, 13n]));
  });

  it("does not make blocks go on by themselves where each transaction makes one", async () => {
    const { chain, clock } = await sealedChain("instant", "offline");
    const worker = startOfflineDrand(nodeOf(chain), true);
    onTestFinished(worker.stop);
    await chain.pool.submit(signed(chain, "Alice", transfer("Bob", 1n), 0));
    await clock.pass(10_000);
    expect(chain.best().number).toBe(2);
    expect(lastRound(chain)).toBeGreaterThan(0n);
  });

  it("brings the same pulses again after the chain went back", async () => {
    const { chain, slots, seal } = await sealedChain("manual", "offline");
    onTestFinished(startOfflineDrand(nodeOf(chain), false).stop);
    const stored: bigint[] = [];
    const sealTo = async (number: number): Promise<bigint[]> => {
      stored.length = chain.best().number;
      for (; stored.length < number; stored.push(storage.LastStoredRound.get(readState(chain)))) await seal();
      return [...stored];
    };
    const all = await sealTo(30);
    expect(new Set(all.slice(14)).size).toBeGreaterThan(1);
    for (const number of [11, 12, 13, 14]) {
      const hash = chain.api.hashOfNumber(number) as Hex;
      await chain.writer.run((turn) => chain.writer.moveTo(turn, hash));
      await slots.set(await slots.after(chain.best()));
      await settle();
      expect(await sealTo(30)).toEqual(all);
    }
  });

  it("sends nothing that nobody waits for, where it is told to spare the blocks", async () => {
    const { chain, seal } = await sealedChain("manual", "offline");
    const worker = startOfflineDrand(nodeOf(chain), false, true);
    onTestFinished(worker.stop);
    for (let number = 1; number < 15; number++) await seal();
    await worker.settled();
    expect([lastRound(chain), waiting(chain)]).toEqual([0n, []]);
  });

  it("makes no pulses for a chain that follows another beacon", async () => {
    const { chain, seal } = await sealedChain("manual", "public");
    const worker = startOfflineDrand(nodeOf(chain), false);
    onTestFinished(worker.stop);
    await seal();
    expect(waiting(chain)).toEqual([]);
  });
});

describe("drand's quicknet", () => {
  /** The latest round, whose pulses are made up: the pool does not look at their signature. */
  function fakeDrand() {
    const asked: string[] = [];
    const drand = { latest: 1000, up: true, asked };
    const fetchText: Fetch = async (url, signal) => {
      asked.push(url);
      if (!drand.up) throw new Error("no network");
      // Only one endpoint answers, as long as somebody wants to know.
      if (!url.startsWith(endpoints[3])) {
        return new Promise((_, reject) => signal.addEventListener("abort", () => reject(new Error("aborted"))));
      }
      const name = url.split("/").at(-1);
      const round = name === "latest" ? drand.latest : Number(name);
      return JSON.stringify({ round, randomness: "11".repeat(32), signature: "22".repeat(48) });
    };
    return { drand, fetchText };
  }

  async function followed() {
    const { drand, fetchText } = fakeDrand();
    const { chain, clock, seal } = await sealedChain("manual", "public");
    const keystore = memoryKeystore();
    const worker = startPublicDrand(nodeOf(chain, keystore), fetchText);
    onTestFinished(worker.stop);
    await clock.pass(3_000);
    return { drand, chain, clock, block: seal, keystore, worker };
  }

  it("is asked at all endpoints after a block, and its newest pulse is sent with a key that is kept", async () => {
    const { drand, chain, block, keystore } = await followed();
    await block();
    expect(drand.asked.slice(0, 5).map((url) => url.replace(/\/[0-9a-f]{64}\//, " "))).toEqual(
      endpoints.map((endpoint) => `${endpoint} public/latest`),
    );
    expect(drand.asked).toHaveLength(10);
    expect(waiting(chain)).toEqual([1000n]);
    expect(keystore.publicKeys("drnd")).toHaveLength(1);
    const { call } = decodeExtrinsic(chain.pool.pending()[0] as Uint8Array, testRuntime());
    const payload = call.args.pulses_payload as { public: { value: Hex }; block_number: number };
    expect([payload.public.value, payload.block_number]).toEqual([keystore.publicKeys("drnd")[0], 1]);
  });

  it("is left alone for a while after a failure, longer after more of them, and never holds up a block", async () => {
    const { drand, chain, clock, block } = await followed();
    drand.up = false;
    await block();
    expect(drand.asked).toHaveLength(5);
    await block();
    expect(drand.asked).toHaveLength(5);
    await clock.pass(3_000);
    await block();
    expect(drand.asked).toHaveLength(10);
    await clock.pass(3_000);
    await block();
    expect(drand.asked).toHaveLength(10);
    drand.up = true;
    await clock.pass(3_000);
    await block();
    expect(waiting(chain)).toEqual([1000n]);
  });

  it("is not asked after the end", async () => {
    const { drand, block, worker } = await followed();
    worker.stop();
    await block();
    expect(drand.asked).toEqual([]);
  });
});
