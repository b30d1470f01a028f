import { afterAll, beforeAll, expect, it } from "vitest";
import { type ChainConnection, connectChain, type SeenEvent } from "../../scripts/chain-connection.ts";
import { decode } from "../../src/codec/codec.ts";
import { vec } from "../../src/codec/containers.ts";
import { keyPairFromSuri } from "../../src/crypto/keypair.ts";
import { fromHex, type Hex, type StateKey } from "../../src/lib/bytes.ts";
import type { CallValue } from "../../src/runtime/frame/calls.ts";
import { createRuntime, local } from "../../src/runtime/index.ts";
import { roundAt } from "../../src/runtime/pallets/drand/round-at.ts";
import { storage as drand } from "../../src/runtime/pallets/drand/storage.ts";
import { storage as subtensor } from "../../src/runtime/pallets/subtensor/storage.ts";
import { storage as system } from "../../src/runtime/pallets/system/storage.ts";
import { storage as timestamp } from "../../src/runtime/pallets/timestamp/storage.ts";
import { EventRecord } from "../../src/runtime/types/frame.ts";
import { type NodeProcess, startNode } from "../support/node-process.ts";
import { timelockedWeights } from "../support/timelocked-weights.ts";

const runtime = createRuntime(local);
const alice = keyPairFromSuri("sr25519", "//Alice");
const hotkey = keyPairFromSuri("sr25519", "//Alice//hotkey");
const netuid = 1;

let node: NodeProcess;
let chain: ChainConnection;
beforeAll(async () => {
  node = await startNode(["--dev", "--one", "--fast-runtime", "--tmp", "--drand", "offline"]);
  chain = await connectChain(node.url);
});
afterAll(async () => {
  chain?.close();
  await node?.stop();
});

interface Item<T> {
  readonly key: StateKey;
  get(state: { get(key: StateKey): Uint8Array | undefined }): T;
}

/** The value of an item at the best block, its default when nothing is stored. */
async function read<T>(item: Item<T>): Promise<T> {
  const bytes = await chain.read(item.key);
  return item.get({ ...emptyState, get: (key: StateKey) => (key === item.key ? bytes : undefined) });
}
const emptyState = { nextKey: () => undefined, rules: local, runtime };

const sudo = (name: string, args: Record<string, unknown>): CallValue => ({
  pallet: "Sudo",
  name: "sudo",
  args: { call: { pallet: "AdminUtils", name: `sudo_set_${name}`, args } },
});

const failure = (events: readonly SeenEvent[]): SeenEvent | undefined =>
  events.find(({ pallet, name }) => pallet === "System" && name === "ExtrinsicFailed");

async function until<T>(look: () => Promise<T | undefined>, within = 40_000): Promise<T> {
  const end = Date.now() + within;
  while (Date.now() < end) {
    const found = await look();
    if (found !== undefined) return found;
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
  throw new Error("it did not come");
}

it("opens timelocked weights without internet, at their reveal epoch", async () => {
  const beacon = await read(drand.BeaconConfig);
  expect(new TextDecoder().decode(beacon.metadata.beacon_id)).toBe("offline");

  // Pulses follow the blocks' time.
  const first = await until(async () =>
    (await read(drand.LastStoredRound)) > 0n ? read(drand.LastStoredRound) : undefined,
  );
  expect(roundAt(await read(timestamp.Now), beacon) - first).toBeLessThanOrEqual(2n);

  const settings = [
    sudo("admin_freeze_window", { window: 0 }),
    sudo("stake_threshold", { min_stake: 0n }),
    sudo("tempo", { netuid, tempo: 20 }),
    sudo("weights_set_rate_limit", { netuid, weights_set_rate_limit: 0n }),
    sudo("commit_reveal_weights_enabled", { netuid, enabled: true }),
    sudo("commit_reveal_weights_interval", { netuid, interval: 1n }),
  ];
  const prepared = await chain.submit({ pallet: "Utility", name: "batch_all", args: { calls: settings } }, alice);
  expect(failure(prepared.events)).toBeUndefined();
  const register: CallValue = {
    pallet: "SubtensorModule",
    name: "burned_register",
    args: { netuid, hotkey: hotkey.publicKey },
  };
  expect(failure((await chain.submit(register, alice)).events)).toBeUndefined();
  const uid = (await read(subtensor.Uids.at(netuid, hotkey.publicKey))) as number;
  expect(await read(subtensor.CommitRevealWeightsEnabled.at(netuid))).toBe(true);

  // The weights are for a round that is still to come.
  const round = roundAt(await read(timestamp.Now), beacon) + 2n;
  const commit = timelockedWeights(
    { hotkey: hotkey.publicKey, uids: [uid], values: [65535], versionKey: 0n },
    { publicKey: beacon.public_key, round },
  );
  const version = await read(subtensor.CommitRevealWeightsVersion);
  const sent = await chain.submit(
    {
      pallet: "SubtensorModule",
      name: "commit_timelocked_weights",
      args: { netuid, commit, reveal_round: round, commit_reveal_version: version },
    },
    hotkey,
  );
  expect(failure(sent.events)).toBeUndefined();
  expect(await read(subtensor.Weights.at(netuid, uid))).toEqual([]);

  const revealed = await until(async () => {
    const weights = await read(subtensor.Weights.at(netuid, uid));
    return weights.length > 0 ? weights : undefined;
  });
  expect(revealed).toEqual([[uid, 65535]]);

  // The block that revealed them says so, after the pulse of the round was stored.
  const head = Number(((await chain.rpc("chain_getHeader")) as { number: Hex }).number);
  let told: number | undefined;
  for (let number = head; number > sent.block && told === undefined; number--) {
    const hash = (await chain.rpc("chain_getBlockHash", [number])) as Hex;
    const events = (await chain.rpc("state_getStorage", [
      `0x${Buffer.from(system.Events.key, "latin1").toString("hex")}`,
      hash,
    ])) as Hex;
    const records = decode(vec(EventRecord), fromHex(events), runtime.outer);
    const names = records.map(({ event }) => (event as unknown as SeenEvent).name);
    if (names.includes("TimelockedWeightsRevealed")) told = number;
  }
  expect(told).toBeGreaterThan(sent.block);
  expect((await read(drand.Pulses.at(round)))?.round).toBe(round);
  expect(await read(drand.LastStoredRound)).toBeGreaterThanOrEqual(round);
}, 90_000);
