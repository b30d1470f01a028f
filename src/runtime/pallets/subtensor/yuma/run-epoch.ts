import { addU64, least, maxU16 } from "../../../../lib/integers.ts";
import { U64F64 } from "../../../fixed/formats.ts";
import { ensure } from "../../../frame/dispatch-error.ts";
import type { Origin } from "../../../frame/origin.ts";
import type { ReadState, WriteState } from "../../../frame/state.ts";
import type { AccountId } from "../../../types/account-id.ts";
import type { AlphaBalance, MechId, NetUid, NetUidStorageIndex } from "../../../types/balances.ts";
import { errors } from "../errors.ts";
import { epochKernel } from "../ports.ts";
import { storage } from "../storage.ts";
import { splitEmissions } from "../subnets/emission-split.ts";
import { netuidOrRoot } from "../subnets/storage-index.ts";
import { ensureSubnetOwnerOrRoot } from "../utils/misc.ts";
import { updateVotingPowerForSubnet } from "../utils/voting-power.ts";
import { keysOf, readEpochInput } from "./epoch-input.ts";
import {
  type EpochTerms,
  persistMechanismEpochTerms,
  persistNetuidEpochTerms,
  type TermsByHotkey,
  termsOf,
} from "./epoch-terms.ts";
import { noPairs } from "./pair-rows.ts";

/**
 * Computes the epoch of one mechanism with an emission (alpha rao). Nothing is written.
 * Rust: `pallets/subtensor/src/epoch/run_epoch.rs epoch_mechanism`.
 */
export function epochMechanism(state: ReadState, netuid: NetUid, mecid: MechId, emission: AlphaBalance): TermsByHotkey {
  const keys = keysOf(state, netuid);
  return termsOf(keys, epochKernel.of(state)(readEpochInput(state, netuid, mecid, emission, keys)));
}

/** A value and a weighted one added to it, cut to whole. Weight is U64F64 bits. */
function accumulate(sum: bigint, added: bigint, weight: bigint): bigint {
  const part = U64F64.saturatingMul(U64F64.saturatingFromNum(added), weight);
  return U64F64.saturatingToU64(U64F64.saturatingAdd(U64F64.saturatingFromNum(sum), part));
}

function accumulateU16(sum: number, added: number, weight: bigint): number {
  const total = accumulate(BigInt(sum), BigInt(added), weight);
  return Number(least(total, BigInt(maxU16)));
}

const nothing = { dividend: 0, stakeWeight: 0, emission: 0n, consensus: 0, validatorTrust: 0 };

/** The terms of one more mechanism, with its weight, in those of a neuron. Incentive is only ever the first one's. */
function withMechanism(known: EpochTerms | undefined, terms: EpochTerms, weight: bigint): EpochTerms {
  const sum = known ?? nothing;
  return {
    uid: known?.uid ?? terms.uid,
    dividend: accumulateU16(sum.dividend, terms.dividend, weight),
    incentive: known?.incentive ?? accumulateU16(0, terms.incentive, weight),
    validatorEmission: addU64(known?.validatorEmission ?? 0n, terms.validatorEmission),
    serverEmission: addU64(known?.serverEmission ?? 0n, terms.serverEmission),
    stakeWeight: accumulateU16(sum.stakeWeight, terms.stakeWeight, weight),
    active: known?.active === true || terms.active,
    emission: accumulate(sum.emission, terms.emission, weight),
    consensus: accumulateU16(sum.consensus, terms.consensus, weight),
    validatorTrust: accumulateU16(sum.validatorTrust, terms.validatorTrust, weight),
    newValidatorPermit: known?.newValidatorPermit === true || terms.newValidatorPermit,
    bond: noPairs,
    stake: addU64(known?.stake ?? 0n, terms.stake),
  };
}

/**
 * Runs the epoch of each mechanism with its part of the emission (alpha rao), keeps the results and their weighted
 * sums, and tells what each hotkey earned, hotkeys ascending.
 * Rust: `pallets/subtensor/src/subnets/mechanism.rs epoch_with_mechanisms`.
 */
export function epochWithMechanisms(
  state: WriteState,
  netuid: NetUid,
  emission: AlphaBalance,
): (readonly [hotkey: AccountId, serverEmission: AlphaBalance, validatorEmission: AlphaBalance])[] {
  const together = new Map<AccountId, EpochTerms>();
  for (const [mecid, part] of splitEmissions(state, netuid, emission).entries()) {
    const output = epochMechanism(state, netuid, mecid, part);
    persistMechanismEpochTerms(state, netuid, mecid, output);
    const weight = U64F64.safeDivOr(
      U64F64.saturatingFromNum(part),
      U64F64.saturatingFromNum(emission),
      U64F64.saturatingFromNum(mecid === 0 ? 1 : 0),
    );
    for (const [hotkey, terms] of output) together.set(hotkey, withMechanism(together.get(hotkey), terms, weight));
  }
  persistNetuidEpochTerms(state, netuid, together);
  updateVotingPowerForSubnet(state, netuid, together);
  return [...together].map(([hotkey, terms]) => [hotkey, terms.serverEmission, terms.validatorEmission]);
}

/**
 * Whether no hotkey has two uids on the subnet.
 * Rust: `pallets/subtensor/src/epoch/run_epoch.rs is_epoch_input_state_consistent`.
 */
export function isEpochInputStateConsistent(state: ReadState, netuid: NetUid): boolean {
  const keys = keysOf(state, netuid);
  return new Set(keys.map(([, hotkey]) => hotkey)).size === keys.length;
}

/** The least of both ends of liquid alpha: a fortieth, in parts of 65535. */
const leastAlpha = 1638;

/**
 * Sets between what liquid alpha moves, in parts of 65535.
 * @throws BadOrigin, LiquidAlphaDisabled, AlphaHighTooLow, AlphaLowOutOfRange.
 * Rust: `pallets/subtensor/src/epoch/run_epoch.rs do_set_alpha_values`.
 */
export function doSetAlphaValues(state: WriteState, origin: Origin, netuid: NetUid, low: number, high: number): void {
  ensureSubnetOwnerOrRoot(state, origin, netuid);
  ensure(storage.LiquidAlphaOn.at(netuid).get(state), errors.LiquidAlphaDisabled);
  ensure(high >= leastAlpha, errors.AlphaHighTooLow);
  ensure(low >= leastAlpha && low <= high, errors.AlphaLowOutOfRange);
  storage.AlphaValues.at(netuid).set(state, [low, high]);
}

/**
 * Removes all bonds to the neuron of a hotkey, where the subnet wants that.
 * Rust: `pallets/subtensor/src/epoch/run_epoch.rs do_reset_bonds`.
 */
export function doResetBonds(state: WriteState, netuidIndex: NetUidStorageIndex, account: AccountId): void {
  const netuid = netuidOrRoot(state, netuidIndex);
  if (!storage.BondsResetOn.at(netuid).get(state)) return;
  const uid = storage.Uids.at(netuid, account).get(state);
  if (uid === undefined) return;
  for (const [[, row], bonds] of [...storage.Bonds.entries(state, netuidIndex)])
    storage.Bonds.at(netuidIndex, row).set(
      state,
      bonds.filter(([to]) => to !== uid),
    );
}
