import { subU64 } from "../../../../lib/integers.ts";
import { I64F64 } from "../../../fixed/formats.ts";
import { okOr } from "../../../frame/dispatch-error.ts";
import type { ReadState } from "../../../frame/state.ts";
import type { AccountId } from "../../../types/account-id.ts";
import { type NetUid, type NetUidStorageIndex, rootNetuid, type Uid } from "../../../types/balances.ts";
import { getStakeWeightsForHotkeyOnSubnet } from "../staking/inherited-stake.ts";
import { storage } from "../storage.ts";
import { getLastUpdateForUid, getOwnerUid, getValidatorPermitForUid } from "../utils/neuron-vectors.ts";
import { getNetuidAndSubid } from "./storage-index.ts";

/**
 * Whether a hotkey has the stake that setting weights asks for; the owner's always may.
 * Rust: `pallets/subtensor/src/lib.rs check_weights_min_stake`.
 */
export function checkWeightsMinStake(state: ReadState, hotkey: AccountId, netuid: NetUid): boolean {
  const ownerUid = getOwnerUid(state, netuid);
  if (ownerUid !== undefined && storage.Uids.at(netuid, hotkey).get(state) === ownerUid) return true;
  const [total] = getStakeWeightsForHotkeyOnSubnet(state, hotkey, netuid);
  // The original's comparison takes a threshold from 2^63 on for a negative number, which everybody reaches.
  return total >= BigInt.asIntN(64, storage.StakeThreshold.get(state)) * I64F64.one;
}

/** Rust: `pallets/subtensor/src/subnets/weights.rs check_version_key`. */
export function checkVersionKey(state: ReadState, netuid: NetUid, versionKey: bigint): boolean {
  return versionKey >= storage.WeightsVersionKey.at(netuid).get(state);
}

/**
 * Whether enough blocks passed since a neuron's last weights; not for uids and mechanisms that do not exist.
 * Rust: `pallets/subtensor/src/subnets/weights.rs check_rate_limit`.
 */
export function checkRateLimit(
  state: ReadState,
  netuidIndex: NetUidStorageIndex,
  uid: Uid,
  currentBlock: bigint,
): boolean {
  const found = okOr(() => getNetuidAndSubid(state, netuidIndex));
  if (!("ok" in found)) return false;
  const [netuid] = found.ok;
  if (!storage.Keys.at(netuid, uid).exists(state)) return false;
  const last = getLastUpdateForUid(state, netuidIndex, uid);
  return last === 0n || subU64(currentBlock, last) >= storage.WeightsSetRateLimit.at(netuid).get(state);
}

/** Rust: `pallets/subtensor/src/subnets/weights.rs contains_invalid_uids`. */
export function containsInvalidUids(state: ReadState, netuid: NetUid, uids: readonly Uid[]): boolean {
  return uids.some((uid) => !storage.Keys.at(netuid, uid).exists(state));
}

/** Rust: `pallets/subtensor/src/subnets/weights.rs has_duplicate_uids`. */
export function hasDuplicateUids(uids: readonly Uid[]): boolean {
  return new Set(uids).size !== uids.length;
}

/** Whether the weights are one alone, for the neuron itself. Rust: `pallets/subtensor/src/subnets/weights.rs is_self_weight`. */
function isSelfWeight(uid: Uid, uids: readonly Uid[], weights: readonly number[]): boolean {
  return weights.length === 1 && uids[0] === uid;
}

/**
 * Whether a neuron may set these weights: a validator and the owner any, everybody else one for itself.
 * Rust: `pallets/subtensor/src/subnets/weights.rs check_validator_permit`.
 */
export function checkValidatorPermit(
  state: ReadState,
  netuid: NetUid,
  uid: Uid,
  uids: readonly Uid[],
  weights: readonly number[],
): boolean {
  if (isSelfWeight(uid, uids, weights) || getOwnerUid(state, netuid) === uid) return true;
  return getValidatorPermitForUid(state, netuid, uid);
}

/**
 * Whether there are as many weights as the subnet wants, or as it has neurons.
 * Rust: `pallets/subtensor/src/subnets/weights.rs check_length`.
 */
export function checkLength(
  state: ReadState,
  netuid: NetUid,
  uid: Uid,
  uids: readonly Uid[],
  weights: readonly number[],
): boolean {
  if (netuid !== rootNetuid && isSelfWeight(uid, uids, weights)) return true;
  const size = storage.SubnetworkN.at(netuid).get(state);
  const wanted = storage.MinAllowedWeights.at(netuid).get(state);
  return weights.length >= (size < wanted ? size : wanted);
}

/** Rust: `pallets/subtensor/src/subnets/weights.rs check_len_uids_within_allowed`. */
export function checkLenUidsWithinAllowed(state: ReadState, netuid: NetUid, uids: readonly Uid[]): boolean {
  return uids.length <= storage.SubnetworkN.at(netuid).get(state);
}
