import { blake2Hex } from "../../src/crypto/hashing.ts";
import { utf8 } from "../../src/lib/bytes.ts";
import { genesisOf } from "../../src/replay/genesis.ts";
import { execute } from "../../src/runtime/frame/execution.ts";
import type { WriteState } from "../../src/runtime/frame/state.ts";
import { createRuntime, production } from "../../src/runtime/index.ts";
import { storage } from "../../src/runtime/pallets/subtensor/storage.ts";
import { computeEpoch } from "../../src/runtime/pallets/subtensor/yuma/epoch.ts";
import {
  persistMechanismEpochTerms,
  persistNetuidEpochTerms,
} from "../../src/runtime/pallets/subtensor/yuma/epoch-terms.ts";
import type { EpochKernel } from "../../src/runtime/pallets/subtensor/yuma/epoch-types.ts";
import { computeEpochInWasm } from "../../src/runtime/pallets/subtensor/yuma/kernel/epoch.ts";
import { epochMechanism } from "../../src/runtime/pallets/subtensor/yuma/run-epoch.ts";
import { storage as system } from "../../src/runtime/pallets/system/storage.ts";
import { least, type Row } from "./measure.ts";

const netuid = 2;
const validators = 64;
const emission = 1_000_000_000_000n;

/** A generator of whole numbers below 2^31; the same for each run. */
function numbers(seed: number): (below: number) => number {
  let state = BigInt(seed);
  return (below) => {
    state = BigInt.asUintN(64, state * 6364136223846793005n + 1442695040888963407n);
    return Number((state >> 33n) % BigInt(below));
  };
}

/** A subnet of `neurons` of which 64 are validators that give every neuron a weight. */
function network(neurons: number, liquid: boolean, epochKernel: EpochKernel): WriteState {
  const runtime = createRuntime(production, { epochKernel });
  const state = execute(genesisOf("localnet", runtime).state.overlay(), production, runtime);
  const random = numbers(neurons);
  system.Number.set(state, 1000);
  storage.NetworksAdded.at(netuid).set(state, true);
  storage.SubnetworkN.at(netuid).set(state, neurons);
  storage.Tempo.at(netuid).set(state, 100);
  storage.MaxAllowedValidators.at(netuid).set(state, validators);
  storage.CommitRevealWeightsEnabled.at(netuid).set(state, false);
  storage.Yuma3On.at(netuid).set(state, liquid);
  storage.LiquidAlphaOn.at(netuid).set(state, liquid);
  for (let uid = 0; uid < neurons; uid++) {
    const hotkey = blake2Hex(utf8(`neuron ${uid}`));
    storage.Keys.at(netuid, uid).set(state, hotkey);
    storage.Uids.at(netuid, hotkey).set(state, uid);
    storage.BlockAtRegistration.at(netuid, uid).set(state, 1n);
    if (uid >= validators) continue;
    storage.TotalHotkeyAlpha.at(hotkey, netuid).set(state, 1_000_000_000_000n + BigInt(random(1_000_000_000)));
    storage.Weights.at(netuid, uid).set(
      state,
      Array.from({ length: neurons }, (_, to) => [to, 1 + random(65_535)]),
    );
  }
  const all = <T>(of: (uid: number) => T): T[] => Array.from({ length: neurons }, (_, uid) => of(uid));
  storage.ValidatorPermit.at(netuid).set(
    state,
    all((uid) => uid < validators),
  );
  storage.Active.at(netuid).set(
    state,
    all(() => true),
  );
  storage.LastUpdate.at(netuid).set(
    state,
    all(() => 999n),
  );
  storage.LastMechansimStepBlock.at(netuid).set(state, 900n);
  return state;
}

/** Reads, computes and keeps one epoch. */
function runEpoch(state: WriteState): void {
  const terms = epochMechanism(state, netuid, 0, emission);
  persistMechanismEpochTerms(state, netuid, 0, terms);
  persistNetuidEpochTerms(state, netuid, terms);
}

/** The least time of some epochs, after one that is not counted. ms */
function timeEpochs(neurons: number, liquid: boolean, kernel: EpochKernel, runs: number): number {
  const state = network(neurons, liquid, kernel);
  runEpoch(state);
  return least(
    Array.from({ length: runs }, () => {
      const start = performance.now();
      runEpoch(state);
      return performance.now() - start;
    }),
  );
}

/** Epochs on the kernel beside native ones, and on plain BigInt. `native` gives the least time of a native run, ms. */
export function epochRows(native: (name: string) => number): Row[] {
  const rows: Row[] = [];
  for (const [liquid, model] of [
    [false, "yuma2"],
    [true, "yuma3+liquid"],
  ] as const)
    for (const neurons of [64, 256, 1024, 4096]) {
      const what = `epoch, ${neurons} neurons, ${model}`;
      const runs = 20 + 20_000 / neurons;
      rows.push({
        what,
        ours: timeEpochs(neurons, liquid, computeEpochInWasm, runs),
        against: {
          name: "native",
          value: native(`epoch n=${neurons} ${model} (64 validators, weights on all n)`),
          goal: liquid && neurons === 4096 ? 0.1 : 1,
        },
      });
      rows.push({
        what: `${what}, in BigInt`,
        ours: timeEpochs(neurons, liquid, computeEpoch, neurons > 1000 ? 3 : 10),
      });
    }
  return rows;
}
