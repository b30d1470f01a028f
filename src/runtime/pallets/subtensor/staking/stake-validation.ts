import { addU64, least, mulU64 } from "../../../../lib/integers.ts";
import { ensure, fail, okOr } from "../../../frame/dispatch-error.ts";
import type { ReadState, WriteState } from "../../../frame/state.ts";
import type { AccountId } from "../../../types/account-id.ts";
import { type AlphaBalance, type NetUid, rootNetuid, type TaoBalance } from "../../../types/balances.ts";
import {
  approxFeeAmount,
  getAlphaForTao,
  getTaoForAlpha,
  type Order,
  type SwapResult,
  simSwap,
} from "../../swap/impls.ts";
import { constants } from "../constants.ts";
import { canRemoveBalanceFromColdkeyAccount } from "../emissions/tao.ts";
import { errors } from "../errors.ts";
import { storage } from "../storage.ts";
import { ifSubnetExist } from "../subnets/subnet.ts";
import { getStakeForHotkeyAndColdkeyOnSubnet, tryIncreaseStakeForHotkeyAndColdkeyOnSubnet } from "./alpha-shares.ts";
import { hotkeyAccountExists } from "./helpers.ts";
import { ensureAvailableToUnstake } from "./lock.ts";

/** The least TAO (rao) of a stake. Rust: `pallets/subtensor/src/lib.rs DefaultMinStake`. */
export function minStake(state: ReadState): TaoBalance {
  return constants.InitialMinStake.valueOf(state.rules);
}

/** @throws SubtokenDisabled. Rust: `pallets/subtensor/src/lib.rs ensure_subtoken_enabled`. */
export function ensureSubtokenEnabled(state: ReadState, netuid: NetUid): void {
  ensure(storage.SubtokenEnabled.at(netuid).get(state), errors.SubtokenDisabled);
}

/** A simulated swap whose errors all are InsufficientLiquidity. */
function simulated<In extends bigint, Out extends bigint>(
  state: WriteState,
  netuid: NetUid,
  order: Order<In, Out>,
): SwapResult<In, Out> {
  const result = okOr(() => simSwap(state, netuid, order));
  return "ok" in result ? result.ok : fail(errors.InsufficientLiquidity);
}

/** Whether a subnet's alpha is worth one TAO: on root, and without a pool (mechanism 0). */
export function isStable(state: ReadState, netuid: NetUid): boolean {
  return netuid === rootNetuid || storage.SubnetMechanism.at(netuid).get(state) === 0;
}

/** Whether a subnet has a pool. Of mechanisms beyond 1, which only Root can write, neither this nor `isStable` is true. */
export function isDynamic(state: ReadState, netuid: NetUid): boolean {
  return storage.SubnetMechanism.at(netuid).get(state) === 1;
}

/**
 * The most that may be offered to a pool: a thousand times the reserve (rao) it goes into.
 * Rust: pallets/subtensor/src/staking/add_stake.rs and remove_stake.rs, get_max_amount functions.
 */
export function maxSupportedInput<In extends bigint>(reserve: In): In {
  return mulU64(reserve, 1_000n) as In;
}

/**
 * @throws InsufficientLiquidity for more than a pool's reserve (rao) lets in; root and other mechanisms take all.
 * Rust: add_stake.rs and remove_stake.rs, ensure_..._input_within_swap_limit.
 */
export function ensureInputWithinReserve<In extends bigint>(
  state: ReadState,
  netuid: NetUid,
  amount: In,
  reserve: NoInfer<In>,
): void {
  if (netuid === rootNetuid || !isDynamic(state, netuid)) return;
  ensure(amount <= maxSupportedInput(reserve), errors.InsufficientLiquidity);
}

/** The least TAO (rao) with the fee that a swap of it would take. */
function minStakeWithFee(state: WriteState, netuid: NetUid): TaoBalance {
  const minimum = minStake(state);
  const trial = okOr(() => simSwap(state, netuid, getAlphaForTao(minimum)));
  const fee = "ok" in trial ? trial.ok.feePaid : approxFeeAmount(state, netuid, minimum);
  return addU64(minimum, fee);
}

/**
 * Checks a stake of `tao` rao; `maxAmount` is what a price limit lets through.
 * @throws SubnetNotExists, SubtokenDisabled, AmountTooLow, SlippageTooHigh, NotEnoughBalanceToStake,
 * HotKeyAccountNotExists, InsufficientLiquidity; in this order, except AmountTooLow for too little taken.
 * Rust: `pallets/subtensor/src/staking/stake_utils.rs validate_add_stake`.
 */
export function validateAddStake(
  state: WriteState,
  coldkey: AccountId,
  hotkey: AccountId,
  netuid: NetUid,
  tao: TaoBalance,
  maxAmount: TaoBalance,
  allowPartial: boolean,
): void {
  ensure(ifSubnetExist(state, netuid), errors.SubnetNotExists);
  ensureSubtokenEnabled(state, netuid);
  ensure(tao >= minStakeWithFee(state, netuid), errors.AmountTooLow);
  if (!allowPartial) ensure(tao <= maxAmount, errors.SlippageTooHigh);
  const amount = least(tao, maxAmount);
  ensure(canRemoveBalanceFromColdkeyAccount(state, coldkey, amount), errors.NotEnoughBalanceToStake);
  ensure(hotkeyAccountExists(state, hotkey), errors.HotKeyAccountNotExists);
  const result = simulated(state, netuid, getAlphaForTao(amount));
  ensure(result.amountPaidIn >= minStake(state), errors.AmountTooLow);
  ensure(result.amountPaidOut !== 0n, errors.InsufficientLiquidity);
  ensure(
    tryIncreaseStakeForHotkeyAndColdkeyOnSubnet(state, hotkey, netuid, result.amountPaidOut),
    errors.InsufficientLiquidity,
  );
}

