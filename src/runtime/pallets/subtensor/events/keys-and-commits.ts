import { as } from "../../../../codec/codec.ts";
import { compact, tuple, vec } from "../../../../codec/containers.ts";
import { u16, u32, u64 } from "../../../../codec/primitives.ts";
import { event } from "../../../frame/events.ts";
import { AccountId32 } from "../../../types/account-id.ts";
import { AccountIdT, NetUid, NetUidStorageIndex, TaoBalance } from "../../../types/balances.ts";
import { DispatchError } from "../../../types/dispatch-error.ts";
import { H256 } from "../../../types/hashes.ts";

/** Takes, swaps of keys, children, identities, and weights that are committed and revealed. */
export const keyAndCommitEvents = {
  TakeDecreased: event("A delegate's take was lowered: coldkey, hotkey, take in parts of 65535.", [
    AccountIdT,
    AccountIdT,
    u16,
  ]),
  TakeIncreased: event("A delegate's take was raised: coldkey, hotkey, take in parts of 65535.", [
    AccountIdT,
    AccountIdT,
    u16,
  ]),
  HotkeySwapped: event("A hotkey gave what it is and has to another one on all subnets.", {
    coldkey: AccountIdT,
    old_hotkey: AccountIdT,
    new_hotkey: AccountIdT,
  }),
  MaxDelegateTakeSet: event("The highest take of delegates was set: parts of 65535.", [u16]),
  MinDelegateTakeSet: event("The least take of delegates was set: parts of 65535.", [u16]),
  ColdkeySwapAnnounced: event("A coldkey announced the hash of the one it will be swapped to.", {
    who: AccountIdT,
    new_coldkey_hash: as("T::Hash", H256),
  }),
  ColdkeySwapReset: event("Root forgot what a coldkey announced, and its dispute.", { who: AccountIdT }),
  ColdkeySwapped: event("A coldkey gave all it has to another one.", {
    old_coldkey: AccountIdT,
    new_coldkey: AccountIdT,
  }),
  ColdkeySwapDisputed: event("A coldkey disputed its announced swap and is frozen.", { coldkey: AccountIdT }),
  AllBalanceUnstakedAndTransferredToNewColdkey: event(
    "All stake and balance of a coldkey went to a new one, in rao. Nothing tells it any more.",
    {
      current_coldkey: AccountIdT,
      new_coldkey: AccountIdT,
      total_balance: as(
        "<<T as Config>::Currency as fungible::Inspect<<T as frame_system::\nConfig>::AccountId,>>::Balance",
        TaoBalance,
      ),
    },
  ),
  ArbitrationPeriodExtended: event("The time to dispute a coldkey's swap was made longer. Nothing tells it any more.", {
    coldkey: AccountIdT,
  }),
  SetChildrenScheduled: event(
    "Children wait for their turn: parent, netuid, from which block on, proportions (of 2^64 - 1) with hotkeys.",
    [AccountIdT, NetUid, u64, as("Vec<(u64, T::AccountId)>", vec(tuple(u64, AccountId32)))],
  ),
  SetChildren: event("Children were set: parent, netuid, proportions (of 2^64 - 1) with hotkeys.", [
    AccountIdT,
    NetUid,
    as("Vec<(u64, T::AccountId)>", vec(tuple(u64, AccountId32))),
  ]),
  ChainIdentitySet: event("A coldkey said who it is: coldkey.", [AccountIdT]),
  SubnetIdentitySet: event("It was said what a subnet is: netuid.", [NetUid]),
  SubnetIdentityRemoved: event("What was said of a subnet was removed: netuid.", [NetUid]),
  DissolveNetworkScheduled: event("A subnet is to be dissolved in a later block. Nothing tells it any more.", {
    account: AccountIdT,
    netuid: NetUid,
    execution_block: as("BlockNumberFor<T>", u32),
  }),
  ColdkeySwapAnnouncementDelaySet: event("How long after its announcement a coldkey may be swapped was set: blocks.", [
    as("BlockNumberFor<T>", u32),
  ]),
  ColdkeySwapReannouncementDelaySet: event(
    "How much later an announcement may be replaced or taken back was set: blocks.",
    [as("BlockNumberFor<T>", u32)],
  ),
  DissolveNetworkScheduleDurationSet: event("The delay of dissolving subnets was set: blocks.", [
    as("BlockNumberFor<T>", u32),
  ]),
  CRV3WeightsCommitted: event(
    "Encrypted weights were kept in an old form: hotkey, netuid and mechanism (netuid + 4096 * mecid), hash of the ciphertext. Nothing tells it any more.",
    [AccountIdT, NetUidStorageIndex, as("H256", H256)],
  ),
  WeightsCommitted: event("The hash of weights was kept: hotkey, netuid and mechanism (netuid + 4096 * mecid), hash.", [
    AccountIdT,
    NetUidStorageIndex,
    as("H256", H256),
  ]),
  WeightsRevealed: event("Weights were revealed: hotkey, netuid and mechanism (netuid + 4096 * mecid), hash.", [
    AccountIdT,
    NetUidStorageIndex,
    as("H256", H256),
  ]),
  WeightsBatchRevealed: event("Several weights were revealed: hotkey, netuid, hashes.", [
    AccountIdT,
    NetUid,
    as("Vec<H256>", vec(H256)),
  ]),
  BatchWeightsCompleted: event("A batch of weights or commits came to its end: netuids, hotkey.", [
    as("Vec<Compact<NetUid>>", vec(compact(NetUid))),
    AccountIdT,
  ]),
  BatchCompletedWithErrors: event("Parts of a batch failed; it is told once, before the first part's error.", {}),
  BatchWeightItemFailed: event("A part of a batch failed: netuid, error.", [
    NetUid,
    as("sp_runtime::DispatchError", DispatchError),
  ]),
};
