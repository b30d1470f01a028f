import { addU64, maxU16, maxU64 } from "../../../../lib/integers.ts";
import { U96F32 } from "../../../fixed/formats.ts";
import type { ReadState, WriteState } from "../../../frame/state.ts";
import type { AccountId } from "../../../types/account-id.ts";
import { type AlphaBalance, type NetUid, rootNetuid } from "../../../types/balances.ts";
import { byAccount } from "../by-account.ts";
import { getStakeForHotkeyOnSubnet } from "../staking/alpha-shares.ts";
import { getOwningColdkeyForHotkey } from "../staking/helpers.ts";
import { getCkBurn, getTaoWeight } from "../staking/inherited-stake.ts";
import { getChildkeyTake } from "../staking/set-children.ts";
import { storage } from "../storage.ts";
import { recycleSubnetAlpha } from "./alpha.ts";

/** What an epoch gave a hotkey: as a miner and as a validator, alpha rao. */
export type HotkeyEmission = readonly [hotkey: AccountId, incentive: AlphaBalance, dividend: AlphaBalance];

const wholeU64 = U96F32.fromNum(maxU64);
const wholeU16 = U96F32.fromNum(maxU16);
/** Parts of 2^64 - 1 as U96F32 bits. */
const proportionOf = (parts: bigint): bigint => U96F32.safeDiv(U96F32.fromNum(parts), wholeU64);

/** What a stake on a subnet and on root weighs there, `proportion` of it; U96F32 bits of rao. */
function contribution(
  state: ReadState,
  hotkey: AccountId,
  netuid: NetUid,
  proportion: bigint,
  taoWeight: bigint,
): bigint {
  const alpha = U96F32.fromNum(getStakeForHotkeyOnSubnet(state, hotkey, netuid));
  const root = U96F32.fromNum(getStakeForHotkeyOnSubnet(state, hotkey, rootNetuid));
  return U96F32.saturatingAdd(
    U96F32.saturatingMul(alpha, proportion),
    U96F32.saturatingMul(U96F32.saturatingMul(root, proportion), taoWeight),
  );
}

/**
 * What a hotkey's own stake weighs on a subnet after what it gave to children, rao.
 * Rust: `pallets/subtensor/src/coinbase/run_coinbase.rs get_self_contribution`.
 */
export function getSelfContribution(state: ReadState, hotkey: AccountId, netuid: NetUid): bigint {
  let left = U96F32.one;
  for (const [parts] of storage.ChildKeys.at(hotkey, netuid).get(state))
    left = U96F32.saturatingSub(left, proportionOf(parts));
  return U96F32.saturatingToU64(contribution(state, hotkey, netuid, left, getTaoWeight(state)));
}

/**
 * Splits a validator's dividends (alpha rao) between its parents, by what their stake contributed, and itself, who comes
 * last. Of parents with another owner the child gets its take, and a part may be burned.
 * Rust: `pallets/subtensor/src/coinbase/run_coinbase.rs get_parent_child_dividends_distribution`.
 */
export function getParentChildDividendsDistribution(
  state: WriteState,
  hotkey: AccountId,
  netuid: NetUid,
  dividends: AlphaBalance,
): [hotkey: AccountId, dividends: AlphaBalance][] {
  const parentKeys = storage.ParentKeys.at(hotkey, netuid).get(state);
  if (parentKeys.length === 0) return [[hotkey, dividends]];
  const emission = U96F32.fromNum(dividends);
  const burnProportion = getCkBurn(state);
  const takeProportion = U96F32.safeDiv(U96F32.fromNum(getChildkeyTake(state, hotkey, netuid)), wholeU16);
  const taoWeight = getTaoWeight(state);
  const owner = getOwningColdkeyForHotkey(state, hotkey);
  let total = U96F32.fromNum(getSelfContribution(state, hotkey, netuid));
  const parents = parentKeys.map(([parts, parent]) => {
    const contributed = contribution(state, parent, netuid, proportionOf(parts), taoWeight);
    total = U96F32.saturatingAdd(total, contributed);
    return { parent, contributed };
  });
  const split: [AccountId, AlphaBalance][] = [];
  let rest = emission;
  let takes = 0n;
  for (const { parent, contributed } of parents) {
    let share = U96F32.saturatingMul(emission, U96F32.checkedDiv(contributed, total) ?? 0n);
    rest = U96F32.saturatingSub(rest, share);
    if (getOwningColdkeyForHotkey(state, parent) !== owner) {
      const burn = U96F32.saturatingMul(burnProportion, share);
      const take = U96F32.saturatingMul(takeProportion, share);
      share = U96F32.saturatingSub(U96F32.saturatingSub(share, burn), take);
      takes = U96F32.saturatingAdd(takes, take);
      recycleSubnetAlpha(state, netuid, U96F32.saturatingToU64(burn));
    }
    split.push([parent, U96F32.saturatingToU64(share)]);
  }
  split.push([hotkey, U96F32.saturatingToU64(U96F32.saturatingAdd(rest, takes))]);
  return split;
}

