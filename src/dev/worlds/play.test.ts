import { describe, expect, it, onTestFinished } from "vitest";
import { silentLog } from "../../chain/environment.ts";
import { encode } from "../../codec/codec.ts";
import { u64 } from "../../codec/primitives.ts";
import { offlineBeacon, offlinePulse } from "../../engine/native/drand/offline-beacon.ts";
import { fromHex, fromKey, type Hex } from "../../lib/bytes.ts";
import { storage as drand } from "../../runtime/pallets/drand/storage.ts";
import { BeaconConfiguration, Pulse } from "../../runtime/pallets/drand/types.ts";
import { storage } from "../../runtime/pallets/subtensor/storage.ts";
import { blockEvents } from "../../runtime/pallets/system/block-events.ts";
import { local } from "../../runtime/rules.ts";
import type { OwnedCall } from "../api.ts";
import { buildWorld } from "./build-world.ts";
import { namedWorld } from "./named-worlds.ts";
import { startPlay } from "./play.ts";
import { worldOf } from "./read-world.ts";
import { type WorldChain, worldChain } from "./testing/world-chain.ts";
import type { CommitReveal } from "./world.ts";

/** One subnet whose weights are due every 12 blocks. */
function quick(commit_reveal: CommitReveal): unknown {
  const world = namedWorld("one-subnet") as { subnets: readonly object[] };
  const hyperparameters = { weights_set_rate_limit: 12, tempo: 6 };
  return { ...world, seed: 5, subnets: world.subnets.map((one) => ({ ...one, commit_reveal, hyperparameters })) };
}

interface Played extends WorldChain {
  /** Events of all blocks, by name. */
  readonly told: ReadonlyMap<string, number>;
  readonly submitted: ReadonlyMap<string, number>;
  readonly last: Hex;
  refused(): number;
}

async function played(
  commitReveal: CommitReveal,
  blocks: number,
  each?: (made: WorldChain) => Promise<unknown>,
): Promise<Played> {
  const world = worldOf(quick(commitReveal));
  const made = await worldChain(local, { tryState: true });
  onTestFinished(made.close);
  let last = await buildWorld(world, made);
  const { chain, runtime, stateAt } = made;
  const play = startPlay({ world, chain: chain.api, runtime, stateAt, log: silentLog });
  onTestFinished(play.stop);
  const told = new Map<string, number>();
  for (let block = 0; block < blocks; block++) {
    await each?.(made);
    last = await made.runner.mine(1);
    await play.settled();
    for (const { name } of blockEvents(stateAt(last))) told.set(name, (told.get(name) ?? 0) + 1);
  }
  return { ...made, told, submitted: play.counts.submitted, refused: play.counts.refused, last };
}

/** The pulse of every round that has begun, as root writes it: the offline beacon's worker lies above this folder. */
function pulses({ chain, stateAt, runner }: WorldChain): Promise<Hex> {
  const state = stateAt(chain.best().hash);
  const config = {
    ...drand.BeaconConfig.get(state),
    public_key: fromHex(offlineBeacon.publicKey),
    period: 3,
    genesis_time: 0,
  };
  const round = drand.LastStoredRound.get(state) === 0n ? 1n : drand.LastStoredRound.get(state) + 1n;
  const items = [
    [fromKey(drand.BeaconConfig.key), encode(BeaconConfiguration, config)],
    [fromKey(drand.Pulses.at(round).key), encode(Pulse, offlinePulse(round))],
    [fromKey(drand.LastStoredRound.key), encode(u64, round)],
  ];
  const call: OwnedCall = { origin: "root", call: { pallet: "System", name: "set_storage", args: { items } } };
  return runner.run([call]);
}

const calls = (played: Played): object => Object.fromEntries(played.submitted);

describe("a world that is played", () => {
  it("gives weights openly, serves axons and moves stake; nothing is refused or fails", async () => {
    const run = await played("off", 60);
    expect(run.refused()).toBe(0);
    expect(run.told.get("ExtrinsicFailed")).toBeUndefined();
    expect(calls(run)).toMatchObject({ serve_axon: 8, set_weights: 16 });
    expect([...run.submitted.keys()].some((name) => name.endsWith("_stake"))).toBe(true);
    const state = run.stateAt(run.last);
    const updates = storage.LastUpdate.at(1).get(state);
    // The late one gave weights once where others gave several; the silent one never.
    expect(updates[4]).toBeLessThan(updates[1] as bigint);
    expect(storage.Weights.at(1, 5).get(state)).toEqual([]);
    // Who copies gives what was agreed on, and not what is measured.
    expect(storage.Weights.at(1, 3).get(state)).not.toEqual(storage.Weights.at(1, 1).get(state));
  });

  it("reveals what was committed by hash, every time", async () => {
    const run = await played("hashed", 60);
    expect(run.refused()).toBe(0);
    expect(run.told.get("ExtrinsicFailed")).toBeUndefined();
    const committed = run.told.get("WeightsCommitted") ?? 0;
    const revealed = run.told.get("WeightsRevealed") ?? 0;
    expect(committed).toBeGreaterThanOrEqual(13);
    expect(committed - revealed).toBeLessThanOrEqual(4);
  });

  it("has timelocked weights opened by the chain", async () => {
    const run = await played("timelocked", 40, pulses);
    expect(run.refused()).toBe(0);
    expect(run.told.get("ExtrinsicFailed")).toBeUndefined();
    expect(run.told.get("TimelockedWeightsCommitted")).toBeGreaterThan(3);
    expect(run.told.get("TimelockedWeightsRevealed")).toBeGreaterThan(0);
  });

  it("comes to the same state for the same seed", async () => {
    const [one, other] = [await played("hashed", 30), await played("hashed", 30)];
    const [first, second] = [one.stateAt(one.last), other.stateAt(other.last)];
    for (const uid of [1, 2, 3, 4])
      expect(storage.Weights.at(1, uid).get(first)).toEqual(storage.Weights.at(1, uid).get(second));
    expect(storage.SubnetTAO.at(1).get(first)).toBe(storage.SubnetTAO.at(1).get(second));
    expect(calls(one)).toEqual(calls(other));
  });
});
