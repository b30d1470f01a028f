import type { Hex } from "../../src/lib/bytes.ts";
import type { ReadState, WriteState } from "../../src/runtime/frame/state.ts";
import { storage as alphaAssets } from "../../src/runtime/pallets/alpha-assets/storage.ts";
import { storage as commitments } from "../../src/runtime/pallets/commitments/storage.ts";
import { storage } from "../../src/runtime/pallets/subtensor/storage.ts";
import { getSubnetAccountId } from "../../src/runtime/pallets/subtensor/subnets/subnet.ts";
import { storage as swap } from "../../src/runtime/pallets/swap/storage.ts";
import { newLogicFlag } from "../../src/runtime/pallets/system/accounts.ts";
import { storage as system } from "../../src/runtime/pallets/system/storage.ts";
import { account } from "../support/account.ts";
import type { Mutations } from "./mutation.ts";

const [a, b] = [account(1), account(2)];
/** A subnet of the chain, one that does not exist, and the hotkey of uid 0. */
const [netuid, gone] = [2, 99];
const hotkeyOf = (s: ReadState): Hex => storage.Keys.at(netuid, 0).get(s);
const lock = { locked_mass: 5_000_000n, conviction: 0n, last_update: 1n };
const whole = 1n << 64n;

function lease(s: WriteState, id: number): void {
  storage.SubnetLeases.at(id).set(s, {
    beneficiary: a,
    coldkey: a,
    hotkey: b,
    emissions_share: 1,
    end_block: undefined,
    netuid,
    cost: 1n,
  });
}

const commitment = (s: WriteState, block: number): void => {
  const fields = [{ type: "TimelockEncrypted" as const, value: { encrypted: new Uint8Array(3), reveal_round: 9n } }];
  commitments.CommitmentOf.at(netuid, a).set(s, { deposit: 0n, block, info: { fields } });
};