/**
 * Sums an epoch's results: incentives (alpha rao) by miner, dividends (U96F32 bits) by the validators and parents they
 * go to. Both by ascending account.
 * Rust: `pallets/subtensor/src/coinbase/run_coinbase.rs calculate_dividends_and_incentives`.
 */
export function calculateDividendsAndIncentives(
  state: WriteState,
  netuid: NetUid,
  emissions: readonly HotkeyEmission[],
): { incentives: Map<AccountId, AlphaBalance>; dividends: Map<AccountId, bigint> } {
  const incentives = new Map<AccountId, AlphaBalance>();
  const dividends = new Map<AccountId, bigint>();
  for (const [hotkey, incentive, dividend] of emissions) {
    incentives.set(hotkey, addU64(incentives.get(hotkey) ?? 0n, incentive));
    for (const [to, amount] of getParentChildDividendsDistribution(state, hotkey, netuid, dividend))
      dividends.set(to, U96F32.saturatingAdd(dividends.get(to) ?? 0n, U96F32.fromNum(amount)));
  }
  return { incentives: byAccount(incentives), dividends: byAccount(dividends) };
}

/** A bucket (alpha rao) in proportion to `weights` (U96F32 bits); U96F32 bits. */
function inProportion(
  bucket: AlphaBalance,
  weights: ReadonlyMap<AccountId, bigint>,
  total: bigint,
): Map<AccountId, bigint> {
  const whole = U96F32.fromNum(bucket);
  return new Map(
    [...weights].map(([hotkey, weight]) => [
      hotkey,
      U96F32.saturatingMul(whole, U96F32.checkedDiv(weight, total) ?? 0n),
    ]),
  );
}

/**
 * Divides what validators and root collected (alpha rao) by dividends (U96F32 bits, by ascending account): each dividend
 * counts for root by the weight of the hotkey's root stake, and for the subnet by the rest. U96F32 bits of alpha rao.
 * Rust: `pallets/subtensor/src/coinbase/run_coinbase.rs get_stake_map`, calculate_dividend_distribution.
 */
export function calculateDividendDistribution(
  state: ReadState,
  netuid: NetUid,
  pendingAlpha: AlphaBalance,
  pendingRootAlpha: AlphaBalance,
  taoWeight: bigint,
  dividends: ReadonlyMap<AccountId, bigint>,
): { alpha: Map<AccountId, bigint>; root: Map<AccountId, bigint> } {
  const alphaDividends = new Map<AccountId, bigint>();
  const rootDividends = new Map<AccountId, bigint>();
  let totalAlpha = 0n;
  let totalRoot = 0n;
  for (const [hotkey, dividend] of dividends) {
    const alphaStake = U96F32.fromNum(getStakeForHotkeyOnSubnet(state, hotkey, netuid));
    const rootStake = U96F32.fromNum(getStakeForHotkeyOnSubnet(state, hotkey, rootNetuid));
    const weighted = U96F32.saturatingMul(rootStake, taoWeight);
    const rootPart = U96F32.checkedDiv(weighted, U96F32.saturatingAdd(alphaStake, weighted)) ?? 0n;
    const ofRoot = U96F32.saturatingMul(dividend, rootPart);
    const ofAlpha = U96F32.saturatingSub(dividend, ofRoot);
    alphaDividends.set(hotkey, ofAlpha);
    rootDividends.set(hotkey, ofRoot);
    totalAlpha = U96F32.saturatingAdd(totalAlpha, ofAlpha);
    totalRoot = U96F32.saturatingAdd(totalRoot, ofRoot);
  }
  return {
    alpha: inProportion(pendingAlpha, alphaDividends, totalAlpha),
    root: inProportion(pendingRootAlpha, rootDividends, totalRoot),
  };
}