/**
 * What stays of a stake after `decrement` rao of alpha. @throws NotEnoughStakeToWithdraw.
 * Rust: `pallets/subtensor/src/staking/stake_utils.rs calculate_reduced_stake_on_subnet`.
 */
function calculateReducedStakeOnSubnet(
  state: ReadState,
  hotkey: AccountId,
  coldkey: AccountId,
  netuid: NetUid,
  decrement: AlphaBalance,
): AlphaBalance {
  const held = getStakeForHotkeyAndColdkeyOnSubnet(state, hotkey, coldkey, netuid);
  ensure(held >= decrement, errors.NotEnoughStakeToWithdraw);
  return held - decrement;
}

/**
 * Checks a sale of `alpha` rao of stake; `maxAmount` is what a price limit lets through.
 * @throws SubnetNotExists, AmountTooLow, NotEnoughStakeToWithdraw, InsufficientLiquidity, SlippageTooHigh,
 * HotKeyAccountNotExists, StakeUnavailable.
 * Rust: `pallets/subtensor/src/staking/stake_utils.rs validate_remove_stake`.
 */
export function validateRemoveStake(
  state: WriteState,
  coldkey: AccountId,
  hotkey: AccountId,
  netuid: NetUid,
  alpha: AlphaBalance,
  maxAmount: AlphaBalance,
  allowPartial: boolean,
): void {
  ensure(ifSubnetExist(state, netuid), errors.SubnetNotExists);
  ensure(alpha !== 0n, errors.AmountTooLow);
  const remaining = calculateReducedStakeOnSubnet(state, hotkey, coldkey, netuid, alpha);
  const result = simulated(state, netuid, getTaoForAlpha(alpha));
  // Who takes everything may take less than the least.
  if (remaining !== 0n) ensure(result.amountPaidOut >= minStake(state), errors.AmountTooLow);
  if (!allowPartial) ensure(alpha <= maxAmount, errors.SlippageTooHigh);
  ensure(hotkeyAccountExists(state, hotkey), errors.HotKeyAccountNotExists);
  ensureAvailableToUnstake(state, coldkey, netuid, alpha);
}

/** Where a stake goes from and to. */
export interface StakeTransition {
  readonly originColdkey: AccountId;
  readonly destinationColdkey: AccountId;
  readonly originHotkey: AccountId;
  readonly destinationHotkey: AccountId;
  readonly originNetuid: NetUid;
  readonly destinationNetuid: NetUid;
}

/**
 * Checks a move, transfer or swap of `alpha` rao of stake. `allowPartial` is undefined without a price limit.
 * @throws SameNetuid, SubnetNotExists, SubtokenDisabled, HotKeyAccountNotExists, NotEnoughStakeToWithdraw;
 * between subnets InsufficientLiquidity, AmountTooLow, SlippageTooHigh; TransferDisallowed, StakeUnavailable.
 * Rust: `pallets/subtensor/src/staking/stake_utils.rs validate_stake_transition`.
 */
export function validateStakeTransition(
  state: WriteState,
  transition: StakeTransition,
  alpha: AlphaBalance,
  maxAmount: AlphaBalance,
  allowPartial: boolean | undefined,
  checkTransferToggle: boolean,
): void {
  const { originColdkey, destinationColdkey, originHotkey, destinationHotkey } = transition;
  const { originNetuid, destinationNetuid } = transition;
  const across = originNetuid !== destinationNetuid;
  if (originColdkey === destinationColdkey && originHotkey === destinationHotkey) ensure(across, errors.SameNetuid);
  ensure(ifSubnetExist(state, originNetuid), errors.SubnetNotExists);
  ensure(ifSubnetExist(state, destinationNetuid), errors.SubnetNotExists);
  ensureSubtokenEnabled(state, originNetuid);
  ensureSubtokenEnabled(state, destinationNetuid);
  ensure(hotkeyAccountExists(state, originHotkey), errors.HotKeyAccountNotExists);
  ensure(hotkeyAccountExists(state, destinationHotkey), errors.HotKeyAccountNotExists);
  const held = getStakeForHotkeyAndColdkeyOnSubnet(state, originHotkey, originColdkey, originNetuid);
  ensure(alpha <= held, errors.NotEnoughStakeToWithdraw);
  if (across) {
    const worth = simulated(state, originNetuid, getTaoForAlpha(alpha)).amountPaidOut;
    ensure(worth > minStake(state), errors.AmountTooLow);
    if (allowPartial === false) ensure(alpha <= maxAmount, errors.SlippageTooHigh);
  }
  if (checkTransferToggle) {
    ensure(storage.TransferToggle.at(originNetuid).get(state), errors.TransferDisallowed);
    ensure(storage.TransferToggle.at(destinationNetuid).get(state), errors.TransferDisallowed);
  }
  if (across) ensureAvailableToUnstake(state, originColdkey, originNetuid, alpha);
}
