import { encode } from "../../../../codec/codec.ts";
import { tuple } from "../../../../codec/containers.ts";
import { str, u32 } from "../../../../codec/primitives.ts";
import { blake2Hex } from "../../../../crypto/hashing.ts";
import { addU64, maxU32, subU64 } from "../../../../lib/integers.ts";
import { U64F64 } from "../../../fixed/formats.ts";
import { ensure, fail, okOr } from "../../../frame/dispatch-error.ts";
import { ensureSigned, type Origin } from "../../../frame/origin.ts";
import type { ReadState, WriteState } from "../../../frame/state.ts";
import { addWeight, dbWeight, mulWeight, type PostInfo, type Weight, weight } from "../../../frame/weight.ts";
import type { AccountId } from "../../../types/account-id.ts";
import type { NetUid } from "../../../types/balances.ts";
import { freeBalance } from "../../balances/accounts.ts";
import { transfer } from "../../balances/fungible.ts";
import { constants as crowdloanConstants } from "../../crowdloan/constants.ts";
import { errors as crowdloanErrors } from "../../crowdloan/errors.ts";
import { storage as crowdloans } from "../../crowdloan/storage.ts";
import { decProviders, incProviders } from "../../system/accounts.ts";
import { blockNumber } from "../../system/initialize.ts";
import { errors } from "../errors.ts";
import { events } from "../events.ts";
import { leaseProxies } from "../ports.ts";
import { coldkeyOwnsHotkey } from "../staking/helpers.ts";
import { storage } from "../storage.ts";
import { doRegisterNetwork } from "./register-network.ts";
import { setSubnetOwnerHotkey } from "./subnet.ts";

const keyName = tuple(str, u32);

/** An account that nobody has the key of. Rust: `pallets/subtensor/src/subnets/leasing.rs lease_coldkey` and lease_hotkey. */
function leaseAccount(kind: "coldkey" | "hotkey", leaseId: number): AccountId {
  return blake2Hex(encode(keyName, [`leasing/${kind}`, leaseId]));
}

/** Rust: `pallets/subtensor/src/subnets/leasing.rs do_register_leased_network` of SubnetLeasingWeightInfo. */
function registeredWeight(contributors: number): Weight {
  const each = addWeight(weight(26_884_006n, 2579n), dbWeight(2, 2));
  return addWeight(weight(301_560_714n, 10_079n), dbWeight(41, 55), mulWeight(each, contributors));
}

/** Rust: `pallets/subtensor/src/subnets/leasing.rs do_terminate_lease` of SubnetLeasingWeightInfo. */
function terminatedWeight(shares: number): Weight {
  const each = addWeight(weight(912_993n, 2529n), dbWeight(1, 1));
  return addWeight(weight(56_635_122n, 6148n), dbWeight(4, 6), mulWeight(each, shares));
}

/** Who can take part in a lease, at most. */
const mostContributors = (state: ReadState): number => crowdloanConstants.MaxContributors.valueOf(state.rules);

function crowdloanBeingFinalized(state: ReadState) {
  const id = crowdloans.CurrentCrowdloanId.get(state) ?? fail(crowdloanErrors.InvalidCrowdloanId);
  return { id, crowdloan: crowdloans.Crowdloans.at(id).get(state) ?? fail(crowdloanErrors.InvalidCrowdloanId) };
}

function nextLeaseId(state: WriteState): number {
  const id = storage.NextSubnetLeaseId.get(state);
  ensure(id < maxU32, errors.Overflow);
  storage.NextSubnetLeaseId.set(state, id + 1);
  return id;
}

/** Rust: `pallets/subtensor/src/subnets/leasing.rs find_lease_netuid`. */
function findLeaseNetuid(state: ReadState, coldkey: AccountId): NetUid | undefined {
  for (const [[netuid], owner] of storage.SubnetOwner.entries(state)) if (owner === coldkey) return netuid;
  return undefined;
}

/**
 * Creates a subnet with what a crowdloan raised, when that is finalized by its creator. The subnet belongs to an account
 * without a key, for which the creator acts as proxy; who contributed has a share (percent) of the owner's cut until the
 * end block. What was not needed is paid back. Tells what it weighed.
 * @throws InvalidCrowdloanId, InvalidLeaseBeneficiary, LeaseCannotEndInThePast, Overflow, LeaseNetuidNotFound, and what
 * registering, the proxy and transfers throw.
 * Rust: `pallets/subtensor/src/subnets/leasing.rs do_register_leased_network`.
 */