/** For each rule of Bittensor's own pallets: what breaks it. */
export const subtensorMutations: Mutations = {
  "The TAO of a subnet is on its account.": (s) => {
    const subnet = getSubnetAccountId(s, netuid) as Hex;
    const data = { free: 500n, reserved: 0n, frozen: 0n, flags: newLogicFlag };
    system.Account.at(subnet).set(s, { nonce: 0, consumers: 0, providers: 1, sufficients: 0, data });
  },
  "The TAO of root is what is staked there.": (s) => storage.SubnetTAO.at(0).mutate(s, (tao) => tao + 1n),
  "Staked, pending and burned alpha is outside of the pool.": (s) => storage.SubnetAlphaOut.at(netuid).set(s, 5n),
  "TotalIssuance changes as that of Balances.": (s) => storage.TotalIssuance.mutate(s, (all) => all + 1n),
  "TotalStake falls with the TAO of subnets.": (s) => storage.TotalStake.mutate(s, (all) => all - 1n),
  "Alpha changes as it is created and recycled.": (s) =>
    storage.SubnetAlphaIn.at(netuid).mutate(s, (alpha) => alpha + 1n),
  "What is counted is of a subnet that was registered.": (s) => alphaAssets.AlphaBurned.at(gone).set(s, 1n),
  "The shares of a hotkey add up.": (s) =>
    storage.AlphaV2.at(hotkeyOf(s), a, netuid).set(s, { mantissa: 5n * 10n ** 20n, exponent: -5n }),
  "Nobody keeps a share of nothing.": (s) => storage.AlphaV2.at(a, b, netuid).set(s, { mantissa: 0n, exponent: 0n }),
  "A share is kept in one form.": (s) => {
    storage.AlphaV2.at(a, b, netuid).set(s, { mantissa: 10n ** 21n, exponent: -20n });
    storage.Alpha.at(a, b, netuid).set(s, 10n * whole);
  },
  "Every owned hotkey is listed once.": (s) => storage.OwnedHotkeys.at(a).set(s, [b, b]),
  "A listed hotkey is owned.": (s) => storage.OwnedHotkeys.at(a).set(s, [b]),
  "An owned hotkey is listed.": (s) => storage.Owner.at(b).set(s, a),
  "Every hotkey staked to is listed once.": (s) => storage.StakingHotkeys.at(a).set(s, [b, b]),
  "Who has alpha with a hotkey is listed as staking to it.": (s) => {
    for (const [coldkey] of [...storage.StakingHotkeys.keys(s)]) storage.StakingHotkeys.at(coldkey).remove(s);
  },
  "A delegate has an owner.": (s) => storage.Delegates.at(a).set(s, 1),
  "A root staker has its place.": (s) => storage.StakingColdkeys.at(a).set(s, 0n),
  "Root stakers are counted.": (s) => storage.NumStakingColdkeys.set(s, 900n),
  "Root stakers are listed without gaps.": (s) => storage.StakingColdkeys.at(a).set(s, 900n),
  "Who stakes automatically to a hotkey is listed there.": (s) => storage.AutoStakeDestination.at(a, netuid).set(s, b),
  "Who stakes automatically is listed once.": (s) => storage.AutoStakeDestinationColdkeys.at(b, netuid).set(s, [a, a]),
  "Who is listed stakes automatically to that hotkey.": (s) =>
    storage.AutoStakeDestinationColdkeys.at(b, netuid).set(s, [a]),
  "The hotkey of a uid has that uid.": (s) => storage.Keys.at(netuid, 0).set(s, a),
  "Uids are numbered from 0 on.": (s) => storage.Keys.at(netuid, 200).set(s, a),
  "The uid of a hotkey has that hotkey.": (s) => storage.Uids.at(netuid, a).set(s, 0),
  "A neuron is a member of its subnet.": (s) => storage.IsNetworkMember.at(hotkeyOf(s), netuid).remove(s),
  "A member of a subnet is a neuron.": (s) => storage.IsNetworkMember.at(a, netuid).set(s, true),
  "Blocks of registration are of uids.": (s) => storage.BlockAtRegistration.at(netuid, 200).set(s, 1n),
  "EVM addresses are of uids.": (s) =>
    storage.AssociatedEvmAddress.at(netuid, 200).set(s, [`0x${"01".repeat(20)}`, 1n]),
  "What serves is a neuron.": (s) =>
    storage.Prometheus.at(netuid, a).set(s, { block: 1n, version: 1, ip: 1n, port: 1, ip_type: 4 }),
  "There is an element for each neuron.": (s) => storage.Active.at(netuid).mutate(s, (list) => [...list, true]),
  "There are no more elements than neurons.": (s) => storage.StakeWeight.at(netuid).set(s, Array(200).fill(0)),
  "Rows are of uids.": (s) => storage.Weights.at(netuid, 200).set(s, []),
  "Rows lead to uids.": (s) => storage.Bonds.at(netuid, 0).set(s, [[200, 1]]),
  "A row has each uid once.": (s) =>
    storage.Weights.at(netuid, 0).set(s, [
      [0, 1],
      [0, 2],
    ]),
  "Rows are of mechanisms that exist.": (s) => storage.Bonds.at(gone, 0).set(s, []),
  "Lists are of mechanisms that exist.": (s) => storage.LastUpdate.at(gone).set(s, []),
  "A subnet has no more neurons than it may.": (s) => storage.MaxAllowedUids.at(netuid).set(s, 0),
  "Subnets are counted.": (s) => storage.TotalNetworks.set(s, 50),
  "There are at most 4096 subnets.": (s) => storage.NetworksAdded.at(5_000).set(s, true),
  "A subnet has an owner.": (s) => storage.SubnetOwner.at(netuid).remove(s),
  "A subnet has mechanisms.": (s) => storage.MechanismCountCurrent.at(netuid).set(s, 0),
  "Emission is split among mechanisms that exist.": (s) =>
    storage.MechanismEmissionSplit.at(netuid).set(s, [1, 65_534]),
  "All emission is split.": (s) => storage.MechanismEmissionSplit.at(netuid).set(s, [1]),
  "Nothing is left of subnets that are gone.": (s) => storage.SubnetTAO.at(gone).set(s, 0n),
  "Ids of leases are given in turn.": (s) => lease(s, 7),
  "A leased subnet has its lease.": (s) => lease(s, 7),
  "Shares of a lease are not more than all.": (s) => {
    lease(s, 7);
    storage.SubnetLeaseShares.at(7, a).set(s, whole + 1n);
  },
  "A subnet that was leased exists.": (s) => storage.SubnetUidToLeaseId.at(gone).set(s, 0),
  "Shares are of leases that exist.": (s) => storage.AccumulatedLeaseDividends.at(7).set(s, 1n),
  "A child lists its parent, and a parent its child.": (s) => storage.ChildKeys.at(a, netuid).set(s, [[1n, b]]),
  "Children and parents are listed once.": (s) =>
    storage.ParentKeys.at(a, netuid).set(s, [
      [1n, b],
      [1n, b],
    ]),
  "Nobody is its own child.": (s) => storage.ChildKeys.at(a, netuid).set(s, [[1n, a]]),
  "Children get no more than the whole.": (s) =>
    storage.ChildKeys.at(a, netuid).set(s, [
      [whole - 1n, b],
      [1n, account(3)],
    ]),
  "There are at most five children.": (s) =>
    storage.ChildKeys.at(a, netuid).set(
      s,
      [3, 4, 5, 6, 7, 8].map((byte): [bigint, Hex] => [1n, account(byte)]),
    ),
  "Nobody is child and parent of the same.": (s) => {
    storage.ChildKeys.at(a, netuid).set(s, [[1n, b]]);
    storage.ParentKeys.at(a, netuid).set(s, [[1n, b]]);
  },
  "A lock is indexed.": (s) => storage.Lock.at(a, netuid, b).set(s, lock),
  "A coldkey has one lock on a subnet.": (s) => {
    storage.Lock.at(a, netuid, b).set(s, lock);
    storage.Lock.at(a, netuid, a).set(s, lock);
  },
  "A lock is of a block that was.": (s) => storage.Lock.at(a, netuid, b).set(s, { ...lock, last_update: 1_000_000n }),
  "No more is locked than there is.": (s) => storage.Lock.at(a, netuid, b).set(s, lock),
  "What is indexed is a lock.": (s) => storage.LockingColdkeys.at(netuid, b, a).set(s, undefined),
  "Locks add up.": (s) => storage.HotkeyLock.at(netuid, a).set(s, lock),
  "No weight of a pool is below 1 %.": (s) => swap.SwapBalancer.at(netuid).set(s, { quote: 5n }),
  "Pools are those of subnets that exist.": (s) => swap.PalSwapInitialized.at(gone).set(s, true),
  "A pool has both reserves.": (s) => {
    swap.PalSwapInitialized.at(netuid).set(s, true);
    storage.SubnetAlphaIn.at(netuid).set(s, 0n);
  },
  "A commitment is indexed when it has a timelocked field.": (s) => commitment(s, 1),
  "A commitment is of the block of the last one.": (s) => commitment(s, 1),
  "What is indexed is a commitment.": (s) => commitments.TimelockedIndex.set(s, [[netuid, a]]),
  "Space is used in epochs that have begun.": (s) =>
    commitments.UsedSpaceOf.at(netuid, a).set(s, { last_epoch: 1_000n, used_space: 1n }),
  "Space is used on subnets that exist.": (s) =>
    commitments.UsedSpaceOf.at(gone, a).set(s, { last_epoch: 0n, used_space: 1n }),
};
