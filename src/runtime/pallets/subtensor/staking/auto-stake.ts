import { ensure } from "../../../frame/dispatch-error.ts";
import { ensureSigned, type Origin } from "../../../frame/origin.ts";
import type { WriteState } from "../../../frame/state.ts";
import type { AccountId } from "../../../types/account-id.ts";
import type { NetUid } from "../../../types/balances.ts";
import { errors } from "../errors.ts";
import { events } from "../events.ts";
import { storage } from "../storage.ts";
import { ifSubnetExist } from "../subnets/subnet.ts";
import { isHotkeyRegisteredOnNetwork } from "../subnets/uids.ts";
import { coldkeyOwnsHotkey } from "./helpers.ts";

/**
 * Sets the hotkey with which what the signing coldkey's miners earn on a subnet is staked.
 * @throws SubnetNotExists, HotKeyNotRegisteredInSubNet, SameAutoStakeHotkeyAlreadySet.
 * Rust: `pallets/subtensor/src/macros/dispatches.rs set_coldkey_auto_stake_hotkey`.
 */
export function doSetColdkeyAutoStakeHotkey(
  state: WriteState,
  origin: Origin,
  netuid: NetUid,
  hotkey: AccountId,
): void {
  const coldkey = ensureSigned(origin);
  ensure(ifSubnetExist(state, netuid), errors.SubnetNotExists);
  ensure(isHotkeyRegisteredOnNetwork(state, netuid, hotkey), errors.HotKeyNotRegisteredInSubNet);
  const destination = storage.AutoStakeDestination.at(coldkey, netuid);
  const current = destination.get(state);
  if (current !== undefined) {
    ensure(current !== hotkey, errors.SameAutoStakeHotkeyAlreadySet);
    storage.AutoStakeDestinationColdkeys.at(current, netuid).mutate(state, (coldkeys) =>
      coldkeys.filter((one) => one !== coldkey),
    );
  }
  destination.set(state, hotkey);
  storage.AutoStakeDestinationColdkeys.at(hotkey, netuid).mutate(state, (coldkeys) =>
    coldkeys.includes(coldkey) ? coldkeys : [...coldkeys, coldkey],
  );
  state.emit(events.AutoStakeDestinationSet({ coldkey, netuid, hotkey }));
}

/**
 * Says whether a root validator becomes a parent of the owner hotkeys of new subnets.
 * @throws NonAssociatedColdKey, HotKeyNotRegisteredInSubNet for a hotkey that is not on root.
 * Rust: `pallets/subtensor/src/macros/dispatches.rs set_auto_parent_delegation_enabled`.
 */
export function doSetAutoParentDelegationEnabled(
  state: WriteState,
  origin: Origin,
  hotkey: AccountId,
  enabled: boolean,
): void {
  ensure(coldkeyOwnsHotkey(state, ensureSigned(origin), hotkey), errors.NonAssociatedColdKey);
  ensure(isHotkeyRegisteredOnNetwork(state, 0, hotkey), errors.HotKeyNotRegisteredInSubNet);
  storage.AutoParentDelegationEnabled.at(hotkey).set(state, enabled);
  state.emit(events.AutoParentDelegationEnabledSet({ hotkey, enabled }));
}
