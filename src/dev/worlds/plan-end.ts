import type { ReadState } from "../../runtime/frame/state.ts";
import { storage } from "../../runtime/pallets/subtensor/storage.ts";
import { asRoot, type Phase, type PlannedCall } from "./phase.ts";
import { finalCalls, type Hyperparameters } from "./settings.ts";
import type { Subnet, World } from "./world.ts";

/** A netuid without a subnet: reading it gives what the rules begin with. */
const nowhere = 65_535;

/** What a new subnet has of the hyperparameters that building changed. */
function fresh(state: ReadState): Partial<Hyperparameters> & { readonly tempo: number } {
  return {
    min_allowed_weights: 1,
    weights_set_rate_limit: Number(storage.WeightsSetRateLimit.at(nowhere).get(state)),
    burn_half_life: storage.BurnHalfLife.at(nowhere).get(state),
    // U64F64 from 1 to 3, whose fraction a number holds.
    burn_increase_mult: Number(storage.BurnIncreaseMult.at(nowhere).get(state)) / 2 ** 64,
    ema_price_halving_period: Number(storage.EMAPriceHalvingBlocks.at(nowhere).get(state)),
    tempo: state.rules.initialTempo,
  };
}

/** A subnet's hyperparameters at the end: the file's, or those of a new subnet. */
function wanted(state: ReadState, { hyperparameters }: Subnet): Partial<Hyperparameters> & { readonly tempo: number } {
  const said = Object.entries(hyperparameters).filter(([, value]) => value !== undefined);
  return { ...fresh(state), ...Object.fromEntries(said) };
}

const admin = (of: string, name: string, args: Record<string, unknown>): PlannedCall =>
  asRoot(of, { pallet: "AdminUtils", name: `sudo_set_${name}`, args });

function finishCalls(state: ReadState, subnet: Subnet): PlannedCall[] {
  const { path, netuid, commitReveal, emission } = subnet;
  const { tempo: _, ...settings } = wanted(state, subnet);
  return [
    ...finalCalls(settings, netuid).map(({ name, call }) => asRoot(`${path}.hyperparameters.${name}`, call)),
    admin(`${path}.commit_reveal`, "commit_reveal_weights_enabled", { netuid, enabled: commitReveal !== "off" }),
    admin(`${path}.emission`, "subnet_emission_enabled", { netuid, enabled: emission }),
  ];
}

/** Blocks over which epochs are spread at most. */
const mostGroups = 64;

/** Setting the tempo begins a cycle: spread over blocks, epochs of many subnets do not fall on one. */
function tempoPhases({ subnets }: World): Phase[] {
  const shortest = subnets.reduce((least, { hyperparameters: { tempo = 10 } }) => Math.min(least, tempo), mostGroups);
  const groups = Math.max(1, Math.min(subnets.length, shortest));
  return Array.from({ length: groups }, (_, group) => ({
    name: "tempo",
    calls: (state) =>
      subnets
        .filter((_, place) => place % groups === group)
        .flatMap((subnet) =>
          finalCalls({ tempo: wanted(state, subnet).tempo }, subnet.netuid).map(({ call }) =>
            asRoot(`${subnet.path}.hyperparameters.tempo`, call),
          ),
        ),
  }));
}

/** The settings that a world keeps, epochs spread over blocks, and the chain as it was or as the file has it. */
export function endPhases(world: World, chain: readonly PlannedCall[]): Phase[] {
  return [
    { name: "finish", calls: (state) => world.subnets.flatMap((subnet) => finishCalls(state, subnet)) },
    ...tempoPhases(world),
    { name: "chain", calls: () => chain },
  ];
}