export function doRegisterLeasedNetwork(
  state: WriteState,
  origin: Origin,
  emissionsShare: number,
  endBlock: number | undefined,
): PostInfo {
  const beneficiary = ensureSigned(origin);
  const { id, crowdloan } = crowdloanBeingFinalized(state);
  ensure(beneficiary === crowdloan.creator, errors.InvalidLeaseBeneficiary);
  if (endBlock !== undefined) ensure(endBlock > blockNumber(state), errors.LeaseCannotEndInThePast);
  const leaseId = nextLeaseId(state);
  const coldkey = leaseAccount("coldkey", leaseId);
  const hotkey = leaseAccount("hotkey", leaseId);
  incProviders(state, coldkey);
  incProviders(state, hotkey);
  transfer(state, crowdloan.funds_account, coldkey, crowdloan.raised, "Expendable");
  doRegisterNetwork(state, state.runtime.signed(coldkey), hotkey, 1, undefined);
  const netuid = findLeaseNetuid(state, coldkey) ?? fail(errors.LeaseNetuidNotFound);
  leaseProxies.of(state).add(state, coldkey, beneficiary);
  const leftover = freeBalance(state, coldkey);
  storage.SubnetLeases.at(leaseId).set(state, {
    beneficiary,
    coldkey,
    hotkey,
    emissions_share: emissionsShare,
    end_block: endBlock,
    netuid,
    cost: subU64(crowdloan.raised, leftover),
  });
  storage.SubnetUidToLeaseId.at(netuid).set(state, leaseId);
  storage.Delegates.at(hotkey).set(state, 0);
  let refunded = 0n;
  for (const [[, contributor], amount] of crowdloans.Contributions.entries(state, id)) {
    if (contributor === beneficiary) continue;
    const share = U64F64.saturatingDiv(U64F64.fromNum(amount), U64F64.fromNum(crowdloan.raised));
    storage.SubnetLeaseShares.at(leaseId, contributor).set(state, share);
    const refund = U64F64.saturatingToU64(U64F64.saturatingMul(share, U64F64.fromNum(leftover)));
    transfer(state, coldkey, contributor, refund, "Expendable");
    refunded = addU64(refunded, refund);
  }
  transfer(state, coldkey, beneficiary, subU64(leftover, refunded), "Expendable");
  state.emit(events.SubnetLeaseCreated({ beneficiary, lease_id: leaseId, netuid, end_block: endBlock }));
  const { contributors_count } = crowdloan;
  return contributors_count < mostContributors(state) ? { actualWeight: registeredWeight(contributors_count) } : {};
}

/**
 * Gives a leased subnet to the lease's beneficiary, after the end block, with one of its hotkeys as the owner hotkey.
 * Tells what it weighed.
 * @throws LeaseDoesNotExist, ExpectedBeneficiaryOrigin, LeaseHasNoEndBlock, LeaseHasNotEnded,
 * BeneficiaryDoesNotOwnHotkey, CannotUseSystemAccount, and what ending the proxy throws.
 * Rust: `pallets/subtensor/src/subnets/leasing.rs do_terminate_lease`.
 */
export function doTerminateLease(state: WriteState, origin: Origin, leaseId: number, hotkey: AccountId): PostInfo {
  const who = ensureSigned(origin);
  const lease = storage.SubnetLeases.at(leaseId).get(state) ?? fail(errors.LeaseDoesNotExist);
  const { beneficiary, netuid } = lease;
  ensure(beneficiary === who, errors.ExpectedBeneficiaryOrigin);
  const endBlock = lease.end_block ?? fail(errors.LeaseHasNoEndBlock);
  ensure(blockNumber(state) >= endBlock, errors.LeaseHasNotEnded);
  ensure(coldkeyOwnsHotkey(state, beneficiary, hotkey), errors.BeneficiaryDoesNotOwnHotkey);
  storage.SubnetOwner.at(netuid).set(state, beneficiary);
  setSubnetOwnerHotkey(state, netuid, hotkey);
  for (const account of [lease.coldkey, lease.hotkey]) okOr(() => decProviders(state, account));
  const shares = storage.SubnetLeaseShares.clear(state, leaseId);
  storage.AccumulatedLeaseDividends.at(leaseId).remove(state);
  storage.SubnetLeases.at(leaseId).remove(state);
  leaseProxies.of(state).remove(state, lease.coldkey, beneficiary);
  state.emit(events.SubnetLeaseTerminated({ beneficiary, netuid }));
  return shares < mostContributors(state) ? { actualWeight: terminatedWeight(shares) } : {};
}
