import { addU64, least, maxU64 } from "../../../../lib/integers.ts";
import { ensureSigned, type Origin } from "../../../frame/origin.ts";
import type { ReadState, WriteState } from "../../../frame/state.ts";
import type { AccountId } from "../../../types/account-id.ts";
import type { AlphaBalance, NetUid, TaoBalance } from "../../../types/balances.ts";
import { getAlphaForTao, maxPrice, swap } from "../../swap/impls.ts";
import { storage } from "../storage.ts";
import { getOwningColdkeyForHotkey, maybeBecomeDelegate } from "./helpers.ts";
import { stakeIntoSubnet } from "./stake-utils.ts";
import { ensureInputWithinReserve, isStable, maxSupportedInput, validateAddStake } from "./stake-validation.ts";

/** Limit price of a 1:1 exchange: one TAO per alpha. */
const onePrice = 1_000_000_000n;

/** @throws InsufficientLiquidity. Rust: `add_stake.rs ensure_add_stake_input_within_swap_limit`. */
function ensureInputWithinSwapLimit(state: ReadState, netuid: NetUid, tao: TaoBalance): void {
  ensureInputWithinReserve(state, netuid, tao, storage.SubnetTAO.at(netuid).get(state));
}

/**
 * Stakes `tao` rao of the signer to a hotkey at any price; gives back the alpha bought.
 * @throws the errors of `validateAddStake` and `stakeIntoSubnet`.
 * Rust: `pallets/subtensor/src/staking/add_stake.rs do_add_stake`.
 */
export function doAddStake(
  state: WriteState,
  origin: Origin,
  hotkey: AccountId,
  netuid: NetUid,
  tao: TaoBalance,
): AlphaBalance {
  const coldkey = ensureSigned(origin);
  ensureInputWithinSwapLimit(state, netuid, tao);
  validateAddStake(state, coldkey, hotkey, netuid, tao, tao, false);
  return stakeIntoSubnet(state, hotkey, coldkey, netuid, tao, maxPrice(), false);
}

/**
 * Stakes up to `tao` rao of the signer to a hotkey as long as the price is at most `limitPrice` (rao
 * per alpha times 10^9); all or nothing unless `allowPartial`. Gives back the alpha bought.
 * @throws the errors of `getMaxAmountAdd`, `validateAddStake` and `stakeIntoSubnet`.
 * Rust: `pallets/subtensor/src/staking/add_stake.rs do_add_stake_limit`.
 */
export function doAddStakeLimit(
  state: WriteState,
  origin: Origin,
  hotkey: AccountId,
  netuid: NetUid,
  tao: TaoBalance,
  limitPrice: TaoBalance,
  allowPartial: boolean,
): AlphaBalance {
  const coldkey = ensureSigned(origin);
  ensureInputWithinSwapLimit(state, netuid, tao);
  const most = getMaxAmountAdd(state, netuid, limitPrice);
  validateAddStake(state, coldkey, hotkey, netuid, tao, most, allowPartial);
  if (getOwningColdkeyForHotkey(state, hotkey) !== coldkey) maybeBecomeDelegate(state, hotkey);
  return stakeIntoSubnet(state, hotkey, coldkey, netuid, least(tao, most), limitPrice, false);
}

/**
 * The most TAO (rao, fee included) that can be staked until the price reaches the limit.
 * @throws the errors of Swap, as PriceLimitExceeded when it is reached already.
 * Rust: `pallets/subtensor/src/staking/add_stake.rs get_max_amount_add`.
 */
export function getMaxAmountAdd(state: WriteState, netuid: NetUid, limitPrice: TaoBalance): TaoBalance {
  if (isStable(state, netuid)) return limitPrice >= onePrice ? maxU64 : 0n;
  const most = maxSupportedInput(storage.SubnetTAO.at(netuid).get(state));
  const { amountPaidIn, feePaid } = swap(state, netuid, getAlphaForTao(most), limitPrice, false, true);
  return addU64(amountPaidIn, feePaid);
}
