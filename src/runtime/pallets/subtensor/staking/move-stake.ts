import { least, maxU64 } from "../../../../lib/integers.ts";
import { U64F64 } from "../../../fixed/formats.ts";
import { ensureSigned, type Origin } from "../../../frame/origin.ts";
import type { ReadState, WriteState } from "../../../frame/state.ts";
import type { AccountId } from "../../../types/account-id.ts";
import { type AlphaBalance, type NetUid, type TaoBalance, taoAsAlpha } from "../../../types/balances.ts";
import { currentAlphaPrice, maxPrice, minPrice } from "../../swap/impls.ts";
import { transferTao } from "../emissions/tao.ts";
import { events } from "../events.ts";
import { storage } from "../storage.ts";
import { getMaxAmountAdd } from "./add-stake.ts";
import { getStakeForHotkeyAndColdkeyOnSubnet } from "./alpha-shares.ts";
import { getOwningColdkeyForHotkey, maybeBecomeDelegate } from "./helpers.ts";
import { getMaxAmountRemove } from "./remove-stake.ts";
import { stakeIntoSubnet, transferStakeWithinSubnet, unstakeFromSubnet } from "./stake-utils.ts";
import { isDynamic, isStable, minStake, type StakeTransition, validateStakeTransition } from "./stake-validation.ts";

const oneTao = U64F64.fromNum(1_000_000_000);

/** What a price limit adds to a transition between subnets. */
interface PriceLimit {
  /** Price of origin alpha in destination alpha times 10^9. */
  readonly limitPrice: TaoBalance;
  readonly allowPartial: boolean;
}

/**
 * Moves `alpha` rao of the signer's stake to another hotkey, also of another subnet.
 * @throws the errors of `validateStakeTransition` and of the two swaps.
 * Rust: `pallets/subtensor/src/staking/move_stake.rs do_move_stake`.
 */
export function doMoveStake(
  state: WriteState,
  origin: Origin,
  originHotkey: AccountId,
  destinationHotkey: AccountId,
  originNetuid: NetUid,
  destinationNetuid: NetUid,
  alpha: AlphaBalance,
): void {
  const coldkey = ensureSigned(origin);
  const keys = { originColdkey: coldkey, destinationColdkey: coldkey, originHotkey, destinationHotkey };
  const moved = transitionStake(state, { ...keys, originNetuid, destinationNetuid }, alpha, undefined, false);
  state.emit(events.StakeMoved(coldkey, originHotkey, originNetuid, destinationHotkey, destinationNetuid, moved));
}

/**
 * Gives `alpha` rao of the signer's stake to another coldkey, also on another subnet.
 * @throws the errors of `validateStakeTransition` and of the two swaps.
 * Rust: `pallets/subtensor/src/staking/move_stake.rs do_transfer_stake`.
 */
export function doTransferStake(
  state: WriteState,
  origin: Origin,
  destinationColdkey: AccountId,
  hotkey: AccountId,
  originNetuid: NetUid,
  destinationNetuid: NetUid,
  alpha: AlphaBalance,
): void {
  const coldkey = ensureSigned(origin);
  const keys = { originColdkey: coldkey, destinationColdkey, originHotkey: hotkey, destinationHotkey: hotkey };
  const moved = transitionStake(state, { ...keys, originNetuid, destinationNetuid }, alpha, undefined, true);
  state.emit(events.StakeTransferred(coldkey, destinationColdkey, hotkey, originNetuid, destinationNetuid, moved));
}

/**
 * Moves `alpha` rao of the signer's stake with a hotkey to another subnet. With `limit` only as much as
 * the price allows.
 * @throws the errors of `validateStakeTransition` and of the two swaps.
 * Rust: `pallets/subtensor/src/staking/move_stake.rs do_swap_stake`, do_swap_stake_limit.
 */
export function doSwapStake(
  state: WriteState,
  origin: Origin,
  hotkey: AccountId,
  originNetuid: NetUid,
  destinationNetuid: NetUid,
  alpha: AlphaBalance,
  limit?: PriceLimit,
): void {
  const coldkey = ensureSigned(origin);
  const keys = { originColdkey: coldkey, destinationColdkey: coldkey, originHotkey: hotkey, destinationHotkey: hotkey };
  const moved = transitionStake(state, { ...keys, originNetuid, destinationNetuid }, alpha, limit, false);
  state.emit(events.StakeSwapped(coldkey, hotkey, originNetuid, destinationNetuid, moved));
}

/**
 * A move within a subnet, or a sale and a purchase between two. More than is held means all of it. The
 * limit only bounds the amount: both swaps run at any price. Gives back the rao of TAO that moved.
 * Rust: `pallets/subtensor/src/staking/move_stake.rs transition_stake_internal`.
 */
