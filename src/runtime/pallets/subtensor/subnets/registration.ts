import { addU16, subU64 } from "../../../../lib/integers.ts";
import { ensure, fail } from "../../../frame/dispatch-error.ts";
import { ensureSigned, type Origin } from "../../../frame/origin.ts";
import type { WriteState } from "../../../frame/state.ts";
import type { AccountId } from "../../../types/account-id.ts";
import { type NetUid, rootNetuid, type Uid } from "../../../types/balances.ts";
import { maxPrice } from "../../swap/impls.ts";
import { canRemoveBalanceFromColdkeyAccount, transferTaoToSubnet } from "../emissions/tao.ts";
import { errors } from "../errors.ts";
import { events } from "../events.ts";
import { coldkeyOwnsHotkey, createAccountIfNonExistent } from "../staking/helpers.ts";
import { swapTaoForAlpha } from "../staking/stake-utils.ts";
import { recordTaoInflow } from "../staking/tao-flow.ts";
import { storage } from "../storage.ts";
import { getCurrentBlockAsU64, increaseRaoRecycled } from "../utils/misc.ts";
import { getNeuronToPrune } from "./pruning.ts";
import { bumpRegistrationPriceAfterRegistration } from "./registration-prices.ts";
import { ifSubnetExist } from "./subnet.ts";
import { appendNeuron, replaceNeuron } from "./uids.ts";

/**
 * Gives a hotkey a uid: the next one, or that of the neuron that is pruned. Tells which.
 * @throws NoNeuronIdAvailable.
 * Rust: `pallets/subtensor/src/subnets/registration.rs register_neuron`.
 */
export function registerNeuron(state: WriteState, netuid: NetUid, hotkey: AccountId): Uid {
  const block = getCurrentBlockAsU64(state);
  const size = storage.SubnetworkN.at(netuid).get(state);
  if (size < storage.MaxAllowedUids.at(netuid).get(state)) {
    appendNeuron(state, netuid, hotkey, block);
    return size;
  }
  const uid = getNeuronToPrune(state, netuid) ?? fail(errors.NoNeuronIdAvailable);
  replaceNeuron(state, netuid, uid, hotkey, block);
  return uid;
}

/**
 * Registers a hotkey on a subnet; the signing coldkey pays the price, for which alpha is bought and taken out of the
 * supply. The fee of that purchase stays on the subnet's account.
 * @throws the first of the checks that fails, in their order; what the payment and the purchase throw.
 * Rust: `pallets/subtensor/src/subnets/registration.rs do_register`.
 */
export function doRegister(state: WriteState, origin: Origin, netuid: NetUid, hotkey: AccountId): void {
  const coldkey = ensureSigned(origin);
  ensure(netuid !== rootNetuid, errors.RegistrationNotPermittedOnRootSubnet);
  ensure(ifSubnetExist(state, netuid), errors.SubnetNotExists);
  ensure(storage.NetworkRegistrationAllowed.at(netuid).get(state), errors.SubNetRegistrationDisabled);
  ensure(!storage.Uids.at(netuid, hotkey).exists(state), errors.HotKeyAlreadyRegisteredInSubNet);
  const cost = storage.Burn.at(netuid).get(state);
  ensure(canRemoveBalanceFromColdkeyAccount(state, coldkey, cost), errors.NotEnoughBalanceToStake);
  createAccountIfNonExistent(state, coldkey, hotkey);
  ensure(coldkeyOwnsHotkey(state, coldkey, hotkey), errors.NonAssociatedColdKey);
  const most = storage.MaxAllowedUids.at(netuid).get(state);
  ensure(most !== 0, errors.NoNeuronIdAvailable);
  if (storage.SubnetworkN.at(netuid).get(state) >= most)
    ensure(getNeuronToPrune(state, netuid) !== undefined, errors.NoNeuronIdAvailable);

  const paid = transferTaoToSubnet(state, netuid, coldkey, cost);
  const bought = swapTaoForAlpha(state, netuid, paid, maxPrice(), false).amountPaidOut;
  storage.SubnetAlphaOut.at(netuid).mutate(state, (total) => subU64(total, bought));
  const uid = registerNeuron(state, netuid, hotkey);
  bumpRegistrationPriceAfterRegistration(state, netuid);
  storage.RegistrationsThisBlock.at(netuid).mutate(state, (count) => addU16(count, 1));
  increaseRaoRecycled(state, netuid, cost);
  recordTaoInflow(state, netuid, paid);
  state.emit(events.NeuronRegistered(netuid, uid, hotkey));
}

/**
 * The same, up to a price (rao).
 * @throws RegistrationPriceLimitExceeded, and what `doRegister` throws.
 * Rust: `pallets/subtensor/src/subnets/registration.rs do_register_limit`.
 */
export function doRegisterLimit(
  state: WriteState,
  origin: Origin,
  netuid: NetUid,
  hotkey: AccountId,
  limitPrice: bigint,
): void {
  ensureSigned(origin);
  ensure(netuid !== rootNetuid, errors.RegistrationNotPermittedOnRootSubnet);
  ensure(ifSubnetExist(state, netuid), errors.SubnetNotExists);
  ensure(storage.Burn.at(netuid).get(state) <= limitPrice, errors.RegistrationPriceLimitExceeded);
  doRegister(state, origin, netuid, hotkey);
}
