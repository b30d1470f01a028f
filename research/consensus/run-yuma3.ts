import type { WriteState } from "../../src/runtime/frame/state.ts";
import { mintInto } from "../../src/runtime/pallets/balances/fungible.ts";
import { increaseStakeForHotkeyAndColdkeyOnSubnet } from "../../src/runtime/pallets/subtensor/staking/alpha-shares.ts";
import { storage } from "../../src/runtime/pallets/subtensor/storage.ts";
import { callAs, emptySubnet, keyOf, netuid, nextBlockWithEpoch, setByRoot } from "./study-subnet.ts";
import type { ExpectedEpoch, Yuma3Scenario } from "./yuma3-scenarios.ts";

const validators = 3;

/** How far a value may lie from the table: what the original's tests allow. */
export const tolerance = 0.001;

/**
 * A subnet as the original's tests set it up, its validators with permits after a first epoch. Its tempo of one block
 * keeps bonds to miners that have just registered from counting as void.
 */
function prepare(scenario: Yuma3Scenario): WriteState {
  const state = emptySubnet(1);
  const set = (name: string, args: Readonly<Record<string, unknown>>): void => setByRoot(state, name, args);
  set("bonds_penalty", { bonds_penalty: 0 });
  set("alpha_sigmoid_steepness", { steepness: 1000 });
  set("bonds_moving_average", { bonds_moving_average: 975_000n });
  for (let uid = 0; uid < validators + scenario.miners; uid++) {
    mintInto(state, keyOf(uid), 10_000_000_000n);
    callAs(state, keyOf(uid), "SubtensorModule", "burned_register", { hotkey: keyOf(uid) });
    const stake = BigInt(scenario.stakes[uid] ?? 0);
    increaseStakeForHotkeyAndColdkeyOnSubnet(state, keyOf(uid), keyOf(uid), netuid, stake);
  }
  set("kappa", { kappa: 32_767 });
  set("liquid_alpha_enabled", { enabled: true });
  set("alpha_values", { alpha_low: 6553, alpha_high: 19_660 });
  if (!scenario.liquidAlpha) set("liquid_alpha_enabled", { enabled: false });
  set("yuma3_enabled", { enabled: true });
  set("bonds_reset_enabled", { enabled: scenario.bondsReset });
  set("max_allowed_validators", { max_allowed_validators: validators });
  nextBlockWithEpoch(state);
  return state;
}

function setWeights(state: WriteState, miners: number, chosen: readonly (readonly number[])[]): void {
  const places = Array.from({ length: miners }, (_, place) => place);
  for (const [uid, choice] of chosen.entries())
    callAs(state, keyOf(uid), "SubtensorModule", "set_weights", {
      dests: places.map((place) => validators + place),
      weights: places.map((place) => (choice.includes(place + 1) ? Math.floor(65_535 / choice.length) : 0)),
      version_key: 0n,
    });
}

/** The bonds and dividends of the validators as they are stored, as parts of 1. */
function stored(state: WriteState, epoch: number, miners: number): ExpectedEpoch {
  const bondsOf = (uid: number): number[] => {
    const row = new Map(storage.Bonds.at(netuid, uid).get(state));
    return Array.from({ length: miners }, (_, place) => (row.get(validators + place) ?? 0) / 65_535);
  };
  return {
    epoch,
    bonds: [0, 1, 2].map(bondsOf),
    dividends: storage.Dividends.at(netuid)
      .get(state)
      .map((value) => value / 65_535),
  };
}

/**
 * Runs a scenario on the whole runtime: settings by calls of the root origin, registrations, weights and the reset of
 * bonds by signed calls, and the epoch that the chain runs. Gives what it leads to in the epochs of the table.
 */
export function runYuma3(scenario: Yuma3Scenario): ExpectedEpoch[] {
  const state = prepare(scenario);
  const found: ExpectedEpoch[] = [];
  const last = scenario.expected.at(-1)?.epoch ?? 0;
  // Set anew in each epoch: with a tempo of one block a validator that lets some pass is inactive.
  let chosen = scenario.weights[0] ?? [];
  for (let epoch = 0; epoch <= last; epoch++) {
    chosen = scenario.weights[epoch] ?? chosen;
    setWeights(state, scenario.miners, chosen);
    if (epoch === scenario.resetBefore)
      callAs(state, keyOf(validators), "Commitments", "set_commitment", {
        info: { fields: [{ type: "ResetBondsFlag" }] },
      });
    nextBlockWithEpoch(state);
    if (scenario.expected.some((one) => one.epoch === epoch)) found.push(stored(state, epoch, scenario.miners));
  }
  return found;
}

/** The largest distance of any bond or dividend from the table; miners have no dividends. */
export function distance(found: ExpectedEpoch, expected: ExpectedEpoch): number {
  const pairs = (ours: readonly number[], theirs: readonly number[]): number[] =>
    ours.map((value, place) => Math.abs(value - (theirs[place] ?? 0)));
  return Math.max(
    ...found.bonds.flatMap((row, validator) => pairs(row, expected.bonds[validator] ?? [])),
    ...pairs(found.dividends, expected.dividends),
  );
}
