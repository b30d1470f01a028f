import { describe, expect, it } from "vitest";
import { increaseStakeForHotkeyAndColdkeyOnSubnet } from "../../src/runtime/pallets/subtensor/staking/alpha-shares.ts";
import { storage } from "../../src/runtime/pallets/subtensor/storage.ts";
import { appendNeuron } from "../../src/runtime/pallets/subtensor/subnets/uids.ts";
import { computeEpoch } from "../../src/runtime/pallets/subtensor/yuma/epoch.ts";
import { pairsOf } from "../../src/runtime/pallets/subtensor/yuma/pair-rows.ts";
import { figures, outcomeOf } from "./figures.ts";
import { risingRoot } from "./honest-utility.ts";
import { seededUniform, standardNormals } from "./seeded-normal.ts";
import { drawNetwork, epochOf, honestCounts, type NetworkShape } from "./split-network.ts";
import { callAs, emptySubnet, keyOf, netuid, nextBlockWithEpoch, setByRoot } from "./study-subnet.ts";

describe("what the study draws", () => {
  it("is normal, and the same for the same seed", () => {
    const draws = standardNormals(seededUniform(7), 20_000);
    const mean = draws.reduce((sum, value) => sum + value, 0) / draws.length;
    const variance = draws.reduce((sum, value) => sum + (value - mean) ** 2, 0) / draws.length;
    expect(mean).toBeCloseTo(0, 1);
    expect(variance).toBeCloseTo(1, 1);
    expect(draws.filter((value) => Math.abs(value) > 1.96).length / draws.length).toBeCloseTo(0.05, 2);
    expect(standardNormals(seededUniform(7), 3)).toEqual(draws.slice(0, 3));
    expect(standardNormals(seededUniform(8), 3)).not.toEqual(draws.slice(0, 3));
  });

  it("divides neurons and stake between the camps", () => {
    expect(honestCounts({ neurons: 512, validators: 64, honestStake: 0.6 })).toEqual({ validators: 38, miners: 268 });
    expect(honestCounts({ neurons: 6, validators: 2, honestStake: 0.99 })).toEqual({ validators: 1, miners: 3 });
    const { stake } = drawNetwork({ neurons: 512, validators: 64, honestStake: 0.6 }, 0.4, 1);
    const sum = (values: readonly bigint[]): number => Number(values.reduce((total, value) => total + value, 0n));
    expect(sum(stake.slice(0, 38)) / sum(stake)).toBeCloseTo(0.6, 12);
    expect(new Set(stake).size).toBe(64);
  });
});

describe("the root of a rising function", () => {
  it("is found, also across a bend, a step and a flat part", () => {
    const bent = (at: number): number => (at < 0.7 ? (at - 0.7) / 10 : at - 0.7);
    for (const guess of [0, 0.2, 0.69, 0.9, 1]) {
      expect(risingRoot((at) => at * at - 0.25, guess)).toBeCloseTo(0.5, 3);
      expect(risingRoot(bent, guess)).toBeCloseTo(0.7, 2);
      expect(risingRoot((at) => (at < 0.3 ? -1 : 1), guess)).toBeCloseTo(0.3, 2);
    }
  });

  it("is an end where there is none", () => {
    expect(risingRoot(() => 0.1, 0.5)).toBeCloseTo(0, 2);
    expect(risingRoot(() => -0.1, 0.5)).toBeCloseTo(1, 2);
  });
});

describe("a network in two camps", () => {
  const shape: NetworkShape = { neurons: 128, validators: 16, honestStake: 0.6 };

  it.each([false, true])("earns on the whole runtime what its epoch says by itself (Yuma 3: %s)", (yuma3) => {
    const draw = drawNetwork(shape, 0.4, 3);
    const input = epochOf(draw, { bondsPenalty: 0.5, validatorPart: 0.5, yuma3 }, 0.7, 0.9);
    const state = emptySubnet(65_534);
    setByRoot(state, "bonds_penalty", { bonds_penalty: input.bondsPenalty });
    setByRoot(state, "bonds_moving_average", { bonds_moving_average: input.bondsMovingAverage });
    setByRoot(state, "max_allowed_validators", { max_allowed_validators: shape.validators });
    setByRoot(state, "yuma3_enabled", { enabled: yuma3 });
    for (let uid = 0; uid < shape.neurons; uid++) {
      appendNeuron(state, netuid, keyOf(uid), 0n);
      const stake = draw.stake[uid] ?? 0n;
      increaseStakeForHotkeyAndColdkeyOnSubnet(state, keyOf(uid), keyOf(uid), netuid, stake);
    }
    nextBlockWithEpoch(state);
    for (let uid = 0; uid < shape.validators; uid++) {
      const weights = pairsOf(input.weights[uid] ?? expect.unreachable());
      callAs(state, keyOf(uid), "SubtensorModule", "set_weights", {
        dests: weights.map(([to]) => to),
        weights: weights.map(([, weight]) => weight),
        version_key: 0n,
      });
    }
    nextBlockWithEpoch(state);
    const output = computeEpoch(input);
    expect(storage.Emission.at(netuid).get(state)).toEqual(output.combinedEmission);
    expect(storage.Incentive.at(netuid).get(state)).toEqual(output.incentive);
    expect(storage.Dividends.at(netuid).get(state)).toEqual(output.dividends);
  });

  it("needs more honest utility where weights deviate, and where bonds are not punished", () => {
    const utility = (figure: keyof typeof figures): number =>
      outcomeOf(computeEpoch, figures[figure], { ...shape, neurons: 64 }, 2).mean;
    const [even, deviating, unpunished] = [utility("deviation0"), utility("deviation40"), utility("penalty0")];
    expect(Math.abs(even - 60)).toBeLessThan(3);
    expect(deviating).toBeGreaterThan(even + 5);
    expect(unpunished).toBeGreaterThan(deviating + 2);
  });
});
