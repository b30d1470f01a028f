import { option } from "../../../../codec/containers.ts";
import { bool, bytes, u64, unit } from "../../../../codec/primitives.ts";
import { blake2_128Concat, identity } from "../../../frame/hashers.ts";
import { map, optionalMap, value } from "../../../frame/storage.ts";
import { AccountId32 } from "../../../types/account-id.ts";
import { NetUid } from "../../../types/balances.ts";
import { LockState } from "../types.ts";

/** Locked stakes with their conviction; how far the search for root stakers has come. */
export const lockStorage = {
  Lock: optionalMap(
    [blake2_128Concat(AccountId32), identity(NetUid), blake2_128Concat(AccountId32)],
    LockState,
    "Alpha that a coldkey has locked on a hotkey, by coldkey, netuid and hotkey: rao, conviction, and the block they are of.",
  ),
  LockingColdkeys: optionalMap(
    [identity(NetUid), blake2_128Concat(AccountId32), blake2_128Concat(AccountId32)],
    unit,
    "The coldkeys that have alpha locked on a hotkey, by netuid, hotkey and coldkey.",
  ),
  HotkeyLock: optionalMap(
    [identity(NetUid), blake2_128Concat(AccountId32)],
    LockState,
    "The perpetual locks on a hotkey together, by netuid and hotkey.",
  ),
  DecayingHotkeyLock: optionalMap(
    [identity(NetUid), blake2_128Concat(AccountId32)],
    LockState,
    "The decaying locks on a hotkey together, by netuid and hotkey.",
  ),
  OwnerLock: optionalMap(
    [identity(NetUid)],
    LockState,
    "The perpetual locks on the hotkey of a subnet's owner together.",
  ),
  DecayingOwnerLock: optionalMap(
    [identity(NetUid)],
    LockState,
    "The decaying locks on the hotkey of a subnet's owner together.",
  ),
  DecayingLock: optionalMap(
    [blake2_128Concat(AccountId32), identity(NetUid)],
    bool,
    "Whether a coldkey's lock on a subnet decays, by coldkey and netuid; it does unless it says otherwise.",
  ),
  OwnerCutAutoLockEnabled: map(
    [identity(NetUid)],
    bool,
    false,
    "Whether the owner's cut of a subnet is locked as it comes.",
  ),
  MaturityRate: value(u64, 934_866n, "Blocks in which what a lock's conviction lacks shrinks by a factor of e."),
  UnlockRate: value(u64, 934_866n, "Blocks in which a decaying lock shrinks by a factor of e."),
  AlphaMapLastKey: value(
    option(bytes),
    undefined,
    "The raw key of the entry of Alpha that was last searched for root stakers.",
  ),
  AlphaV2MapLastKey: value(
    option(bytes),
    undefined,
    "The raw key of the entry of AlphaV2 that was last searched for root stakers.",
  ),
};
