import { as } from "../../../../codec/codec.ts";
import { vec } from "../../../../codec/containers.ts";
import { bool, u16, u32, u64 } from "../../../../codec/primitives.ts";
import { event } from "../../../frame/events.ts";
import { AccountIdT, AlphaBalance, NetUid, NetUidStorageIndex, TaoBalance } from "../../../types/balances.ts";
import { U64F64 } from "../../../types/fixed.ts";
import { RootClaimTypeEnum } from "../types.ts";

/** What miners and root stakers get, voting power, locks, and epochs on demand. */
export const claimAndLockEvents = {
  AutoStakeAdded: event("What a miner earned was staked with the hotkey that its owner chose; alpha rao.", {
    netuid: NetUid,
    destination: AccountIdT,
    hotkey: AccountIdT,
    owner: AccountIdT,
    incentive: AlphaBalance,
  }),
  IncentiveAlphaEmittedToMiners: event("What the miners of a mechanism earned in an epoch, by uid, alpha rao.", {
    netuid: NetUidStorageIndex,
    emissions: as("Vec<AlphaBalance>", vec(AlphaBalance)),
  }),
  MinAllowedUidsSet: event("Below how many uids a subnet may not be limited was set: netuid, uids.", [NetUid, u16]),
  AutoStakeDestinationSet: event("A coldkey chose the hotkey with which its miners stake what they earn.", {
    coldkey: AccountIdT,
    netuid: NetUid,
    hotkey: AccountIdT,
  }),
  MinNonImmuneUidsSet: event("How many neurons that can be pruned a subnet keeps was set: netuid, neurons.", [
    NetUid,
    u16,
  ]),
  RootClaimed: event("Root dividends of a coldkey were claimed.", { coldkey: AccountIdT }),
  RootClaimTypeSet: event("A coldkey said what it wants its root dividends as.", {
    coldkey: AccountIdT,
    root_claim_type: as("RootClaimTypeEnum", RootClaimTypeEnum),
  }),
  VotingPowerTrackingEnabled: event("The average stake of a subnet's validators is followed.", { netuid: NetUid }),
  VotingPowerTrackingDisableScheduled: event(
    "The average stake of a subnet's validators will be followed no more from a block on.",
    {
      netuid: NetUid,
      disable_at_block: u64,
    },
  ),
  VotingPowerTrackingDisabled: event("The average stake of a subnet's validators is followed no more.", {
    netuid: NetUid,
  }),
  VotingPowerEmaAlphaSet: event("How fast voting power follows stake was set, in parts of 10^18.", {
    netuid: NetUid,
    alpha: u64,
  }),
  SubnetLeaseDividendsDistributed: event(
    "Someone who paid for a lease, or its beneficiary, got a part of the owner's cut; alpha rao.",
    {
      lease_id: as("LeaseId", u32),
      contributor: AccountIdT,
      alpha: AlphaBalance,
    },
  ),
  AddStakeBurn: event("Alpha was bought and burned: rao paid, alpha rao burned.", {
    netuid: NetUid,
    hotkey: AccountIdT,
    amount: TaoBalance,
    alpha: AlphaBalance,
  }),
  ColdkeySwapCleared: event("A coldkey took its announcement back.", { who: AccountIdT }),
  TransactionFeePaidWithAlpha: event("A fee was paid by selling alpha: alpha rao sold, rao got.", {
    who: AccountIdT,
    netuid: NetUid,
    alpha_fee: AlphaBalance,
    tao_amount: TaoBalance,
  }),
  BurnHalfLifeSet: event(
    "The half-life of the price of registration was set, in blocks. AdminUtils tells it instead.",
    { netuid: NetUid, burn_half_life: u16 },
  ),
  BurnIncreaseMultSet: event(
    "The factor by which registrations raise the price was set. AdminUtils tells it instead.",
    { netuid: NetUid, burn_increase_mult: as("U64F64", U64F64) },
  ),
  AutoParentDelegationEnabledSet: event(
    "A root validator said whether it becomes a parent of new subnets' owner hotkeys.",
    { hotkey: AccountIdT, enabled: bool },
  ),
  StakeLocked: event("A coldkey locked alpha on a hotkey; alpha rao.", {
    coldkey: AccountIdT,
    hotkey: AccountIdT,
    netuid: NetUid,
    amount: AlphaBalance,
  }),
  StakeUnlocked: event("A coldkey unlocked alpha; alpha rao. Nothing tells it.", {
    coldkey: AccountIdT,
    hotkey: AccountIdT,
    netuid: NetUid,
    amount: AlphaBalance,
  }),
  LockMoved: event("A coldkey moved its lock on a subnet to another hotkey.", {
    coldkey: AccountIdT,
    origin_hotkey: AccountIdT,
    destination_hotkey: AccountIdT,
    netuid: NetUid,
  }),
  ActivityCutoffFactorMilliSet: event("The activity cutoff of a subnet was set, in thousandths of its tempo.", {
    netuid: NetUid,
    factor_milli: u32,
  }),
  EpochTriggered: event("An owner asked for an epoch; the block from which on it is due.", {
    netuid: NetUid,
    by: AccountIdT,
    fires_at: u64,
  }),
  EpochDeferred: event("An epoch has to wait a block: as many as may run in one have run.", {
    netuid: NetUid,
    from_block: u64,
    to_block: u64,
  }),
  EpochSkipped: event("An epoch lost its turn: the subnet's state contradicts itself.", { netuid: NetUid, block: u64 }),
  SubnetOwnerChanged: event("A subnet went to the coldkey with the most conviction.", {
    netuid: NetUid,
    old_coldkey: AccountIdT,
    new_coldkey: AccountIdT,
  }),
  PerpetualLockUpdated: event("A coldkey made its lock on a subnet perpetual, or decaying.", {
    coldkey: AccountIdT,
    netuid: NetUid,
    enabled: bool,
  }),
  RejectLockedAlphaUpdated: event("A coldkey said whether it refuses locked alpha.", {
    coldkey: AccountIdT,
    enabled: bool,
  }),
};
