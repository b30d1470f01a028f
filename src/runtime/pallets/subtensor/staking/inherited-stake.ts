import { I64F64, U96F32 } from "../../../fixed/formats.ts";
import { u64Max } from "../../../fixed/integers.ts";
import type { ReadState } from "../../../frame/state.ts";
import type { AccountId } from "../../../types/account-id.ts";
import { storage } from "../storage.ts";
import { getStakeForHotkeyOnSubnet } from "./alpha-shares.ts";

const whole = U96F32.fromNum(u64Max);

/** A u64 in parts of 2^64 - 1 as U96F32 bits. */
function normalized(parts: bigint): bigint {
  return U96F32.safeDiv(U96F32.fromNum(parts), whole);
}

/**
 * The part of root stake that counts on subnets, U96F32 bits between 0 and 1.
 * Answers to subtensor: pallets/subtensor/src/staking/stake_utils.rs get_tao_weight.
 */
export function getTaoWeight(state: ReadState): bigint {
  return normalized(storage.TaoWeight.get(state));
}

/**
 * The part of a parent's dividend that is burned when the child has another owner, U96F32 bits.
 * Answers to subtensor: pallets/subtensor/src/staking/stake_utils.rs get_ck_burn.
 */
export function getCkBurn(state: ReadState): bigint {
  return normalized(storage.CKBurn.get(state));
}

/** A stake (rao) less what goes to the hotkey's children, plus what comes from its parents. */
function inheritedStake(state: ReadState, hotkey: AccountId, netuid: number, stakedOn: number): bigint {
  const initial = U96F32.fromNum(getStakeForHotkeyOnSubnet(state, hotkey, stakedOn));
  let toChildren = 0n;
  for (const [proportion] of storage.ChildKeys.at(hotkey, netuid).get(state))
    toChildren = U96F32.saturatingAdd(toChildren, U96F32.saturatingMul(initial, normalized(proportion)));
  let fromParents = 0n;
  for (const [proportion, parent] of storage.ParentKeys.at(hotkey, netuid).get(state)) {
    const stake = U96F32.fromNum(getStakeForHotkeyOnSubnet(state, parent, stakedOn));
    fromParents = U96F32.saturatingAdd(fromParents, U96F32.saturatingMul(stake, normalized(proportion)));
  }
  return U96F32.saturatingToU64(U96F32.saturatingAdd(U96F32.saturatingSub(initial, toChildren), fromParents));
}

/**
 * Root stake (rao) that a hotkey brings to a subnet, after its children and parents there.
 * Answers to subtensor: pallets/subtensor/src/staking/stake_utils.rs get_tao_inherited_for_hotkey_on_subnet.
 */
export function getTaoInheritedForHotkeyOnSubnet(state: ReadState, hotkey: AccountId, netuid: number): bigint {
  return inheritedStake(state, hotkey, netuid, 0);
}

/**
 * Alpha (rao) that counts for a hotkey on a subnet, after its children and parents there.
 * Answers to subtensor: pallets/subtensor/src/staking/stake_utils.rs get_inherited_for_hotkey_on_subnet.
 */
export function getInheritedForHotkeyOnSubnet(state: ReadState, hotkey: AccountId, netuid: number): bigint {
  return netuid === 0
    ? getStakeForHotkeyOnSubnet(state, hotkey, netuid)
    : inheritedStake(state, hotkey, netuid, netuid);
}

/** I64F64 bits of rao. */
type StakeWeights = [total: bigint, alpha: bigint, tao: bigint];

/**
 * What a hotkey weighs on a subnet: alpha + root stake * TAO weight, with both parts. I64F64 bits of rao.
 * Answers to subtensor: pallets/subtensor/src/staking/stake_utils.rs get_stake_weights_for_hotkey_on_subnet.
 */
export function getStakeWeightsForHotkeyOnSubnet(state: ReadState, hotkey: AccountId, netuid: number): StakeWeights {
  const taoWeight = I64F64.saturatingFromFixed(U96F32, getTaoWeight(state));
  const alpha = I64F64.saturatingFromNum(getInheritedForHotkeyOnSubnet(state, hotkey, netuid));
  const tao = I64F64.saturatingFromNum(getTaoInheritedForHotkeyOnSubnet(state, hotkey, netuid));
  return [I64F64.saturatingAdd(alpha, I64F64.saturatingMul(tao, taoWeight)), alpha, tao];
}

/**
 * What each neuron of a subnet weighs, by uid: totals, alpha and root stake. I64F64 bits of rao; zero
 * for a uid without a key.
 * Answers to subtensor: pallets/subtensor/src/staking/stake_utils.rs get_stake_weights_for_network.
 */
export function getStakeWeightsForNetwork(
  state: ReadState,
  netuid: number,
): [totals: bigint[], alphas: bigint[], taos: bigint[]] {
  const size = storage.SubnetworkN.at(netuid).get(state);
  const weights: [bigint[], bigint[], bigint[]] = [[], [], []];
  for (let uid = 0; uid < size; uid++) {
    const hotkey = storage.Keys.at(netuid, uid).find(state);
    const of: StakeWeights =
      hotkey === undefined ? [0n, 0n, 0n] : getStakeWeightsForHotkeyOnSubnet(state, hotkey, netuid);
    weights[0].push(of[0]);
    weights[1].push(of[1]);
    weights[2].push(of[2]);
  }
  return weights;
}
