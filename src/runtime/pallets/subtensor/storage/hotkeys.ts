import { tuple, vec } from "../../../../codec/containers.ts";
import { u16, u32, u64, u128 } from "../../../../codec/primitives.ts";
import { blake2_128Concat, identity } from "../../../frame/hashers.ts";
import { map, value } from "../../../frame/storage.ts";
import { AccountId32, zeroAccount } from "../../../types/account-id.ts";
import { AlphaBalance, NetUid } from "../../../types/balances.ts";

/** Limits on settings; hotkeys with their takes, children, parents and dividends. */
export const hotkeyStorage = {
  MinActivityCutoff: value(u16, 360, "The least activity cutoff that a subnet may set, blocks."),
  AdminFreezeWindow: value(u16, 10, "For how many blocks before an epoch a subnet's settings stay as they are."),
  OwnerHyperparamRateLimit: value(
    u16,
    2,
    "How many tempos lie between two changes of one setting by a subnet's owner.",
  ),
  DissolveNetworkScheduleDuration: value(
    u32,
    36_000,
    "The delay of dissolving a subnet, blocks; nothing uses it any more.",
  ),
  LastHotkeySwapOnNetuid: map(
    [identity(NetUid), blake2_128Concat(AccountId32)],
    u64,
    0n,
    "The block in which a coldkey last swapped a hotkey on a subnet, by netuid and coldkey.",
  ),
  NextStakeJobId: value(u64, 0n, "The number of the next delayed staking job; there are none any more."),
  TaoWeight: value(
    u64,
    971_718_665_099_567_868n,
    "What a rao of root stake counts against a rao of alpha, in parts of 2^64 - 1.",
  ),
  CKBurn: value(
    u64,
    0n,
    "The part of a parent's dividend that is burned when its child has another owner, in parts of 2^64 - 1.",
  ),
  MaxDelegateTake: value(u16, 11_796, "The highest take that a delegate may set, in parts of 65535."),
  MinDelegateTake: value(u16, 0, "The least take that a delegate may set, in parts of 65535."),
  MaxChildkeyTake: value(u16, 11_796, "The highest take that a child may set, in parts of 65535."),
  MinChildkeyTake: value(u16, 0, "The least take that a child may set, in parts of 65535."),
  MinChildkeyTakePerSubnet: map(
    [identity(NetUid)],
    u16,
    0,
    "The least take that a child may set on a subnet, in parts of 65535; the greater of this and the general one counts.",
  ),
  Owner: map([blake2_128Concat(AccountId32)], AccountId32, zeroAccount, "The coldkey that owns a hotkey."),
  AccountFlags: map(
    [blake2_128Concat(AccountId32)],
    u128,
    0n,
    "Switches of a coldkey: bit 0 is set where it takes in locked alpha.",
  ),
  Delegates: map(
    [blake2_128Concat(AccountId32)],
    u16,
    11_796,
    "What a hotkey keeps of its delegates' dividends, in parts of 65535.",
  ),
  ChildkeyTake: map(
    [blake2_128Concat(AccountId32), identity(NetUid)],
    u16,
    0,
    "What a child keeps of its parents' dividends, by hotkey and netuid, in parts of 65535.",
  ),
  PendingChildKeys: map(
    [identity(NetUid), blake2_128Concat(AccountId32)],
    tuple(vec(tuple(u64, AccountId32)), u64),
    [[], 0n],
    "Children that wait for their turn, by netuid and parent: proportions (of 2^64 - 1) with hotkeys, and from which block on they count.",
  ),
  ChildKeys: map(
    [blake2_128Concat(AccountId32), identity(NetUid)],
    vec(tuple(u64, AccountId32)),
    [],
    "The children of a hotkey, by parent and netuid: proportions of its stake (of 2^64 - 1) with hotkeys.",
  ),
  ParentKeys: map(
    [blake2_128Concat(AccountId32), identity(NetUid)],
    vec(tuple(u64, AccountId32)),
    [],
    "The parents of a hotkey, by child and netuid: proportions of their stake (of 2^64 - 1) with hotkeys.",
  ),
  AlphaDividendsPerSubnet: map(
    [identity(NetUid), blake2_128Concat(AccountId32)],
    AlphaBalance,
    0n,
    "Alpha that the last epoch paid to the stakers of a hotkey, by netuid and hotkey, rao.",
  ),
  RootAlphaDividendsPerSubnet: map(
    [identity(NetUid), blake2_128Concat(AccountId32)],
    AlphaBalance,
    0n,
    "Alpha that the last epoch gave the root stakers of a hotkey to claim, by netuid and hotkey, rao.",
  ),
};
