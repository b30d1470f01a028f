import { bool, u16, u32, u64 } from "../../../../codec/primitives.ts";
import { blake2_128Concat, identity } from "../../../frame/hashers.ts";
import { map, optionalMap } from "../../../frame/storage.ts";
import { AccountId32, zeroAccount } from "../../../types/account-id.ts";
import { AlphaBalance, NetUid } from "../../../types/balances.ts";
import { U96F32 } from "../../../types/fixed.ts";

/** When epochs run, what is collected for them, and which subnets there are. */
export const epochStorage = {
  Tempo: map(
    [identity(NetUid)],
    u16,
    (rules) => rules.initialTempo,
    "How many blocks lie between two epochs of a subnet; 0 for no epochs.",
  ),
  LastEpochBlock: map(
    [identity(NetUid)],
    u64,
    0n,
    "The block in which an epoch of a subnet was last due and had its turn.",
  ),
  PendingEpochAt: map(
    [identity(NetUid)],
    u64,
    0n,
    "From which block on a triggered or deferred epoch of a subnet is due; 0 where there is none.",
  ),
  SubnetEpochIndex: map(
    [identity(NetUid)],
    u64,
    0n,
    "How many turns a subnet's epochs have had; commits are numbered by it.",
  ),
  ActivityCutoffFactorMilli: map(
    [identity(NetUid)],
    u32,
    13_889,
    "After how many thousandths of a tempo without weights a neuron is inactive.",
  ),
  FirstEmissionBlockNumber: optionalMap(
    [identity(NetUid)],
    u64,
    "The block from which on a subnet gets emission; absent until it is started.",
  ),
  SubnetMechanism: map(
    [identity(NetUid)],
    u16,
    0,
    "How a subnet's token is priced: 0 is one to one with TAO, 1 by its pool.",
  ),
  SubnetworkN: map([identity(NetUid)], u16, 0, "How many uids of a subnet are in use."),
  NetworksAdded: map([identity(NetUid)], bool, false, "Whether there is a subnet of this netuid."),
  IsNetworkMember: map(
    [blake2_128Concat(AccountId32), identity(NetUid)],
    bool,
    false,
    "Whether a hotkey is a neuron of a subnet, by hotkey and netuid.",
  ),
  NetworkRegistrationAllowed: map(
    [identity(NetUid)],
    bool,
    true,
    "Whether hotkeys may register on a subnet; where not, it gets no emission either.",
  ),
  NetworkPowRegistrationAllowed: map(
    [identity(NetUid)],
    bool,
    true,
    "Whether hotkeys could register by proof of work; it is only shown.",
  ),
  NetworkRegisteredAt: map([identity(NetUid)], u64, 0n, "The block in which a subnet was created."),
  RegisteredSubnetCounter: map(
    [identity(NetUid)],
    u64,
    0n,
    "How many subnets of this netuid have been created so far.",
  ),
  PendingServerEmission: map(
    [identity(NetUid)],
    AlphaBalance,
    0n,
    "Alpha that is collected for the miners of a subnet's next epoch, rao.",
  ),
  PendingValidatorEmission: map(
    [identity(NetUid)],
    AlphaBalance,
    0n,
    "Alpha that is collected for the validators of a subnet's next epoch, rao.",
  ),
  PendingRootAlphaDivs: map(
    [identity(NetUid)],
    AlphaBalance,
    0n,
    "Alpha that is collected for root stakers at a subnet's next epoch, rao.",
  ),
  PendingOwnerCut: map(
    [identity(NetUid)],
    AlphaBalance,
    0n,
    "Alpha that is collected for a subnet's owner at its next epoch, rao.",
  ),
  MinerBurned: map(
    [identity(NetUid)],
    U96F32,
    0n,
    "The part of the last epoch's incentive that was withheld from the owner's own miners, U96F32.",
  ),
  BlocksSinceLastStep: map([identity(NetUid)], u64, 0n, "Blocks since a subnet's last epoch."),
  LastMechansimStepBlock: map([identity(NetUid)], u64, 0n, "The block of the last epoch of a subnet that ran."),
  SubnetOwner: map([identity(NetUid)], AccountId32, zeroAccount, "The coldkey that owns a subnet."),
  SubnetOwnerHotkey: map([identity(NetUid)], AccountId32, zeroAccount, "The hotkey that stands for a subnet's owner."),
};
