import { addU64, least, maxI64, maxU128, subU64 } from "../../../../lib/integers.ts";
import { U64F64 } from "../../../fixed/formats.ts";
import { ensure, okOr } from "../../../frame/dispatch-error.ts";
import type { WriteState } from "../../../frame/state.ts";
import type { AccountId } from "../../../types/account-id.ts";
import { type AlphaBalance, type NetUid, rootNetuid, type TaoBalance } from "../../../types/balances.ts";
import {
  currentAlphaPrice,
  getAlphaForTao,
  getTaoForAlpha,
  minPrice,
  oneToOne,
  type SwapResult,
  swap,
} from "../../swap/impls.ts";
import { constants } from "../constants.ts";
import { burnSubnetAlpha } from "../emissions/alpha.ts";
import { burnTao, transferTaoFromSubnet, transferTaoToSubnet } from "../emissions/tao.ts";
import { errors } from "../errors.ts";
import { events } from "../events.ts";
import { authorship } from "../ports.ts";
import { storage } from "../storage.ts";
import { getSubnetAccountId } from "../subnets/subnet.ts";
import { getCurrentBlockAsU64 } from "../utils/misc.ts";
import {
  addStakingHotkey,
  decreaseStakeForHotkeyAndColdkeyOnSubnet,
  increaseStakeForHotkeyAndColdkeyOnSubnet,
  tryIncreaseStakeForHotkeyAndColdkeyOnSubnet,
} from "./alpha-shares.ts";
import { cleanupLockIfZero } from "./lock.ts";
import { decreaseProvidedAlphaReserve, decreaseProvidedTaoReserve } from "./reserves.ts";
import {
  addStakeAdjustRootClaimedForHotkeyAndColdkey,
  removeStakeAdjustRootClaimedForHotkeyAndColdkey,
} from "./root-claimable.ts";
import { coldkeyHasRootStake, maybeAddColdkeyIndex, maybeRemoveColdkeyIndex } from "./staking-coldkeys.ts";
import { recordTaoInflow, recordTaoOutflow } from "./tao-flow.ts";
import { transferLock } from "./transfer-lock.ts";

/** What reserves gain and lose is an i64 on its way: the largest magnitudes of one that is added, and of one taken off. */
const reserveGain = <T extends bigint>(amount: T): T => least(amount, maxI64 as T);
const reserveLoss = <T extends bigint>(amount: T): T => least(amount, (maxI64 + 1n) as T);

function addVolume(state: WriteState, netuid: NetUid, tao: TaoBalance): void {
  storage.SubnetVolume.at(netuid).mutate(state, (total) => least(total + tao, maxU128));
}

/**
 * Buys alpha for `tao` rao from a subnet's pool and books it: reserves, alpha outside, total stake and
 * volume (both with the fee). `priceLimit` in rao per alpha times 10^9. No balance moves.
 * @throws the errors of Swap.
 * Rust: `pallets/subtensor/src/staking/stake_utils.rs swap_tao_for_alpha`.
 */
export function swapTaoForAlpha(
  state: WriteState,
  netuid: NetUid,
  tao: TaoBalance,
  priceLimit: TaoBalance,
  dropFees: boolean,
): SwapResult<TaoBalance, AlphaBalance> {
  const result: SwapResult<TaoBalance, AlphaBalance> =
    storage.SubnetMechanism.at(netuid).get(state) === 1
      ? swap(state, netuid, getAlphaForTao(tao), priceLimit, dropFees, false)
      : oneToOne(tao);
  decreaseProvidedAlphaReserve(state, netuid, reserveLoss(result.amountPaidOut));
  storage.SubnetAlphaOut.at(netuid).mutate(state, (total) => addU64(total, result.amountPaidOut));
  storage.SubnetTAO.at(netuid).mutate(state, (total) => addU64(total, reserveGain(result.amountPaidIn)));
  storage.TotalStake.mutate(state, (total) => addU64(total, tao));
  addVolume(state, netuid, tao);
  return result;
}

/**
 * Sells `alpha` rao to a subnet's pool and books it: reserves, alpha outside, total stake and volume.
 * `priceLimit` in rao per alpha times 10^9. No stake and no balance moves.
 * @throws the errors of Swap.
 * Rust: `pallets/subtensor/src/staking/stake_utils.rs swap_alpha_for_tao`.
 */
