import { encode } from "../../codec/codec.ts";
import { timelock } from "../../crypto/timelock.ts";
import { fromHex, type Hex } from "../../lib/bytes.ts";
import type { ReadState } from "../../runtime/frame/state.ts";
import { roundAt } from "../../runtime/pallets/drand/round-at.ts";
import { storage as drand } from "../../runtime/pallets/drand/storage.ts";
import { WeightsTlockPayload } from "../../runtime/pallets/subtensor/emissions/timelocked-weights.ts";
import { storage } from "../../runtime/pallets/subtensor/storage.ts";
import { getCommitHash } from "../../runtime/pallets/subtensor/subnets/commit-hash.ts";
import { storage as timestamp } from "../../runtime/pallets/timestamp/storage.ts";
import { indexOfMechanism0 } from "../../runtime/types/balances.ts";
import type { PlayedWeights } from "./play-weights.ts";
import { type PlayedCall, playedCall } from "./played-call.ts";
import { bytesOf } from "./random.ts";
import type { Subnet, Validator } from "./world.ts";

/** Weights with the salt of their commit, kept until they can be revealed. */
export interface Committed extends PlayedWeights {
  readonly salt: number[];
}

/** A commit's salt: eight numbers that the seed fixes. */
function saltOf(seed: number, subnet: Subnet, validator: Validator, block: number): number[] {
  const view = new DataView(bytesOf(seed, `salt ${subnet.netuid} ${validator.hotkey.name} ${block}`).buffer);
  return Array.from({ length: 8 }, (_, place) => view.getUint16(2 * place));
}

/** A commit by hash, and what is to be kept for its reveal. */
export function hashedCommit(
  subnet: Subnet,
  validator: Validator,
  weights: PlayedWeights,
  chance: { readonly seed: number; readonly block: number },
): { readonly call: PlayedCall; readonly hash: Hex; readonly committed: Committed } {
  const { hotkey } = validator;
  const salt = saltOf(chance.seed, subnet, validator, chance.block);
  const committed = { ...weights, salt };
  const hash = getCommitHash(hotkey.id, indexOfMechanism0(subnet.netuid), committed);
  const args = { netuid: subnet.netuid, commit_hash: hash };
  return { call: playedCall(hotkey, "commit_weights", args), hash, committed };
}

/**
 * Reveals of a validator's commits whose epoch has come, in the order of the commits.
 * @param kept what was committed, by hash; what is revealed leaves it, for a second reveal of it would fail
 */
export function reveals(
  state: ReadState,
  { netuid }: Subnet,
  { hotkey }: Validator,
  kept: Map<Hex, Committed>,
): PlayedCall[] {
  const commits = storage.WeightCommits.at(indexOfMechanism0(netuid), hotkey.id).get(state) ?? [];
  const epoch = storage.SubnetEpochIndex.at(netuid).get(state);
  const period = storage.RevealPeriodEpochs.at(netuid).get(state);
  return commits.flatMap(([hash, at]) => {
    const committed = kept.get(hash);
    if (committed === undefined || at + period !== epoch) return [];
    kept.delete(hash);
    const { uids, values, salt, versionKey } = committed;
    const args = { netuid, uids, values, salt, version_key: versionKey };
    return [playedCall(hotkey, "reveal_weights", args)];
  });
}

/** The time (ms) of the block with which the reveal epoch of a commit made now begins. */
function revealMoment(state: ReadState, netuid: number, block: number): bigint {
  const tempo = BigInt(storage.Tempo.at(netuid).get(state));
  const next = storage.LastEpochBlock.at(netuid).get(state) + tempo;
  const begins = next + tempo * (storage.RevealPeriodEpochs.at(netuid).get(state) - 1n);
  const blocks = begins > BigInt(block) ? begins - BigInt(block) : 1n;
  return timestamp.Now.get(state) + blocks * state.rules.slotDuration;
}

/** Weights encrypted to the round at which their reveal epoch begins; the chain opens them when it has the pulse. */
export function timelockedCommit(
  state: ReadState,
  { netuid }: Subnet,
  { hotkey }: Validator,
  { uids, values, versionKey }: PlayedWeights,
  chance: { readonly seed: number; readonly block: number },
): PlayedCall {
  const beacon = drand.BeaconConfig.get(state);
  const round = roundAt(revealMoment(state, netuid, chance.block), beacon);
  const last = drand.LastStoredRound.get(state);
  const reveal_round = round > last ? round : last + 1n;
  const secret = (word: string): Uint8Array => bytesOf(chance.seed, `${word} ${netuid} ${hotkey.name} ${chance.block}`);
  const payload = encode(WeightsTlockPayload, { hotkey: fromHex(hotkey.id), uids, values, version_key: versionKey });
  const commit = timelock(payload, beacon.public_key, reveal_round, {
    key: secret("key"),
    sigma: secret("sigma"),
    nonce: secret("nonce").subarray(0, 12),
  });
  const commit_reveal_version = storage.CommitRevealWeightsVersion.get(state);
  const args = { netuid, commit, reveal_round, commit_reveal_version };
  return playedCall(hotkey, "commit_timelocked_weights", args);
}
