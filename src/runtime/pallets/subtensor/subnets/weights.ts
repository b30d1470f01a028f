import { ensure, fail, okOr } from "../../../frame/dispatch-error.ts";
import { ensureSigned, type Origin } from "../../../frame/origin.ts";
import type { WriteState } from "../../../frame/state.ts";
import { type MechId, type NetUid, rootNetuid, type Uid } from "../../../types/balances.ts";
import { errors } from "../errors.ts";
import { events } from "../events.ts";
import { storage } from "../storage.ts";
import { getCurrentBlockAsU64 } from "../utils/misc.ts";
import { setLastUpdateForUid } from "../utils/neuron-vectors.ts";
import { vecU16MaxUpscaleToU16 } from "../yuma/vectors.ts";
import { ensureMechanismExists, getMechanismStorageIndex } from "./storage-index.ts";
import {
  checkLength,
  checkLenUidsWithinAllowed,
  checkRateLimit,
  checkValidatorPermit,
  checkVersionKey,
  checkWeightsMinStake,
  containsInvalidUids,
  hasDuplicateUids,
} from "./weight-checks.ts";

/** Weights that a validator gives, by uid; they are stored scaled so that the largest is 65535. */
export interface GivenWeights {
  readonly uids: readonly Uid[];
  readonly values: readonly number[];
  readonly versionKey: bigint;
}

/**
 * Sets the weights of the signing hotkey on one mechanism. With commit-reveal neither the rate limit nor the block of
 * the last update is touched: the commit did that.
 * @throws the first of the checks that fails, in their order.
 * Rust: `pallets/subtensor/src/subnets/weights.rs internal_set_weights`.
 */
export function doSetMechanismWeights(
  state: WriteState,
  origin: Origin,
  netuid: NetUid,
  mecid: MechId,
  { uids, values, versionKey }: GivenWeights,
): void {
  const index = getMechanismStorageIndex(netuid, mecid);
  const hotkey = ensureSigned(origin);
  ensure(netuid !== rootNetuid, errors.CanNotSetRootNetworkWeights);
  ensure(uids.length === values.length, errors.WeightVecNotEqualSize);
  ensureMechanismExists(state, netuid, mecid);
  ensure(checkLenUidsWithinAllowed(state, netuid, uids), errors.UidsLengthExceedUidsInSubNet);
  const uid = storage.Uids.at(netuid, hotkey).get(state) ?? fail(errors.HotKeyNotRegisteredInSubNet);
  ensure(checkWeightsMinStake(state, hotkey, netuid), errors.NotEnoughStakeToSetWeights);
  ensure(checkVersionKey(state, netuid, versionKey), errors.IncorrectWeightVersionKey);
  const now = getCurrentBlockAsU64(state);
  const direct = !storage.CommitRevealWeightsEnabled.at(netuid).get(state);
  if (direct) ensure(checkRateLimit(state, index, uid, now), errors.SettingWeightsTooFast);
  ensure(checkValidatorPermit(state, netuid, uid, uids, values), errors.NeuronNoValidatorPermit);
  ensure(!hasDuplicateUids(uids), errors.DuplicateUids);
  ensure(!containsInvalidUids(state, netuid, uids), errors.UidVecContainInvalidOne);
  ensure(checkLength(state, netuid, uid, uids, values), errors.WeightVecLengthIsLow);
  // A largest weight allowed is 65535 for every subnet, so nothing more can fail.
  const scaled = vecU16MaxUpscaleToU16(values);
  storage.Weights.at(index, uid).set(
    state,
    uids.map((to, place) => [to, scaled[place] ?? 0]),
  );
  if (direct) setLastUpdateForUid(state, index, uid, now);
  state.emit(events.WeightsSet(index, uid));
}

/** The same for mechanism 0. Rust: `pallets/subtensor/src/subnets/weights.rs do_set_weights`. */
export function doSetWeights(state: WriteState, origin: Origin, netuid: NetUid, given: GivenWeights): void {
  doSetMechanismWeights(state, origin, netuid, 0, given);
}

/**
 * Runs one attempt for each of many subnets and tells afterwards which failed; the others stay done.
 * Rust: `pallets/subtensor/src/subnets/weights.rs`, the end of do_batch_set_weights and do_batch_commit_weights.
 */
export function runWeightBatch(
  state: WriteState,
  origin: Origin,
  netuids: readonly NetUid[],
  attempt: (netuid: NetUid, place: number) => void,
): void {
  const hotkey = ensureSigned(origin);
  const results = netuids.map((netuid, place) => ({ netuid, result: okOr(() => attempt(netuid, place)) }));
  let failed = false;
  for (const { netuid, result } of results) {
    if (!("failure" in result)) continue;
    if (!failed) state.emit(events.BatchCompletedWithErrors());
    failed = true;
    state.emit(events.BatchWeightItemFailed(netuid, state.runtime.dispatchError(result.failure.reason)));
  }
  state.emit(events.BatchWeightsCompleted([...netuids], hotkey));
}

/**
 * Sets the weights of the signing hotkey on many subnets.
 * @throws InputLengthsUnequal.
 * Rust: `pallets/subtensor/src/subnets/weights.rs do_batch_set_weights`.
 */
export function doBatchSetWeights(
  state: WriteState,
  origin: Origin,
  netuids: readonly NetUid[],
  weights: readonly (readonly (readonly [uid: Uid, value: number])[])[],
  versionKeys: readonly bigint[],
): void {
  ensureSigned(origin);
  ensure(netuids.length === weights.length && netuids.length === versionKeys.length, errors.InputLengthsUnequal);
  runWeightBatch(state, origin, netuids, (netuid, place) => {
    ensure(!storage.CommitRevealWeightsEnabled.at(netuid).get(state), errors.CommitRevealEnabled);
    const given = weights[place] ?? [];
    doSetWeights(state, origin, netuid, {
      uids: given.map(([uid]) => uid),
      values: given.map(([, value]) => value),
      versionKey: versionKeys[place] ?? 0n,
    });
  });
}