export function swapAlphaForTao(
  state: WriteState,
  netuid: NetUid,
  alpha: AlphaBalance,
  priceLimit: TaoBalance,
  dropFees: boolean,
): SwapResult<AlphaBalance, TaoBalance> {
  const result: SwapResult<AlphaBalance, TaoBalance> =
    storage.SubnetMechanism.at(netuid).get(state) === 1
      ? swap(state, netuid, getTaoForAlpha(alpha), priceLimit, dropFees, false)
      : oneToOne(alpha);
  const sold = reserveGain(result.amountPaidIn);
  storage.SubnetAlphaIn.at(netuid).mutate(state, (total) => addU64(total, sold));
  storage.SubnetAlphaOut.at(netuid).mutate(state, (total) => subU64(total, sold));
  decreaseProvidedTaoReserve(state, netuid, reserveLoss(result.amountPaidOut));
  storage.TotalStake.mutate(state, (total) => subU64(total, result.amountPaidOut));
  addVolume(state, netuid, result.amountPaidOut);
  return result;
}

function noteStakeBlock(state: WriteState, coldkey: AccountId, hotkey: AccountId): void {
  storage.LastColdkeyHotkeyStakeBlock.at(coldkey, hotkey).set(state, getCurrentBlockAsU64(state));
}

/** Sells the fee of a sale without another fee, and pays the author; without an author the alpha is burned. */
function paySaleFee(state: WriteState, netuid: NetUid, alphaFee: AlphaBalance): TaoBalance {
  const author = authorship.of(state)(state);
  if (author === undefined) {
    burnSubnetAlpha(state, netuid, alphaFee);
    return 0n;
  }
  const { amountPaidOut } = swapAlphaForTao(state, netuid, alphaFee, minPrice(), true);
  transferTaoFromSubnet(state, netuid, author, amountPaidOut);
  return amountPaidOut;
}

/**
 * Takes `alpha` rao of stake, sells it and pays `beneficiary`; gives back the rao of TAO that were paid.
 * Alpha that a price limit left over returns to the stake; the fee goes to the block's author.
 * @throws the errors of Swap and of transfers.
 * Rust: `pallets/subtensor/src/staking/stake_utils.rs unstake_from_subnet`.
 */
export function unstakeFromSubnet(
  state: WriteState,
  hotkey: AccountId,
  coldkey: AccountId,
  beneficiary: AccountId,
  netuid: NetUid,
  alpha: AlphaBalance,
  priceLimit: TaoBalance,
  dropFees: boolean,
): TaoBalance {
  decreaseStakeForHotkeyAndColdkeyOnSubnet(state, hotkey, coldkey, netuid, alpha);
  const result = swapAlphaForTao(state, netuid, alpha, priceLimit, dropFees);
  const refund = subU64(alpha, addU64(result.amountPaidIn, result.feePaid));
  if (refund !== 0n) increaseStakeForHotkeyAndColdkeyOnSubnet(state, hotkey, coldkey, netuid, refund);

  transferTaoFromSubnet(state, netuid, beneficiary, result.amountPaidOut);
  const paidToAuthor = paySaleFee(state, netuid, result.feeToBlockAuthor);

  if (netuid === rootNetuid) {
    removeStakeAdjustRootClaimedForHotkeyAndColdkey(state, hotkey, coldkey, alpha);
    if (!coldkeyHasRootStake(state, coldkey)) maybeRemoveColdkeyIndex(state, coldkey);
  }
  recordTaoOutflow(state, netuid, addU64(result.amountPaidOut, paidToAuthor));
  cleanupLockIfZero(state, coldkey, netuid);
  noteStakeBlock(state, coldkey, hotkey);
  const { amountPaidOut, amountPaidIn, feePaid } = result;
  state.emit(events.StakeRemoved(coldkey, hotkey, amountPaidOut, amountPaidIn, netuid, feePaid));
  return amountPaidOut;
}

