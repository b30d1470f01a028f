import { tuple, vec } from "../../../../codec/containers.ts";
import { bool, bytes, u16, u32, u64 } from "../../../../codec/primitives.ts";
import { blake2_128Concat, identity, twox64Concat } from "../../../frame/hashers.ts";
import { map, optionalMap, value } from "../../../frame/storage.ts";
import { AccountId32 } from "../../../types/account-id.ts";
import { AlphaBalance, MechId, NetUid, Uid } from "../../../types/balances.ts";
import { U64F64 } from "../../../types/fixed.ts";
import { H160 } from "../../../types/hashes.ts";
import { SubnetLease } from "../types.ts";

/** Ethereum addresses, leases, mechanisms, and the latest settings. */
export const leaseAndMechanismStorage = {
  AssociatedEvmAddress: optionalMap(
    [twox64Concat(NetUid), twox64Concat(Uid)],
    tuple(H160, u64),
    "The Ethereum address that signed for a neuron and the block it did, by netuid and uid.",
  ),
  SubnetLeases: optionalMap(
    [twox64Concat(u32)],
    SubnetLease,
    "Leases of subnets by id: who may run the subnet, until when, and what part of the cut goes to those who paid.",
  ),
  SubnetLeaseShares: map(
    [twox64Concat(u32), identity(AccountId32)],
    U64F64,
    0n,
    "The part of a lease that an account paid for, by lease and account, U64F64.",
  ),
  SubnetUidToLeaseId: optionalMap([twox64Concat(NetUid)], u32, "The lease of a subnet."),
  NextSubnetLeaseId: value(u32, 0, "The id of the next lease."),
  AccumulatedLeaseDividends: map(
    [twox64Concat(u32)],
    AlphaBalance,
    0n,
    "Alpha that is collected for those who paid for a lease, rao.",
  ),
  CommitRevealWeightsVersion: value(u16, 4, "The version that timelocked commits must carry."),
  NetworkRegistrationStartBlock: value(
    u64,
    0n,
    "The block from which on subnets may be created; owners of earlier ones get back what their lock has not earned.",
  ),
  TaoInRefundDeploymentBlock: value(
    u64,
    0n,
    "The alpha in the pool of a subnet created after this block counts as the chain's when the subnet ends.",
  ),
  MinNonImmuneUids: map([identity(NetUid)], u16, 10, "How many neurons that can be pruned a subnet keeps."),
  MaxMechanismCount: value(MechId, 2, "How many mechanisms any subnet may have."),
  MechanismCountCurrent: map([twox64Concat(NetUid)], MechId, 1, "How many mechanisms a subnet has."),
  MechanismEmissionSplit: optionalMap(
    [twox64Concat(NetUid)],
    vec(u16),
    "How emission is shared among mechanisms, in parts of 65535; evenly where absent.",
  ),
  BurnHalfLife: map([identity(NetUid)], u16, 360, "In how many blocks the price of registration halves; 0 for never."),
  BurnIncreaseMult: map(
    [identity(NetUid)],
    U64F64,
    23_242_897_532_874_035_200n,
    "By what factor a registration raises the price, U64F64.",
  ),
  AutoParentDelegationEnabled: map(
    [blake2_128Concat(AccountId32)],
    bool,
    true,
    "Whether a root validator becomes a parent of the owner hotkeys of new subnets.",
  ),
  HasMigrationRun: map([identity(bytes)], bool, false, "Migrations that have run, by name."),
  PendingChildKeyCooldown: value(
    u64,
    (rules) => rules.pendingChildKeyCooldown,
    "How many blocks new children have to wait.",
  ),
};
