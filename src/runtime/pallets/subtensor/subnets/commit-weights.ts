import { blake2Hex } from "../../../../crypto/hashing.ts";
import type { Hex } from "../../../../lib/bytes.ts";
import { ensure, fail } from "../../../frame/dispatch-error.ts";
import { ensureSigned, type Origin } from "../../../frame/origin.ts";
import type { WriteState } from "../../../frame/state.ts";
import type { MechId, NetUid } from "../../../types/balances.ts";
import { errors } from "../errors.ts";
import { events } from "../events.ts";
import { storage } from "../storage.ts";
import { getCurrentBlockAsU64 } from "../utils/misc.ts";
import { setLastUpdateForUid } from "../utils/neuron-vectors.ts";
import { currentEpochWithLookahead, isCommitExpired } from "./commit-epochs.ts";
import { ensureMechanismExists, getMechanismStorageIndex } from "./storage-index.ts";
import { checkRateLimit } from "./weight-checks.ts";
import { runWeightBatch } from "./weights.ts";

/** Commits of one hotkey that may wait for their reveal. */
const mostUnrevealed = 10;

/**
 * Notes the hash of weights that the signing hotkey will reveal.
 * @throws MechanismDoesNotExist, CommitRevealDisabled, HotKeyNotRegisteredInSubNet, CommittingWeightsTooFast, TooManyUnrevealedCommits.
 * Rust: `pallets/subtensor/src/subnets/weights.rs internal_commit_weights`.
 */
export function doCommitMechanismWeights(
  state: WriteState,
  origin: Origin,
  netuid: NetUid,
  mecid: MechId,
  commitHash: Hex,
): void {
  ensureMechanismExists(state, netuid, mecid);
  const index = getMechanismStorageIndex(netuid, mecid);
  const who = ensureSigned(origin);
  ensure(storage.CommitRevealWeightsEnabled.at(netuid).get(state), errors.CommitRevealDisabled);
  const uid = storage.Uids.at(netuid, who).get(state) ?? fail(errors.HotKeyNotRegisteredInSubNet);
  const now = getCurrentBlockAsU64(state);
  ensure(checkRateLimit(state, index, uid, now), errors.CommittingWeightsTooFast);
  const epoch = currentEpochWithLookahead(state, netuid);
  const entry = storage.WeightCommits.at(index, who);
  const commits = entry.get(state) ?? [];
  const fresh = commits.findIndex(([, commitEpoch]) => !isCommitExpired(state, netuid, commitEpoch));
  const waiting = fresh < 0 ? [] : commits.slice(fresh);
  ensure(waiting.length < mostUnrevealed, errors.TooManyUnrevealedCommits);
  state.emit(events.WeightsCommitted(who, index, commitHash));
  setLastUpdateForUid(state, index, uid, now);
  entry.set(state, [...waiting, [commitHash, epoch, now, 0n]]);
}

/**
 * The same on mechanism 0 of many subnets; what fails is told, the others stay done.
 * @throws InputLengthsUnequal.
 * Rust: `pallets/subtensor/src/subnets/weights.rs do_batch_commit_weights`.
 */
export function doBatchCommitWeights(
  state: WriteState,
  origin: Origin,
  netuids: readonly NetUid[],
  commitHashes: readonly Hex[],
): void {
  ensureSigned(origin);
  ensure(netuids.length === commitHashes.length, errors.InputLengthsUnequal);
  runWeightBatch(state, origin, netuids, (netuid, place) =>
    doCommitMechanismWeights(state, origin, netuid, 0, commitHashes[place] as Hex),
  );
}

/** Weights encrypted for a drand round, which the chain itself reveals after it. */
export interface TimelockedCommit {
  readonly commit: Uint8Array;
  readonly revealRound: bigint;
  readonly version: number;
}

/**
 * @throws MechanismDoesNotExist, CommitRevealDisabled, IncorrectCommitRevealVersion, HotKeyNotRegisteredInSubNet,
 * CommittingWeightsTooFast, TooManyUnrevealedCommits.
 * Rust: `pallets/subtensor/src/subnets/weights.rs internal_commit_timelocked_weights`.
 */
export function doCommitTimelockedMechanismWeights(
  state: WriteState,
  origin: Origin,
  netuid: NetUid,
  mecid: MechId,
  { commit, revealRound, version }: TimelockedCommit,
): void {
  ensureMechanismExists(state, netuid, mecid);
  const index = getMechanismStorageIndex(netuid, mecid);
  const who = ensureSigned(origin);
  ensure(storage.CommitRevealWeightsEnabled.at(netuid).get(state), errors.CommitRevealDisabled);
  ensure(version === storage.CommitRevealWeightsVersion.get(state), errors.IncorrectCommitRevealVersion);
  const uid = storage.Uids.at(netuid, who).get(state) ?? fail(errors.HotKeyNotRegisteredInSubNet);
  const now = getCurrentBlockAsU64(state);
  ensure(checkRateLimit(state, index, uid, now), errors.CommittingWeightsTooFast);
  const entry = storage.TimelockedWeightCommits.at(index, currentEpochWithLookahead(state, netuid));
  const commits = entry.get(state);
  const own = commits.filter(([account]) => account === who).length;
  ensure(own < mostUnrevealed, errors.TooManyUnrevealedCommits);
  state.emit(events.TimelockedWeightsCommitted(who, index, blake2Hex(commit), revealRound));
  setLastUpdateForUid(state, index, uid, now);
  entry.set(state, [...commits, [who, now, commit, revealRound]]);
}
