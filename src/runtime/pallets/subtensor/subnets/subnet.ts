import { encode } from "../../../../codec/codec.ts";
import { addU64, maxU64 } from "../../../../lib/integers.ts";
import { ensure } from "../../../frame/dispatch-error.ts";
import type { Origin } from "../../../frame/origin.ts";
import type { ReadState, WriteState } from "../../../frame/state.ts";
import type { AccountId } from "../../../types/account-id.ts";
import { NetUid, rootNetuid } from "../../../types/balances.ts";
import { palletAccount, palletSubAccount } from "../../../types/pallet-accounts.ts";
import { errors } from "../errors.ts";
import { events } from "../events.ts";
import { storage } from "../storage.ts";
import { ensureSubnetOwner, ensureSubnetOwnerOrRoot, getCurrentBlockAsU64 } from "../utils/misc.ts";
import { passesRateLimitOnSubnet, setLastBlockOnSubnet } from "../utils/rate-limiting.ts";

/** Rust: `pallets/subtensor/src/subnets/subnet.rs if_subnet_exist`. */
export function ifSubnetExist(state: ReadState, netuid: NetUid): boolean {
  return storage.NetworksAdded.at(netuid).get(state);
}

/**
 * All subnets, root too, in the order of their storage keys (for up to 256 subnets that is by number).
 * Rust: `pallets/subtensor/src/subnets/subnet.rs get_all_subnet_netuids`.
 */
export function getAllSubnetNetuids(state: ReadState): NetUid[] {
  return [...storage.NetworksAdded.entries(state)].map(([[netuid]]) => netuid);
}

/** The lowest netuid above root that is free. Rust: `pallets/subtensor/src/subnets/subnet.rs get_next_netuid`. */
export function getNextNetuid(state: ReadState): NetUid {
  const taken = new Set(getAllSubnetNetuids(state));
  let netuid = 1;
  while (taken.has(netuid)) netuid++;
  return netuid;
}

const palletId = "subtensr";
/** What the account of every subnet begins with: 12 bytes as hex digits. */
const accountStart = palletAccount(palletId).slice(0, 26);

/**
 * The account that holds the TAO of a subnet; undefined when there is no such subnet.
 * Rust: `pallets/subtensor/src/subnets/subnet.rs get_subnet_account_id`.
 */
export function getSubnetAccountId(state: ReadState, netuid: NetUid): AccountId | undefined {
  if (netuid !== rootNetuid && !storage.NetworksAdded.at(netuid).exists(state)) return undefined;
  return palletSubAccount(palletId, encode(NetUid, netuid));
}

/**
 * The subnet (whether it exists or not) whose account this would be.
 * Rust: `pallets/subtensor/src/subnets/subnet.rs is_subnet_account_id`.
 */
export function isSubnetAccountId(_state: ReadState, account: AccountId): NetUid | undefined {
  if (!account.startsWith(accountStart) || !/^0*$/.test(account.slice(30))) return undefined;
  const byte = (at: number): number => Number.parseInt(account.slice(at, at + 2), 16);
  return byte(26) + byte(28) * 256;
}

/**
 * Opens a subnet: its owner lets emission begin with the next block, and its token be traded.
 * @throws SubnetNotExists, BadOrigin, FirstEmissionBlockNumberAlreadySet, NeedWaitingMoreBlocksToStarCall.
 * Rust: `pallets/subtensor/src/subnets/subnet.rs do_start_call`.
 */
export function doStartCall(state: WriteState, origin: Origin, netuid: NetUid): void {
  ensure(ifSubnetExist(state, netuid), errors.SubnetNotExists);
  ensureSubnetOwner(state, origin, netuid);
  ensure(
    storage.FirstEmissionBlockNumber.at(netuid).get(state) === undefined,
    errors.FirstEmissionBlockNumberAlreadySet,
  );
  const registered = storage.NetworkRegisteredAt.at(netuid).get(state);
  const now = getCurrentBlockAsU64(state);
  ensure(now >= addU64(registered, storage.StartCallDelay.get(state)), errors.NeedWaitingMoreBlocksToStarCall);
  const next = now < maxU64 ? now + 1n : now;
  storage.FirstEmissionBlockNumber.at(netuid).set(state, next);
  storage.SubtokenEnabled.at(netuid).set(state, true);
  state.emit(events.FirstEmissionBlockNumberSet(netuid, next));
}

/**
 * @throws CannotUseSystemAccount for the account of a subnet.
 * Rust: `pallets/subtensor/src/utils/misc.rs set_subnet_owner_hotkey`.
 */
export function setSubnetOwnerHotkey(state: WriteState, netuid: NetUid, hotkey: AccountId): void {
  ensure(isSubnetAccountId(state, hotkey) === undefined, errors.CannotUseSystemAccount);
  storage.SubnetOwnerHotkey.at(netuid).set(state, hotkey);
  state.emit(events.SubnetOwnerHotkeySet(netuid, hotkey));
}

/**
 * The same for the owner or Root, once a week.
 * @throws BadOrigin, SubnetNotExists, TxRateLimitExceeded, CannotUseSystemAccount.
 * Rust: `pallets/subtensor/src/subnets/subnet.rs do_set_sn_owner_hotkey`.
 */
export function doSetSnOwnerHotkey(state: WriteState, origin: Origin, netuid: NetUid, hotkey: AccountId): void {
  ensureSubnetOwnerOrRoot(state, origin, netuid);
  ensure(ifSubnetExist(state, netuid), errors.SubnetNotExists);
  ensure(passesRateLimitOnSubnet(state, "SetSNOwnerHotkey", hotkey, netuid), errors.TxRateLimitExceeded);
  setLastBlockOnSubnet(state, "SetSNOwnerHotkey", hotkey, netuid, getCurrentBlockAsU64(state));
  setSubnetOwnerHotkey(state, netuid, hotkey);
}
