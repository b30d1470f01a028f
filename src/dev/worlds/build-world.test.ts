import { describe, expect, it, onTestFinished } from "vitest";
import type { Hex } from "../../lib/bytes.ts";
import type { ReadState } from "../../runtime/frame/state.ts";
import { storage as commitments } from "../../runtime/pallets/commitments/storage.ts";
import { getStakeForHotkeyAndColdkeyOnSubnet } from "../../runtime/pallets/subtensor/staking/alpha-shares.ts";
import { getCurrentLocked } from "../../runtime/pallets/subtensor/staking/lock.ts";
import { storage } from "../../runtime/pallets/subtensor/storage.ts";
import { builds, local, type Rules } from "../../runtime/rules.ts";
import { accountOf } from "./accounts.ts";
import { whole } from "./amounts.ts";
import { buildWorld } from "./build-world.ts";
import { freeOf } from "./funding.ts";
import { loadWorld } from "./load-world.ts";
import { worldOf } from "./read-world.ts";
import { type WorldChain, worldChain } from "./testing/world-chain.ts";
import type { World } from "./world.ts";

async function built(world: World, rules: Rules = local): Promise<WorldChain & { readonly last: Hex }> {
  const made = await worldChain(rules, { tryState: true });
  onTestFinished(made.close);
  return { ...made, last: await buildWorld(world, made) };
}

/** Settings of the chain that building changes on the way. */
const settings = (state: ReadState): unknown[] =>
  [
    storage.NetworkRateLimit,
    storage.NetworkMinLockCost,
    storage.NetworkLockReductionInterval,
    storage.StartCallDelay,
    storage.AdminFreezeWindow,
    storage.OwnerHyperparamRateLimit,
    storage.MaxEpochsPerBlock,
    storage.SubnetMovingAlpha,
    storage.PendingChildKeyCooldown,
    storage.MaxRegistrationsPerBlock.at(0),
    storage.TargetRegistrationsPerInterval.at(0),
  ].map((item) => item.get(state));

describe("named worlds, with every invariant after each block", () => {
  it.each(["empty", "one-subnet", "market"])("%s pays after two tempos", async (name) => {
    const world = loadWorld(name);
    const { runner, stateAt } = await built(world);
    const state = stateAt(await runner.mine(2 * local.initialTempo));
    const there = [...storage.NetworksAdded.entries(state)].flatMap(([[netuid], added]) =>
      added && netuid !== 0 ? [netuid] : [],
    );
    expect(there).toEqual(world.subnets.map(({ netuid }) => netuid));
    for (const { netuid } of world.subnets) {
      expect(storage.SubnetTaoInEmission.at(netuid).get(state)).toBeGreaterThan(0n);
      const emission = storage.Emission.at(netuid).get(state);
      // The owner's neuron and the silent validator give and get nothing; all others do.
      expect(emission.filter((paid) => paid === 0n).length).toBeLessThanOrEqual(2);
    }
  });

  it.each(["empty", "market"])("%s is built under the rules of production too", async (name) => {
    const world = loadWorld(name);
    const { last, stateAt } = await built(world, builds.production);
    for (const { netuid } of world.subnets) expect(storage.Tempo.at(netuid).get(stateAt(last))).toBe(360);
  });
});

const detailed = {
  chain: { tx_rate_limit: 5 },
  balances: { "//Alice": 10, carol: "3.5 TAO" },
  root: [{ hotkey: "v", stake: 50, take: 0.1 }],
  subnets: [
    {
      owner: "o",
      pool: { tao: 200, alpha: 800 },
      commit_reveal: "off",
      hyperparameters: {
        tempo: 7,
        immunity_period: 3,
        burn_increase_mult: 2,
        min_burn: "0.01",
        alpha_values: [20000, 30000],
        liquid_alpha_enabled: true,
      },
      validators: [
        {
          hotkey: "v",
          stake: "100 alpha",
          weights: { "m-1": 1, "m-2": 3 },
          children: [{ hotkey: "w", proportion: 0.25 }],
          lock: { alpha: 40, perpetual: true },
          nominators: [{ coldkey: "carol", stake: "25.5 alpha" }],
        },
        { hotkey: "w" },
      ],
      miners: [
        { hotkey: "m", count: 2 },
        { hotkey: "n", commitment: "x".repeat(200), stake: 1 },
      ],
    },
    { owner: "//Bob", started: false, emission: false, pool: { tao: 50 } },
  ],
};

