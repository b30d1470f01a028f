import { maxU64 } from "../../../../lib/integers.ts";
import { I64F64, U96F32 } from "../../../fixed/formats.ts";
import type { ReadState } from "../../../frame/state.ts";
import type { AccountId } from "../../../types/account-id.ts";
import { type NetUid, rootNetuid, type Uid } from "../../../types/balances.ts";
import { storage } from "../storage.ts";
import { getStakeForHotkeyOnSubnet } from "./alpha-shares.ts";

const whole = U96F32.fromNum(maxU64);

/** A u64 in parts of 2^64 - 1 as U96F32 bits. */
function normalized(parts: bigint): bigint {
  return U96F32.safeDiv(U96F32.fromNum(parts), whole);
}

/**
 * The part of root stake that counts on subnets, U96F32 bits between 0 and 1.
 * Rust: `pallets/subtensor/src/staking/stake_utils.rs get_tao_weight`.
 */
export function getTaoWeight(state: ReadState): bigint {
  return normalized(storage.TaoWeight.get(state));
}

/**
 * The part of a parent's dividend that is burned when the child has another owner, U96F32 bits.
 * Rust: `pallets/subtensor/src/staking/stake_utils.rs get_ck_burn`.
 */
export function getCkBurn(state: ReadState): bigint {
  return normalized(storage.CKBurn.get(state));
}

type Relatives = readonly (readonly [proportion: bigint, hotkey: AccountId])[];

/** A hotkey with those it has on a subnet. */
interface Family {
  readonly hotkey: AccountId;
  readonly children: Relatives;
  readonly parents: Relatives;
}

function familyOf(state: ReadState, hotkey: AccountId, netuid: NetUid): Family {
  return {
    hotkey,
    children: storage.ChildKeys.at(hotkey, netuid).get(state),
    parents: storage.ParentKeys.at(hotkey, netuid).get(state),
  };
}

/**
 * A stake (rao) less what goes to the hotkey's children, plus what comes from its parents: on root for the TAO that counts
 * on a subnet, else on the subnet itself. Rust: pallets/subtensor/src/staking/stake_utils.rs
 * get_tao_inherited_for_hotkey_on_subnet, get_inherited_for_hotkey_on_subnet.
 */
function inheritedStake(state: ReadState, { hotkey, children, parents }: Family, stakedOn: NetUid): bigint {
  const own = getStakeForHotkeyOnSubnet(state, hotkey, stakedOn);
  if (children.length === 0 && parents.length === 0) return own;
  const initial = U96F32.fromNum(own);
  let toChildren = 0n;
  for (const [proportion] of children)
    toChildren = U96F32.saturatingAdd(toChildren, U96F32.saturatingMul(initial, normalized(proportion)));
  let fromParents = 0n;
  for (const [proportion, parent] of parents) {
    const stake = U96F32.fromNum(getStakeForHotkeyOnSubnet(state, parent, stakedOn));
    fromParents = U96F32.saturatingAdd(fromParents, U96F32.saturatingMul(stake, normalized(proportion)));
  }
  return U96F32.saturatingToU64(U96F32.saturatingAdd(U96F32.saturatingSub(initial, toChildren), fromParents));
}

/** I64F64 bits of rao. */
type StakeWeights = [total: bigint, alpha: bigint, tao: bigint];

/**
 * What a hotkey weighs on a subnet: alpha + root stake * TAO weight, with both parts. I64F64 bits of rao.
 * Rust: `pallets/subtensor/src/staking/stake_utils.rs get_stake_weights_for_hotkey_on_subnet`.
 */
export function getStakeWeightsForHotkeyOnSubnet(
  state: ReadState,
  hotkey: AccountId,
  netuid: NetUid,
  taoWeight: bigint = getTaoWeight(state),
): StakeWeights {
  const family = familyOf(state, hotkey, netuid);
  const tao = I64F64.saturatingFromNum(inheritedStake(state, family, rootNetuid));
  // On root no child or parent counts.
  const inherited =
    netuid === rootNetuid ? getStakeForHotkeyOnSubnet(state, hotkey, netuid) : inheritedStake(state, family, netuid);
  const alpha = I64F64.saturatingFromNum(inherited);
  const weighted = I64F64.saturatingMul(tao, I64F64.saturatingFromFixed(U96F32, taoWeight));
  return [I64F64.saturatingAdd(alpha, weighted), alpha, tao];
}

/**
 * What each neuron of a subnet weighs, by uid: totals, alpha and root stake. I64F64 bits of rao; zero
 * for a uid without a key. `hotkeyOf` may be given by who has read the keys.
 * Rust: `pallets/subtensor/src/staking/stake_utils.rs get_stake_weights_for_network`.
 */
export function getStakeWeightsForNetwork(
  state: ReadState,
  netuid: NetUid,
  hotkeyOf: (uid: Uid) => AccountId | undefined = (uid) => storage.Keys.at(netuid, uid).find(state),
): [totals: bigint[], alphas: bigint[], taos: bigint[]] {
  const size = storage.SubnetworkN.at(netuid).get(state);
  const taoWeight = getTaoWeight(state);
  const weights: [bigint[], bigint[], bigint[]] = [[], [], []];
  for (let uid = 0; uid < size; uid++) {
    const hotkey = hotkeyOf(uid);
    const of: StakeWeights =
      hotkey === undefined ? [0n, 0n, 0n] : getStakeWeightsForHotkeyOnSubnet(state, hotkey, netuid, taoWeight);
    weights[0].push(of[0]);
    weights[1].push(of[1]);
    weights[2].push(of[2]);
  }
  return weights;
}
