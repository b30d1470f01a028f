import { addU16, least, maxU16, maxU64 } from "../../../../lib/integers.ts";
import { ensure } from "../../../frame/dispatch-error.ts";
import { ensureSigned, type Origin } from "../../../frame/origin.ts";
import type { WriteState } from "../../../frame/state.ts";
import type { AccountId } from "../../../types/account-id.ts";
import { errors } from "../errors.ts";
import { events } from "../events.ts";
import { getStakeForHotkeyOnSubnet } from "../staking/alpha-shares.ts";
import { createAccountIfNonExistent, hotkeyIsDelegate } from "../staking/helpers.ts";
import { storage } from "../storage.ts";
import { appendNeuron, getHotkeyForNetAndUid, replaceNeuron } from "../subnets/uids.ts";
import { getCurrentBlockAsU64 } from "../utils/misc.ts";

const root = 0;
/** The take of a hotkey that joins root without one of its own: 18 %, in parts of 65535. */
const defaultTake = 11_796;

/** Puts a hotkey in the place of the one with the least root stake, and tells the uid. */
function replaceLowest(state: WriteState, hotkey: AccountId, block: bigint): number {
  let lowest = { uid: 0, stake: maxU64 };
  for (const [[, uid], key] of storage.Keys.entries(state, root)) {
    const stake = getStakeForHotkeyOnSubnet(state, key, root);
    if (stake < lowest.stake) lowest = { uid, stake };
  }
  getHotkeyForNetAndUid(state, root, lowest.uid);
  ensure(lowest.stake < getStakeForHotkeyOnSubnet(state, hotkey, root), errors.StakeTooLowForRoot);
  replaceNeuron(state, root, lowest.uid, hotkey, block);
  return lowest.uid;
}

/**
 * Registers a hotkey on root, in a free place or in that of the hotkey with the least stake.
 * @throws the first of the checks that fails, in their order.
 * Answers to subtensor: pallets/subtensor/src/coinbase/root.rs do_root_register.
 */
export function doRootRegister(state: WriteState, origin: Origin, hotkey: AccountId): void {
  const block = getCurrentBlockAsU64(state);
  ensure(storage.NetworksAdded.at(root).get(state), errors.RootNetworkDoesNotExist);
  const coldkey = ensureSigned(origin);
  const thisBlock = storage.RegistrationsThisBlock.at(root);
  const thisInterval = storage.RegistrationsThisInterval.at(root);
  const perBlock = storage.MaxRegistrationsPerBlock.at(root).get(state);
  ensure(thisBlock.get(state) < perBlock, errors.TooManyRegistrationsThisBlock);
  const target = 3 * storage.TargetRegistrationsPerInterval.at(root).get(state);
  ensure(thisInterval.get(state) < least(target, maxU16), errors.TooManyRegistrationsThisInterval);
  ensure(!storage.Uids.at(root, hotkey).exists(state), errors.HotKeyAlreadyRegisteredInSubNet);
  createAccountIfNonExistent(state, coldkey, hotkey);
  let uid = storage.SubnetworkN.at(root).get(state);
  if (uid < storage.MaxAllowedUids.at(root).get(state)) appendNeuron(state, root, hotkey, block);
  else uid = replaceLowest(state, hotkey, block);
  if (!hotkeyIsDelegate(state, hotkey)) storage.Delegates.at(hotkey).set(state, defaultTake);
  thisInterval.mutate(state, (count) => addU16(count, 1));
  thisBlock.mutate(state, (count) => addU16(count, 1));
  state.emit(events.NeuronRegistered(root, uid, hotkey));
}
