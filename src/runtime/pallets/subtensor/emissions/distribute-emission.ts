import { addU64 } from "../../../../lib/integers.ts";
import { U96F32 } from "../../../fixed/formats.ts";
import type { ReadState, WriteState } from "../../../frame/state.ts";
import type { AccountId } from "../../../types/account-id.ts";
import type { AlphaBalance, NetUid, Uid } from "../../../types/balances.ts";
import { events } from "../events.ts";
import { increaseStakeForHotkeyAndColdkeyOnSubnet, increaseStakeForHotkeyOnSubnet } from "../staking/alpha-shares.ts";
import { getHotkeyTakeFloat } from "../staking/helpers.ts";
import { getTaoWeight } from "../staking/inherited-stake.ts";
import { autoLockOwnerCut } from "../staking/lock.ts";
import { increaseRootClaimableForHotkeyAndSubnet } from "../staking/root-claimable.ts";
import { storage } from "../storage.ts";
import { distributeLeasedNetworkDividends } from "../subnets/lease-dividends.ts";
import { epochWithMechanisms } from "../yuma/run-epoch.ts";
import { burnSubnetAlpha, recycleSubnetAlpha } from "./alpha.ts";
import { calculateDividendDistribution, calculateDividendsAndIncentives } from "./dividends.ts";
import type { PendingEmission } from "./epoch-schedule.ts";

/**
 * The hotkeys of a subnet that do not earn as miners: registered ones of the owner, the latest first, led by the
 * subnet's owner hotkey unless that is among them.
 * Rust: `pallets/subtensor/src/coinbase/run_coinbase.rs get_owner_hotkeys`.
 */
export function getOwnerHotkeys(state: ReadState, netuid: NetUid, coldkey: AccountId): AccountId[] {
  const found: { block: bigint; uid: Uid; hotkey: AccountId }[] = [];
  for (const hotkey of storage.OwnedHotkeys.at(coldkey).get(state)) {
    const uid = storage.Uids.at(netuid, hotkey).get(state);
    if (uid !== undefined) found.push({ block: storage.BlockAtRegistration.at(netuid, uid).get(state), uid, hotkey });
  }
  found.sort((a, b) => (a.block === b.block ? a.uid - b.uid : a.block > b.block ? -1 : 1));
  const hotkeys = found.map(({ hotkey }) => hotkey);
  const ownerHotkey = storage.SubnetOwnerHotkey.at(netuid).find(state);
  if (
    ownerHotkey !== undefined &&
    storage.Uids.at(netuid, ownerHotkey).get(state) !== undefined &&
    !hotkeys.includes(ownerHotkey)
  )
    hotkeys.unshift(ownerHotkey);
  return hotkeys;
}

/** Stakes the owner's cut (alpha rao) for it, where owner and owner hotkey are known. */
function distributeOwnerCut(state: WriteState, netuid: NetUid, ownerCut: AlphaBalance): void {
  const coldkey = storage.SubnetOwner.at(netuid).find(state);
  const hotkey = storage.SubnetOwnerHotkey.at(netuid).find(state);
  if (coldkey === undefined || hotkey === undefined) return;
  increaseStakeForHotkeyAndColdkeyOnSubnet(state, hotkey, coldkey, netuid, ownerCut);
  const leaseId = storage.SubnetUidToLeaseId.at(netuid).get(state);
  if (leaseId !== undefined) distributeLeasedNetworkDividends(state, leaseId, ownerCut);
  autoLockOwnerCut(state, netuid, ownerCut);
}

/** Stakes what a miner earned (alpha rao) where its owner wants it. */
function stakeIncentive(state: WriteState, netuid: NetUid, hotkey: AccountId, incentive: AlphaBalance): void {
  const owner = storage.Owner.at(hotkey).get(state);
  const destination = storage.AutoStakeDestination.at(owner, netuid).get(state);
  if (destination !== undefined) state.emit(events.AutoStakeAdded({ netuid, destination, hotkey, owner, incentive }));
  increaseStakeForHotkeyAndColdkeyOnSubnet(state, destination ?? hotkey, owner, netuid, incentive);
}

