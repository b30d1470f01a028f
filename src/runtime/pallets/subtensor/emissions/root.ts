import { addU16, least, maxU16, maxU64 } from "../../../../lib/integers.ts";
import { ensure } from "../../../frame/dispatch-error.ts";
import { ensureSigned, type Origin } from "../../../frame/origin.ts";
import type { WriteState } from "../../../frame/state.ts";
import type { AccountId } from "../../../types/account-id.ts";
import { rootNetuid, type Uid } from "../../../types/balances.ts";
import { errors } from "../errors.ts";
import { events } from "../events.ts";
import { getStakeForHotkeyOnSubnet } from "../staking/alpha-shares.ts";
import { createAccountIfNonExistent, hotkeyIsDelegate } from "../staking/helpers.ts";
import { storage } from "../storage.ts";
import { appendNeuron, getHotkeyForNetAndUid, replaceNeuron } from "../subnets/uids.ts";
import { getCurrentBlockAsU64 } from "../utils/misc.ts";

/** The take of a hotkey that joins root without one of its own: 18 %, in parts of 65535. */
const defaultTake = 11_796;

/** Puts a hotkey in the place of the one with the least root stake, and tells the uid. */
function replaceLowest(state: WriteState, hotkey: AccountId, block: bigint): Uid {
  let lowest = { uid: 0, stake: maxU64 };
  for (const [[, uid], key] of storage.Keys.entries(state, rootNetuid)) {
    const stake = getStakeForHotkeyOnSubnet(state, key, rootNetuid);
    if (stake < lowest.stake) lowest = { uid, stake };
  }
  getHotkeyForNetAndUid(state, rootNetuid, lowest.uid);
  ensure(lowest.stake < getStakeForHotkeyOnSubnet(state, hotkey, rootNetuid), errors.StakeTooLowForRoot);
  replaceNeuron(state, rootNetuid, lowest.uid, hotkey, block);
  return lowest.uid;
}

/**
 * Registers a hotkey on root, in a free place or in that of the hotkey with the least stake.
 * @throws the first of the checks that fails, in their order.
 * Rust: `pallets/subtensor/src/coinbase/root.rs do_root_register`.
 */
export function doRootRegister(state: WriteState, origin: Origin, hotkey: AccountId): void {
  const block = getCurrentBlockAsU64(state);
  ensure(storage.NetworksAdded.at(rootNetuid).get(state), errors.RootNetworkDoesNotExist);
  const coldkey = ensureSigned(origin);
  const thisBlock = storage.RegistrationsThisBlock.at(rootNetuid);
  const thisInterval = storage.RegistrationsThisInterval.at(rootNetuid);
  const perBlock = storage.MaxRegistrationsPerBlock.at(rootNetuid).get(state);
  ensure(thisBlock.get(state) < perBlock, errors.TooManyRegistrationsThisBlock);
  const target = 3 * storage.TargetRegistrationsPerInterval.at(rootNetuid).get(state);
  ensure(thisInterval.get(state) < least(target, maxU16), errors.TooManyRegistrationsThisInterval);
  ensure(!storage.Uids.at(rootNetuid, hotkey).exists(state), errors.HotKeyAlreadyRegisteredInSubNet);
  createAccountIfNonExistent(state, coldkey, hotkey);
  let uid = storage.SubnetworkN.at(rootNetuid).get(state);
  if (uid < storage.MaxAllowedUids.at(rootNetuid).get(state)) appendNeuron(state, rootNetuid, hotkey, block);
  else uid = replaceLowest(state, hotkey, block);
  if (!hotkeyIsDelegate(state, hotkey)) storage.Delegates.at(hotkey).set(state, defaultTake);
  thisInterval.mutate(state, (count) => addU16(count, 1));
  thisBlock.mutate(state, (count) => addU16(count, 1));
  state.emit(events.NeuronRegistered(rootNetuid, uid, hotkey));
}