function transitionStake(
  state: WriteState,
  transition: StakeTransition,
  requested: AlphaBalance,
  limit: PriceLimit | undefined,
  checkTransferToggle: boolean,
): TaoBalance {
  const { originColdkey, destinationColdkey, originHotkey, destinationHotkey } = transition;
  const { originNetuid, destinationNetuid } = transition;
  const held = getStakeForHotkeyAndColdkeyOnSubnet(state, originHotkey, originColdkey, originNetuid);
  const alpha = least(requested, held);
  const across = originNetuid !== destinationNetuid;
  const most =
    across && limit !== undefined ? getMaxAmountMove(state, originNetuid, destinationNetuid, limit.limitPrice) : alpha;
  validateStakeTransition(state, transition, alpha, most, limit?.allowPartial, checkTransferToggle);
  const amount = least(alpha, most);
  if (!across) {
    return transferStakeWithinSubnet(
      state,
      originColdkey,
      originHotkey,
      destinationColdkey,
      destinationHotkey,
      originNetuid,
      amount,
    );
  }
  // One fee for both swaps: the destination's when the origin, as root, takes none.
  const dropOriginFee = originNetuid === 0;
  const tao = unstakeFromSubnet(
    state,
    originHotkey,
    originColdkey,
    originColdkey,
    originNetuid,
    amount,
    minPrice(),
    dropOriginFee,
  );
  if (originColdkey !== destinationColdkey) transferTao(state, originColdkey, destinationColdkey, tao);
  if (tao >= minStake(state)) {
    if (getOwningColdkeyForHotkey(state, destinationHotkey) !== destinationColdkey)
      maybeBecomeDelegate(state, destinationHotkey);
    stakeIntoSubnet(state, destinationHotkey, destinationColdkey, destinationNetuid, tao, maxPrice(), !dropOriginFee);
  }
  return tao;
}

/**
 * The most origin alpha (rao) that can be moved until its price in destination alpha (times 10^9)
 * reaches the limit: exact where one side is 1:1, else by the formula for pools of equal weights.
 * @throws the errors of Swap.
 * Rust: `pallets/subtensor/src/staking/move_stake.rs get_max_amount_move`.
 */
function getMaxAmountMove(
  state: WriteState,
  originNetuid: NetUid,
  destinationNetuid: NetUid,
  limitPrice: TaoBalance,
): AlphaBalance {
  const [stableOrigin, stableDestination] = [isStable(state, originNetuid), isStable(state, destinationNetuid)];
  if (stableOrigin && stableDestination) return limitPrice > 1_000_000_000n ? 0n : maxU64;
  if (stableOrigin && isDynamic(state, destinationNetuid)) {
    if (limitPrice === 0n) return maxU64;
    const inverse = U64F64.safeDiv(oneTao, U64F64.saturatingFromNum(limitPrice));
    const destinationPrice = U64F64.saturatingToU64(U64F64.saturatingMul(inverse, oneTao));
    // What is sold on root is alpha that counts as TAO, and TAO is what the purchase is limited to.
    return taoAsAlpha(getMaxAmountAdd(state, destinationNetuid, destinationPrice));
  }
  if (stableDestination && isDynamic(state, originNetuid)) return getMaxAmountRemove(state, originNetuid, limitPrice);
  return maxBetweenPools(state, originNetuid, destinationNetuid, limitPrice);
}

function maxBetweenPools(state: ReadState, origin: NetUid, destination: NetUid, limitPrice: TaoBalance): AlphaBalance {
  const [tao1, tao2] = [storage.SubnetTAO.at(origin).get(state), storage.SubnetTAO.at(destination).get(state)];
  const [alpha1, alpha2] = [
    storage.SubnetAlphaIn.at(origin).get(state),
    storage.SubnetAlphaIn.at(destination).get(state),
  ];
  if (tao1 === 0n || tao2 === 0n || alpha1 === 0n || alpha2 === 0n) return 0n;
  const limit = U64F64.safeDiv(U64F64.saturatingFromNum(limitPrice), oneTao);
  const price = U64F64.safeDiv(currentAlphaPrice(state, origin), currentAlphaPrice(state, destination));
  if (limit > price) return 0n;
  if (limitPrice === 0n) return maxU64;
  const [t1, t2] = [U64F64.fromNum(tao1), U64F64.fromNum(tao2)];
  const sum = U64F64.saturatingAdd(t2, t1);
  const gained = U64F64.safeDiv(U64F64.saturatingMul(U64F64.fromNum(alpha2), U64F64.safeDiv(t1, sum)), limit);
  const kept = U64F64.saturatingMul(U64F64.fromNum(alpha1), U64F64.safeDiv(t2, sum));
  return U64F64.saturatingToU64(U64F64.saturatingSub(gained, kept));
}
