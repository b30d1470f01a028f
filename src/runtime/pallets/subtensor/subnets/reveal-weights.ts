import type { Hex } from "../../../../lib/bytes.ts";
import { ensure, fail } from "../../../frame/dispatch-error.ts";
import { ensureSigned, type Origin } from "../../../frame/origin.ts";
import type { ReadState, WriteState } from "../../../frame/state.ts";
import type { MechId, NetUid } from "../../../types/balances.ts";
import { errors } from "../errors.ts";
import { events } from "../events.ts";
import { storage } from "../storage.ts";
import { isCommitExpired, isRevealBlockRange } from "./commit-epochs.ts";
import { getCommitHash, type RevealedWeights } from "./commit-hash.ts";
import { getMechanismStorageIndex } from "./storage-index.ts";
import { doSetMechanismWeights, doSetWeights } from "./weights.ts";

type Commits = NonNullable<ReturnType<ReturnType<typeof storage.WeightCommits.at>["get"]>>;

/** Commits from the first that has not expired on, and the hashes of those before it. */
function split(state: ReadState, netuid: NetUid, commits: Commits): { waiting: Commits; expired: Hex[] } {
  const fresh = commits.findIndex(([, epoch]) => !isCommitExpired(state, netuid, epoch));
  const count = fresh < 0 ? commits.length : fresh;
  return { waiting: commits.slice(count), expired: commits.slice(0, count).map(([hash]) => hash) };
}

/**
 * Sets weights that the signing hotkey committed to. The commits before this one are dropped.
 * @throws CommitRevealDisabled, NoWeightsCommitFound, ExpiredWeightCommit, InvalidRevealCommitHashNotMatch,
 * RevealTooEarly, and what setting weights throws.
 * Rust: `pallets/subtensor/src/subnets/weights.rs internal_reveal_weights`.
 */
export function doRevealMechanismWeights(
  state: WriteState,
  origin: Origin,
  netuid: NetUid,
  mecid: MechId,
  revealed: RevealedWeights,
): void {
  const index = getMechanismStorageIndex(netuid, mecid);
  const who = ensureSigned(origin);
  ensure(storage.CommitRevealWeightsEnabled.at(netuid).get(state), errors.CommitRevealDisabled);
  const entry = storage.WeightCommits.at(index, who);
  const { waiting, expired } = split(state, netuid, entry.get(state) ?? fail(errors.NoWeightsCommitFound));
  const hash = getCommitHash(who, index, revealed);
  const place = waiting.findIndex(([committed]) => committed === hash);
  const commit = waiting[place];
  if (commit === undefined) {
    if (expired.includes(hash)) fail(errors.ExpiredWeightCommit);
    fail(waiting.length === 0 ? errors.NoWeightsCommitFound : errors.InvalidRevealCommitHashNotMatch);
  }
  ensure(isRevealBlockRange(state, netuid, commit[1]), errors.RevealTooEarly);
  doSetMechanismWeights(state, origin, netuid, mecid, revealed);
  state.emit(events.WeightsRevealed(who, index, hash));
  const left = waiting.slice(place + 1);
  if (left.length === 0) entry.remove(state);
  else entry.set(state, left);
}

/**
 * Sets several weights that the signing hotkey committed to on mechanism 0 of a subnet, one after the other.
 * @throws CommitRevealDisabled, NoWeightsCommitFound, ExpiredWeightCommit, InvalidRevealCommitHashNotMatch,
 * RevealTooEarly, and what setting weights throws.
 * Rust: `pallets/subtensor/src/subnets/weights.rs do_batch_reveal_weights`.
 */
export function doBatchRevealWeights(
  state: WriteState,
  origin: Origin,
  netuid: NetUid,
  reveals: readonly RevealedWeights[],
): void {
  const index = getMechanismStorageIndex(netuid, 0);
  const who = ensureSigned(origin);
  ensure(storage.CommitRevealWeightsEnabled.at(netuid).get(state), errors.CommitRevealDisabled);
  const entry = storage.WeightCommits.at(index, who);
  const { waiting, expired } = split(state, netuid, entry.get(state) ?? fail(errors.NoWeightsCommitFound));
  const missing = (hash: Hex): never =>
    fail(expired.includes(hash) ? errors.ExpiredWeightCommit : errors.InvalidRevealCommitHashNotMatch);
  const hashes = reveals.map((revealed) => getCommitHash(who, index, revealed));
  for (const hash of hashes) {
    const commit = waiting.find(([committed]) => committed === hash) ?? missing(hash);
    ensure(isRevealBlockRange(state, netuid, commit[1]), errors.RevealTooEarly);
  }
  const left = waiting.slice();
  for (const [number, revealed] of reveals.entries()) {
    const hash = hashes[number] as Hex;
    const place = left.findIndex(([committed]) => committed === hash);
    if (place < 0) missing(hash);
    left.splice(place, 1);
    doSetWeights(state, origin, netuid, revealed);
  }
  state.emit(events.WeightsBatchRevealed(who, netuid, hashes));
  if (left.length === 0) entry.remove(state);
  else entry.set(state, left);
}