/** Pays miners (alpha rao). What the owner's hotkeys earned is withheld, and its proportion noted for the emissions. */
function distributeIncentives(
  state: WriteState,
  netuid: NetUid,
  incentives: ReadonlyMap<AccountId, AlphaBalance>,
): void {
  const ownerHotkeys = new Set(getOwnerHotkeys(state, netuid, storage.SubnetOwner.at(netuid).get(state)));
  let total: AlphaBalance = 0n;
  let withheld: AlphaBalance = 0n;
  for (const [hotkey, incentive] of incentives) {
    total = addU64(total, incentive);
    if (!ownerHotkeys.has(hotkey)) {
      stakeIncentive(state, netuid, hotkey, incentive);
      continue;
    }
    withheld = addU64(withheld, incentive);
    if (storage.RecycleOrBurn.at(netuid).find(state) === "Recycle") recycleSubnetAlpha(state, netuid, incentive);
    else burnSubnetAlpha(state, netuid, incentive);
  }
  const proportion = U96F32.checkedDiv(U96F32.fromNum(withheld), U96F32.fromNum(total)) ?? 0n;
  storage.MinerBurned.at(netuid).set(state, proportion);
}

/** Gives a validator its take of what it and its stakers earned (U96F32 bits); returns the rest, alpha rao. */
function payTake(state: WriteState, netuid: NetUid, hotkey: AccountId, earned: bigint): AlphaBalance {
  const take = U96F32.saturatingMul(getHotkeyTakeFloat(state, hotkey), earned);
  const owner = storage.Owner.at(hotkey).get(state);
  increaseStakeForHotkeyAndColdkeyOnSubnet(state, hotkey, owner, netuid, U96F32.saturatingToU64(take));
  return U96F32.saturatingToU64(U96F32.saturatingSub(earned, take));
}

function distributeAlphaDividends(state: WriteState, netuid: NetUid, dividends: ReadonlyMap<AccountId, bigint>): void {
  storage.AlphaDividendsPerSubnet.clear(state, netuid);
  for (const [hotkey, earned] of dividends) {
    const rest = payTake(state, netuid, hotkey, earned);
    increaseStakeForHotkeyOnSubnet(state, hotkey, netuid, rest);
    storage.AlphaDividendsPerSubnet.at(netuid, hotkey).mutate(state, (sum) => addU64(sum, rest));
    const alpha = storage.TotalHotkeyAlpha.at(hotkey, netuid).get(state);
    storage.TotalHotkeyAlphaLastEpoch.at(hotkey, netuid).set(state, alpha);
  }
}

function distributeRootDividends(state: WriteState, netuid: NetUid, dividends: ReadonlyMap<AccountId, bigint>): void {
  storage.RootAlphaDividendsPerSubnet.clear(state, netuid);
  for (const [hotkey, earned] of dividends) {
    const rest = payTake(state, netuid, hotkey, earned);
    increaseRootClaimableForHotkeyAndSubnet(state, hotkey, netuid, rest);
    storage.RootAlphaDividendsPerSubnet.at(netuid, hotkey).mutate(state, (sum) => addU64(sum, rest));
  }
}

/**
 * Stakes for owner, miners and validators of a subnet, and for root, what is theirs. Owner's cut and incentives are
 * alpha rao, dividends U96F32 bits of it; maps by ascending account.
 * Rust: `pallets/subtensor/src/coinbase/run_coinbase.rs distribute_dividends_and_incentives`.
 */
function distributeDividendsAndIncentives(
  state: WriteState,
  netuid: NetUid,
  ownerCut: AlphaBalance,
  incentives: ReadonlyMap<AccountId, AlphaBalance>,
  alphaDividends: ReadonlyMap<AccountId, bigint>,
  rootAlphaDividends: ReadonlyMap<AccountId, bigint>,
): void {
  distributeOwnerCut(state, netuid, ownerCut);
  distributeIncentives(state, netuid, incentives);
  distributeAlphaDividends(state, netuid, alphaDividends);
  distributeRootDividends(state, netuid, rootAlphaDividends);
}

/**
 * Runs the epoch of a subnet on what it collected, and hands it out. Without any incentive the validators get the
 * miners' part as well.
 * Rust: `pallets/subtensor/src/coinbase/run_coinbase.rs distribute_emission`.
 */
export function distributeEmission(state: WriteState, netuid: NetUid, pending: PendingEmission): void {
  const taoWeight = getTaoWeight(state);
  const forEpoch = addU64(addU64(pending.server, pending.validator), pending.root);
  const emissions = epochWithMechanisms(state, netuid, forEpoch);
  const noIncentives = emissions.every(([, incentive]) => incentive === 0n);
  const validatorAlpha = noIncentives ? addU64(pending.validator, pending.server) : pending.validator;
  const { incentives, dividends } = calculateDividendsAndIncentives(state, netuid, emissions);
  const { alpha, root } = calculateDividendDistribution(
    state,
    netuid,
    validatorAlpha,
    pending.root,
    taoWeight,
    dividends,
  );
  distributeDividendsAndIncentives(state, netuid, pending.ownerCut, incentives, alpha, root);
}