describe("a world", () => {
  it("is what its file says, and leaves the chain as it was", async () => {
    const { last, stateAt, chain } = await built(worldOf(detailed));
    const state = stateAt(last);
    const [v, w, carol] = ["v", "w", "carol"].map(accountOf) as [
      ReturnType<typeof accountOf>,
      ReturnType<typeof accountOf>,
      ReturnType<typeof accountOf>,
    ];
    const cold = accountOf("v-cold");
    const held = getStakeForHotkeyAndColdkeyOnSubnet(state, v.id, carol.id, 1);
    expect(held).toBeGreaterThanOrEqual(25_500_000_000n - 1n);
    // Bought to the rao, and then paid dividends of a few blocks.
    expect(held).toBeLessThan(whole(40));
    expect(storage.Weights.at(1, 1).get(state)).toEqual([
      [3, 21_845],
      [4, 65_535],
    ]);
    expect(storage.ChildKeys.at(v.id, 1).get(state)).toEqual([[(2n ** 64n - 1n) / 4n, w.id]]);
    expect(getCurrentLocked(state, cold.id, 1)).toBe(whole(40));
    expect(commitments.CommitmentOf.at(1, accountOf("n").id).get(state)?.info.fields[0]?.type).toBe("BigRaw");
    expect(storage.Delegates.at(v.id).get(state)).toBe(6553);
    expect(freeOf(state, carol.id)).toBe(3_500_000_000n);
    expect(freeOf(state, cold.id)).toBe(whole(10));
    expect(storage.Tempo.at(1).get(state)).toBe(7);
    expect(storage.MinBurn.at(1).get(state)).toBe(10_000_000n);
    expect(storage.BurnIncreaseMult.at(1).get(state)).toBe(2n << 64n);
    expect(storage.AlphaValues.at(1).get(state)).toEqual([20_000, 30_000]);
    expect(storage.WeightsSetRateLimit.at(1).get(state)).toBe(100n);
    expect(storage.BurnHalfLife.at(1).get(state)).toBe(360);
    expect(storage.CommitRevealWeightsEnabled.at(1).get(state)).toBe(false);
    expect(storage.SubnetOwner.at(2).get(state)).toBe(accountOf("//Bob").id);
    expect(storage.FirstEmissionBlockNumber.at(2).exists(state)).toBe(false);
    expect(storage.TxRateLimit.get(state)).toBe(5n);
    expect(settings(state)).toEqual(settings(stateAt(chain.api.hashOfNumber(1) as Hex)));
  });

  it("pays with the last rao of its accounts", async () => {
    const { last, stateAt } = await built(
      worldOf({
        coldkey_balance: 0,
        balances: { carol: 1e-9, "o-2": 0, nobody: 0 },
        root: [{ hotkey: "v", stake: 50 }],
        subnets: [
          {
            owner: "o",
            pool: { tao: 100 },
            validators: [{ hotkey: "v", stake: 10, nominators: [{ coldkey: "n", stake: "5 alpha" }] }],
            miners: [{ hotkey: "m", commitment: "x" }],
          },
          { owner: "o-2" },
        ],
      }),
    );
    const state = stateAt(last);
    for (const [netuid, owned] of [
      [1, 100],
      [2, 1000],
    ] as const)
      expect(storage.SubnetLocked.at(netuid).get(state)).toBe(whole(owned));
    // The least that an account exists with, and an account that is given nothing does not.
    for (const name of ["o", "o-2", "v-cold", "n", "m-cold", "carol"])
      expect([name, freeOf(state, accountOf(name).id)]).toEqual([name, 500n]);
    expect(freeOf(state, accountOf("nobody").id)).toBe(0n);
  });

  it("has no weights where no miner is worth any", async () => {
    const validators = [
      { hotkey: "v", stake: 10 },
      { hotkey: "w", stake: 10, weights: { m: 0 } },
    ];
    const miners = [{ hotkey: "m", quality: 0 }];
    const { last, stateAt } = await built(worldOf({ subnets: [{ owner: "o", validators, miners }] }));
    for (const uid of [1, 2]) expect(storage.Weights.at(1, uid).get(stateAt(last))).toEqual([]);
  });

  it("whose call fails names the place in the file", async () => {
    const one = { owner: "o", validators: [{ hotkey: "v", stake: 1, lock: { alpha: 500 } }] };
    await expect(built(worldOf({ subnets: [one] }))).rejects.toThrow(
      /^subnets\[0\]\.validators\[0\]\.lock: SubtensorModule\.lock_stake failed: .*InsufficientStakeForLock/,
    );
  });

  it("asks for no more than there is", async () => {
    const rich = { owner: "o", pool: { tao: 4_000_000 } };
    await expect(built(worldOf({ subnets: [rich] }))).rejects.toThrow(
      /^subnets\[0\]\.pool\.tao needs 4000000 TAO more than/,
    );
    const short = { owner: "o", pool: { tao: 10, alpha: 10 }, validators: [{ hotkey: "v", stake: "11 alpha" }] };
    await expect(built(worldOf({ subnets: [short] }))).rejects.toThrow(/stake: the pool of subnet 1 has .* alpha left/);
    const weak = { owner: "o", validators: [{ hotkey: "v" }], miners: [{ hotkey: "m" }] };
    await expect(built(worldOf({ subnets: [weak] }))).rejects.toThrow(/validators\[0\]: it got no validator permit/);
  });

  it("is built on a new chain only", async () => {
    const made = await built(loadWorld("one-subnet"));
    await expect(buildWorld(loadWorld("empty"), made)).rejects.toThrow(/a world is built on a new chain/);
  });
});
