import { tuple, vec } from "../../../../codec/containers.ts";
import { u32 } from "../../../../codec/primitives.ts";
import { blake2_128Concat, identity, twox64Concat } from "../../../frame/hashers.ts";
import { map, optionalMap, value } from "../../../frame/storage.ts";
import { AccountId32 } from "../../../types/account-id.ts";
import { AlphaBalance, NetUid } from "../../../types/balances.ts";
import { U64F64 } from "../../../types/fixed.ts";
import { H256 } from "../../../types/hashes.ts";
import { SafeFloat } from "../types.ts";

/** Who stakes with whom, coldkeys that are swapped, and shares in the stakes of hotkeys. */
export const stakingStorage = {
  StakingHotkeys: map(
    [blake2_128Concat(AccountId32)],
    vec(AccountId32),
    [],
    "The hotkeys with which a coldkey has stake.",
  ),
  OwnedHotkeys: map([blake2_128Concat(AccountId32)], vec(AccountId32), [], "The hotkeys that a coldkey owns."),
  AutoStakeDestination: optionalMap(
    [blake2_128Concat(AccountId32), identity(NetUid)],
    AccountId32,
    "The hotkey with which a coldkey's miners stake what they earn, by coldkey and netuid.",
  ),
  AutoStakeDestinationColdkeys: map(
    [blake2_128Concat(AccountId32), identity(NetUid)],
    vec(AccountId32),
    [],
    "The coldkeys whose miners stake what they earn with a hotkey, by hotkey and netuid.",
  ),
  ColdkeySwapAnnouncementDelay: value(
    u32,
    (rules) => rules.initialColdkeySwapAnnouncementDelay,
    "How many blocks after its announcement a coldkey may be swapped.",
  ),
  ColdkeySwapReannouncementDelay: value(
    u32,
    (rules) => rules.initialColdkeySwapReannouncementDelay,
    "How many blocks later still the announcement may be replaced or taken back.",
  ),
  ColdkeySwapAnnouncements: optionalMap(
    [twox64Concat(AccountId32)],
    tuple(u32, H256),
    "From which block on a coldkey may be swapped, and the BLAKE2b-256 hash of the new one.",
  ),
  ColdkeySwapDisputes: optionalMap(
    [twox64Concat(AccountId32)],
    u32,
    "The block in which a coldkey disputed the announcement of its swap.",
  ),
  TotalHotkeyAlpha: map(
    [blake2_128Concat(AccountId32), identity(NetUid)],
    AlphaBalance,
    0n,
    "Alpha that is staked with a hotkey, by hotkey and netuid, rao.",
  ),
  TotalHotkeyAlphaLastEpoch: map(
    [blake2_128Concat(AccountId32), identity(NetUid)],
    AlphaBalance,
    0n,
    "Alpha that was staked with a hotkey after the last epoch that paid it, by hotkey and netuid, rao.",
  ),
  TotalHotkeyShares: map(
    [blake2_128Concat(AccountId32), identity(NetUid)],
    U64F64,
    0n,
    "All shares in the stake of a hotkey in the old form, U64F64; what is used moves to TotalHotkeySharesV2.",
  ),
  Alpha: map(
    [blake2_128Concat(AccountId32), blake2_128Concat(AccountId32), identity(NetUid)],
    U64F64,
    0n,
    "A coldkey's shares in the stake of a hotkey in the old form, by hotkey, coldkey and netuid, U64F64; what is used moves to AlphaV2.",
  ),
  TotalHotkeySharesV2: map(
    [blake2_128Concat(AccountId32), identity(NetUid)],
    SafeFloat,
    { mantissa: 0n, exponent: 0n },
    "All shares in the stake of a hotkey, by hotkey and netuid, as mantissa and decimal exponent.",
  ),
  AlphaV2: map(
    [blake2_128Concat(AccountId32), blake2_128Concat(AccountId32), identity(NetUid)],
    SafeFloat,
    { mantissa: 0n, exponent: 0n },
    "A coldkey's shares in the stake of a hotkey, by hotkey, coldkey and netuid, as mantissa and decimal exponent.",
  ),
};
