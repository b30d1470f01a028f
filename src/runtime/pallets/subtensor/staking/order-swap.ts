import { addU64 } from "../../../../lib/integers.ts";
import { U64F64 } from "../../../fixed/formats.ts";
import { ensure } from "../../../frame/dispatch-error.ts";
import type { WriteState } from "../../../frame/state.ts";
import { withStorageLayer } from "../../../frame/storage-layer.ts";
import type { AlphaBalance, NetUid, TaoBalance } from "../../../types/balances.ts";
import { transfer } from "../../balances/fungible.ts";
import type { OrderSwap, StakePlace } from "../../limit-orders/ports.ts";
import { currentAlphaPrice, getAlphaForTao, getTaoForAlpha, type Order, swap } from "../../swap/impls.ts";
import { canRemoveBalanceFromColdkeyAccount } from "../emissions/tao.ts";
import { errors } from "../errors.ts";
import { storage } from "../storage.ts";
import { ifSubnetExist } from "../subnets/subnet.ts";
import { getCurrentBlockAsU64 } from "../utils/misc.ts";
import {
  decreaseStakeForHotkeyAndColdkeyOnSubnet,
  getStakeForHotkeyAndColdkeyOnSubnet,
  increaseStakeForHotkeyAndColdkeyOnSubnet,
} from "./alpha-shares.ts";
import { coldkeyOwnsHotkey, createAccountIfNonExistent, hotkeyAccountExists } from "./helpers.ts";
import { ensureAvailableToUnstake } from "./lock.ts";
import { stakeIntoSubnet, unstakeFromSubnet } from "./stake-utils.ts";
import { ensureSubtokenEnabled, minStake, validateRemoveStake } from "./stake-validation.ts";

function ensureOpen(state: WriteState, netuid: NetUid): void {
  ensure(ifSubnetExist(state, netuid), errors.SubnetNotExists);
  ensureSubtokenEnabled(state, netuid);
}

/** Whether a pool takes the whole amount before its price reaches the limit; a 1:1 exchange always does. */
function ensureWholeSwap<In extends bigint, Out extends bigint>(
  state: WriteState,
  netuid: NetUid,
  order: Order<In, Out>,
  amount: NoInfer<In>,
  limitPrice: TaoBalance,
): void {
  if (storage.SubnetMechanism.at(netuid).get(state) !== 1) return;
  const { amountPaidIn, feePaid } = swap(state, netuid, order, limitPrice, false, true);
  ensure(addU64(amountPaidIn, feePaid) >= amount, errors.SlippageTooHigh);
}

/** @throws SubnetNotExists, SubtokenDisabled, HotKeyAccountNotExists, AmountTooLow, NotEnoughBalanceToStake, SlippageTooHigh */
function buyAlpha(
  state: WriteState,
  { coldkey, hotkey }: StakePlace,
  netuid: NetUid,
  tao: TaoBalance,
  limitPrice: TaoBalance,
  validate: boolean,
): AlphaBalance {
  return withStorageLayer(state, () => {
    ensureOpen(state, netuid);
    if (validate) {
      ensure(hotkeyAccountExists(state, hotkey), errors.HotKeyAccountNotExists);
      ensure(tao >= minStake(state), errors.AmountTooLow);
      ensure(canRemoveBalanceFromColdkeyAccount(state, coldkey, tao), errors.NotEnoughBalanceToStake);
    }
    ensureWholeSwap(state, netuid, getAlphaForTao(tao), tao, limitPrice);
    return stakeIntoSubnet(state, hotkey, coldkey, netuid, tao, limitPrice, false);
  });
}

/** @throws SubnetNotExists, SubtokenDisabled, the errors of `validateRemoveStake`, SlippageTooHigh */
function sellAlpha(
  state: WriteState,
  { coldkey, hotkey }: StakePlace,
  netuid: NetUid,
  alpha: AlphaBalance,
  limitPrice: TaoBalance,
  validate: boolean,
): TaoBalance {
  return withStorageLayer(state, () => {
    ensureOpen(state, netuid);
    if (validate) validateRemoveStake(state, coldkey, hotkey, netuid, alpha, alpha, false);
    ensureWholeSwap(state, netuid, getTaoForAlpha(alpha), alpha, limitPrice);
    return unstakeFromSubnet(state, hotkey, coldkey, coldkey, netuid, alpha, limitPrice, false);
  });
}

function validateSender(state: WriteState, from: StakePlace, netuid: NetUid, alpha: AlphaBalance): void {
  ensure(hotkeyAccountExists(state, from.hotkey), errors.HotKeyAccountNotExists);
  ensure(alpha !== 0n, errors.AmountTooLow);
  const worth = U64F64.saturatingMul(currentAlphaPrice(state, netuid), U64F64.saturatingFromNum(alpha));
  ensure(U64F64.saturatingToU64(worth) >= minStake(state), errors.AmountTooLow);
  ensureAvailableToUnstake(state, from.coldkey, netuid, alpha);
}

/** @throws SubnetNotExists, SubtokenDisabled, HotKeyAccountNotExists, AmountTooLow, StakeUnavailable, NotEnoughStakeToWithdraw */
function transferStakedAlpha(
  state: WriteState,
  from: StakePlace,
  to: StakePlace,
  netuid: NetUid,
  alpha: AlphaBalance,
  validate: { readonly sender: boolean; readonly receiver: boolean },
): void {
  withStorageLayer(state, () => {
    ensureOpen(state, netuid);
    if (validate.sender) validateSender(state, from, netuid, alpha);
    if (validate.receiver) ensure(hotkeyAccountExists(state, to.hotkey), errors.HotKeyAccountNotExists);
    const held = getStakeForHotkeyAndColdkeyOnSubnet(state, from.hotkey, from.coldkey, netuid);
    ensure(held >= alpha, errors.NotEnoughStakeToWithdraw);
    decreaseStakeForHotkeyAndColdkeyOnSubnet(state, from.hotkey, from.coldkey, netuid, alpha);
    increaseStakeForHotkeyAndColdkeyOnSubnet(state, to.hotkey, to.coldkey, netuid, alpha);
    storage.LastColdkeyHotkeyStakeBlock.at(to.coldkey, to.hotkey).set(state, getCurrentBlockAsU64(state));
  });
}

/**
 * How signed orders reach the pools and stakes.
 * Rust: `pallets/subtensor/src/staking/order_swap.rs`, OrderSwapInterface.
 */
export const subtensorOrderSwap: OrderSwap = {
  buyAlpha,
  sellAlpha,
  currentAlphaPrice,
  transferTao: (state, from, to, rao) => void transfer(state, from, to, rao, "Expendable"),
  transferStakedAlpha,
  registerPalletHotkey: createAccountIfNonExistent,
  palletHotkeyRegistered: coldkeyOwnsHotkey,
};
