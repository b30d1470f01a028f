import { maxU64 } from "../../lib/integers.ts";
import type { ReadState } from "../../runtime/frame/state.ts";
import { storage } from "../../runtime/pallets/subtensor/storage.ts";
import { indexOfMechanism0 } from "../../runtime/types/balances.ts";
import type { Account } from "./accounts.ts";
import { scaled } from "./plan-weights.ts";
import { fractionOf } from "./random.ts";
import type { Subnet, Validator } from "./world.ts";

/** Weights that a validator is about to give. */
export interface PlayedWeights {
  readonly uids: number[];
  readonly values: number[];
  /** Above whatever the subnet asks for. */
  readonly versionKey: bigint;
}

/** How far from a miner's quality an honest validator measures it, at most. */
const noise = 0.1;

/** A late validator lets so many times the usual pass. */
const lateness = 3n;

/** What of a subnet says who may give weights when; read once for all its validators. */
export interface WeightRules {
  readonly permits: readonly boolean[];
  readonly lastUpdates: readonly bigint[];
  /** Blocks between two weights: the subnet's rate limit, and not more than once in a tempo. */
  readonly interval: bigint;
}

export function weightRules(state: ReadState, { netuid }: Subnet): WeightRules {
  const limit = storage.WeightsSetRateLimit.at(netuid).get(state);
  const tempo = BigInt(storage.Tempo.at(netuid).get(state));
  return {
    permits: storage.ValidatorPermit.at(netuid).get(state),
    lastUpdates: storage.LastUpdate.at(indexOfMechanism0(netuid)).get(state),
    interval: limit > tempo ? limit : tempo,
  };
}

/** Blocks between two weights of a validator; undefined for one that gives none. */
export function intervalOf({ strategy, hotkey }: Validator, { interval }: WeightRules): bigint | undefined {
  if (strategy === "silent" || hotkey.secret === undefined) return undefined;
  return strategy === "late" ? lateness * interval : interval;
}

/** The block of a validator's last weights, or of their commit; undefined for one that may give none. */
export function lastWeights(
  state: ReadState,
  subnet: Subnet,
  { hotkey }: Validator,
  { permits, lastUpdates }: WeightRules,
): bigint | undefined {
  const uid = uidOf(state, subnet, hotkey);
  return uid === undefined || !permits[uid] ? undefined : (lastUpdates[uid] ?? 0n);
}

/** Where a hotkey is on a subnet now; it may have been pruned. */
const uidOf = (state: ReadState, { netuid }: Subnet, hotkey: Account): number | undefined =>
  storage.Uids.at(netuid, hotkey.id).get(state);

/** The miners as this validator sees them in this epoch. */
function measured(state: ReadState, subnet: Subnet, validator: Validator, seed: number): (readonly [number, number])[] {
  const epoch = storage.SubnetEpochIndex.at(subnet.netuid).get(state);
  return subnet.miners.flatMap(({ hotkey, quality }) => {
    const uid = uidOf(state, subnet, hotkey);
    const chance = fractionOf(seed, `${subnet.netuid} ${validator.hotkey.name} ${hotkey.name} ${epoch}`);
    return uid === undefined ? [] : [[uid, quality * (1 + noise * (2 * chance - 1))] as const];
  });
}

/** What a validator gives now: what it measures, or for one that copies what the others agreed on in the last epoch. */
export function playedWeights(
  state: ReadState,
  subnet: Subnet,
  validator: Validator,
  seed: number,
): PlayedWeights | undefined {
  const agreed = storage.Consensus.at(subnet.netuid).get(state);
  const copied = validator.strategy === "copies" ? agreed.map((part, uid) => [uid, part] as const) : [];
  const given = copied.some(([, part]) => part > 0) ? copied : measured(state, subnet, validator, seed);
  const { dests, weights } = scaled(given);
  return dests.length === 0 ? undefined : { uids: dests, values: weights, versionKey: maxU64 };
}