/** Pays the fee of a purchase from the subnet's account to the author; without an author it is burned. */
function payPurchaseFee(state: WriteState, netuid: NetUid, taoFee: TaoBalance): void {
  const author = authorship.of(state)(state);
  if (author !== undefined) {
    transferTaoFromSubnet(state, netuid, author, taoFee);
    return;
  }
  const account = getSubnetAccountId(state, netuid);
  if (account !== undefined) okOr(() => burnTao(state, account, taoFee)); // a fee that cannot be burned stays there
}

/**
 * Pays `tao` rao (or what keeps the coldkey alive) into a subnet, buys alpha and stakes it to the
 * hotkey; gives back the alpha bought. What a price limit left over stays on the subnet's account.
 * @throws InsufficientBalance, AmountTooLow (nothing bought), InsufficientLiquidity (the hotkey's share
 * pool is too coarse), the errors of Swap and of transfers.
 * Rust: `pallets/subtensor/src/staking/stake_utils.rs stake_into_subnet`.
 */
export function stakeIntoSubnet(
  state: WriteState,
  hotkey: AccountId,
  coldkey: AccountId,
  netuid: NetUid,
  tao: TaoBalance,
  priceLimit: TaoBalance,
  dropFees: boolean,
): AlphaBalance {
  const paid = transferTaoToSubnet(state, netuid, coldkey, tao);
  const result = swapTaoForAlpha(state, netuid, paid, priceLimit, dropFees);
  const bought = result.amountPaidOut;
  ensure(bought !== 0n, errors.AmountTooLow);
  ensure(tryIncreaseStakeForHotkeyAndColdkeyOnSubnet(state, hotkey, netuid, bought), errors.InsufficientLiquidity);
  increaseStakeForHotkeyAndColdkeyOnSubnet(state, hotkey, coldkey, netuid, bought);
  addStakingHotkey(state, coldkey, hotkey);
  payPurchaseFee(state, netuid, result.feeToBlockAuthor);

  recordTaoInflow(state, netuid, result.amountPaidIn);
  cleanupLockIfZero(state, coldkey, netuid);
  noteStakeBlock(state, coldkey, hotkey);
  if (netuid === rootNetuid) {
    addStakeAdjustRootClaimedForHotkeyAndColdkey(state, hotkey, coldkey, bought);
    maybeAddColdkeyIndex(state, coldkey);
  }
  state.emit(events.StakeAdded(coldkey, hotkey, paid, bought, netuid, result.feePaid));
  return bought;
}

/**
 * Moves `alpha` rao of stake between keys of one subnet, without swap and fee; gives back its worth in
 * rao at the current price. The part of a lock goes with it.
 * @throws AmountTooLow below the least stake, and the errors of locks.
 * Rust: `pallets/subtensor/src/staking/stake_utils.rs transfer_stake_within_subnet`.
 */
export function transferStakeWithinSubnet(
  state: WriteState,
  originColdkey: AccountId,
  originHotkey: AccountId,
  destinationColdkey: AccountId,
  destinationHotkey: AccountId,
  netuid: NetUid,
  alpha: AlphaBalance,
): TaoBalance {
  transferLock(state, originColdkey, destinationColdkey, netuid, alpha);
  decreaseStakeForHotkeyAndColdkeyOnSubnet(state, originHotkey, originColdkey, netuid, alpha);
  if (netuid === rootNetuid) removeStakeAdjustRootClaimedForHotkeyAndColdkey(state, originHotkey, originColdkey, alpha);
  increaseStakeForHotkeyAndColdkeyOnSubnet(state, destinationHotkey, destinationColdkey, netuid, alpha);
  if (netuid === rootNetuid)
    addStakeAdjustRootClaimedForHotkeyAndColdkey(state, destinationHotkey, destinationColdkey, alpha);

  const worth = U64F64.saturatingToU64(
    U64F64.saturatingMul(currentAlphaPrice(state, netuid), U64F64.saturatingFromNum(alpha)),
  );
  ensure(worth >= constants.InitialMinStake.valueOf(state.rules), errors.AmountTooLow);
  noteStakeBlock(state, destinationColdkey, destinationHotkey);
  state.emit(events.StakeRemoved(originColdkey, originHotkey, worth, alpha, netuid, 0n));
  state.emit(events.StakeAdded(destinationColdkey, destinationHotkey, worth, alpha, netuid, 0n));
  return worth;
}
