import { addU64, least, maxU64 } from "../../../../lib/integers.ts";
import { ensureSigned, type Origin } from "../../../frame/origin.ts";
import type { ReadState, WriteState } from "../../../frame/state.ts";
import type { AccountId } from "../../../types/account-id.ts";
import type { AlphaBalance, NetUid, TaoBalance } from "../../../types/balances.ts";
import { getTaoForAlpha, minPrice, swap } from "../../swap/impls.ts";
import { storage } from "../storage.ts";
import { getAllSubnetNetuids } from "../subnets/subnet.ts";
import { getStakeForHotkeyAndColdkeyOnSubnet } from "./alpha-shares.ts";
import { clearSmallNominationIfRequired } from "./small-nominations.ts";
import { unstakeFromSubnet } from "./stake-utils.ts";
import {
  ensureInputWithinReserve,
  ensureSubtokenEnabled,
  isStable,
  maxSupportedInput,
  validateRemoveStake,
} from "./stake-validation.ts";
import { getTotalStakeForHotkey } from "./total-stake.ts";

/** Limit price of a 1:1 exchange: one TAO per alpha. */
const onePrice = 1_000_000_000n;

/** @throws InsufficientLiquidity. Rust: `remove_stake.rs ensure_remove_stake_input_within_swap_limit`. */
function ensureInputWithinSwapLimit(state: ReadState, netuid: NetUid, alpha: AlphaBalance): void {
  ensureInputWithinReserve(state, netuid, alpha, storage.SubnetAlphaIn.at(netuid).get(state));
}

/** After a sale: sweeps what is too small, and drops pending children of a hotkey below the stake threshold. */
function afterUnstake(state: WriteState, hotkey: AccountId, coldkey: AccountId, netuid: NetUid): void {
  clearSmallNominationIfRequired(state, hotkey, coldkey, netuid);
  if (getTotalStakeForHotkey(state, hotkey) < storage.StakeThreshold.get(state))
    for (const each of getAllSubnetNetuids(state)) storage.PendingChildKeys.at(each, hotkey).remove(state);
}

/**
 * Sells up to `alpha` rao of the signer's stake at any price. More than is held means all of it: a part
 * may have gone for the transaction's fee already.
 * @throws SubtokenDisabled and the errors of `validateRemoveStake` and `unstakeFromSubnet`.
 * Rust: `pallets/subtensor/src/staking/remove_stake.rs do_remove_stake`.
 */
export function doRemoveStake(
  state: WriteState,
  origin: Origin,
  hotkey: AccountId,
  netuid: NetUid,
  alpha: AlphaBalance,
): void {
  const coldkey = ensureSigned(origin);
  ensureSubtokenEnabled(state, netuid);
  const amount = least(alpha, getStakeForHotkeyAndColdkeyOnSubnet(state, hotkey, coldkey, netuid));
  ensureInputWithinSwapLimit(state, netuid, amount);
  validateRemoveStake(state, coldkey, hotkey, netuid, amount, amount, false);
  unstakeFromSubnet(state, hotkey, coldkey, coldkey, netuid, amount, minPrice(), false);
  afterUnstake(state, hotkey, coldkey, netuid);
}

/**
 * Sells up to `alpha` rao of the signer's stake as long as the price is at least `limitPrice` (rao per
 * alpha times 10^9); all or nothing unless `allowPartial`.
 * @throws the errors of `getMaxAmountRemove`, `validateRemoveStake` and `unstakeFromSubnet`.
 * Rust: `pallets/subtensor/src/staking/remove_stake.rs do_remove_stake_limit`.
 */
export function doRemoveStakeLimit(
  state: WriteState,
  origin: Origin,
  hotkey: AccountId,
  netuid: NetUid,
  alpha: AlphaBalance,
  limitPrice: TaoBalance,
  allowPartial: boolean,
): void {
  const coldkey = ensureSigned(origin);
  ensureInputWithinSwapLimit(state, netuid, alpha);
  const most = getMaxAmountRemove(state, netuid, limitPrice);
  validateRemoveStake(state, coldkey, hotkey, netuid, alpha, most, allowPartial);
  unstakeFromSubnet(state, hotkey, coldkey, coldkey, netuid, least(alpha, most), limitPrice, false);
  afterUnstake(state, hotkey, coldkey, netuid);
}

/**
 * Sells all of the signer's stake with a hotkey, with `doRemoveStakeLimit` when a price is given.
 * Rust: `pallets/subtensor/src/staking/remove_stake.rs do_remove_stake_full_limit`.
 */
export function doRemoveStakeFullLimit(
  state: WriteState,
  origin: Origin,
  hotkey: AccountId,
  netuid: NetUid,
  limitPrice: TaoBalance | undefined,
): void {
  const alpha = getStakeForHotkeyAndColdkeyOnSubnet(state, hotkey, ensureSigned(origin), netuid);
  if (limitPrice === undefined) doRemoveStake(state, origin, hotkey, netuid, alpha);
  else doRemoveStakeLimit(state, origin, hotkey, netuid, alpha, limitPrice, false);
}

/**
 * The most alpha (rao, fee included) that can be sold until the price reaches the limit.
 * @throws the errors of Swap, as PriceLimitExceeded when it is reached already.
 * Rust: `pallets/subtensor/src/staking/remove_stake.rs get_max_amount_remove`.
 */
export function getMaxAmountRemove(state: WriteState, netuid: NetUid, limitPrice: TaoBalance): AlphaBalance {
  if (isStable(state, netuid)) return limitPrice <= onePrice ? maxU64 : 0n;
  const most = maxSupportedInput(storage.SubnetAlphaIn.at(netuid).get(state));
  const { amountPaidIn, feePaid } = swap(state, netuid, getTaoForAlpha(most), limitPrice, false, true);
  return addU64(amountPaidIn, feePaid);
}
