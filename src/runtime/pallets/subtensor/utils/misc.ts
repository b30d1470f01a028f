import { addU64, divU64, greatest, mulU64 } from "../../../../lib/integers.ts";
import { U96F32 } from "../../../fixed/formats.ts";
import { ensure, fail } from "../../../frame/dispatch-error.ts";
import { ensureSigned, ensureSignedOrRoot, type Origin } from "../../../frame/origin.ts";
import type { ReadState, WriteState } from "../../../frame/state.ts";
import type { AccountId } from "../../../types/account-id.ts";
import type { NetUid, TaoBalance } from "../../../types/balances.ts";
import { blockNumber } from "../../system/initialize.ts";
import { constants } from "../constants.ts";
import { errors } from "../errors.ts";
import { events } from "../events.ts";
import { storage } from "../storage.ts";
import { passesRateLimitOnSubnet, setLastBlockOnSubnet, type TransactionType } from "./rate-limiting.ts";

/** The number of the block that is being made. Rust: `pallets/subtensor/src/utils/misc.rs get_current_block_as_u64`. */
export function getCurrentBlockAsU64(state: ReadState): bigint {
  return BigInt(blockNumber(state));
}

/**
 * The subnet's owner (a coldkey), or undefined for Root.
 * @throws BadOrigin for anybody else.
 * Rust: `pallets/subtensor/src/utils/misc.rs ensure_subnet_owner_or_root`.
 */
export function ensureSubnetOwnerOrRoot(state: ReadState, origin: Origin, netuid: NetUid): AccountId | undefined {
  const who = ensureSignedOrRoot(origin);
  if (who !== undefined && storage.SubnetOwner.at(netuid).get(state) !== who) fail("BadOrigin");
  return who;
}

/**
 * The subnet's owner (a coldkey).
 * @throws BadOrigin for anybody else, Root included.
 * Rust: `pallets/subtensor/src/utils/misc.rs ensure_subnet_owner`.
 */
export function ensureSubnetOwner(state: ReadState, origin: Origin, netuid: NetUid): AccountId {
  const who = ensureSigned(origin);
  if (storage.SubnetOwner.at(netuid).get(state) !== who) fail("BadOrigin");
  return who;
}

/**
 * The same as `ensureSubnetOwnerOrRoot`; an owner must also be within the rate limits of what the call counts as.
 * @throws BadOrigin, TxRateLimitExceeded.
 * Rust: `pallets/subtensor/src/utils/misc.rs ensure_sn_owner_or_root_with_limits`.
 */
export function ensureSnOwnerOrRootWithLimits(
  state: ReadState,
  origin: Origin,
  netuid: NetUid,
  limits: readonly TransactionType[],
): AccountId | undefined {
  const who = ensureSubnetOwnerOrRoot(state, origin, netuid);
  if (who !== undefined)
    for (const limit of limits) ensure(passesRateLimitOnSubnet(state, limit, who, netuid), errors.TxRateLimitExceeded);
  return who;
}

/**
 * Notes that an owner used these rate-limited calls in this block; nothing for Root.
 * Rust: `pallets/subtensor/src/utils/misc.rs record_owner_rl`.
 */
export function recordOwnerRl(
  state: WriteState,
  owner: AccountId | undefined,
  netuid: NetUid,
  types: readonly TransactionType[],
): void {
  if (owner === undefined) return;
  const now = getCurrentBlockAsU64(state);
  for (const type of types) setLastBlockOnSubnet(state, type, owner, netuid, now);
}

/** Rust: `pallets/subtensor/src/utils/misc.rs set_tempo_unchecked`. */
function setTempoUnchecked(state: WriteState, netuid: NetUid, tempo: number): void {
  storage.Tempo.at(netuid).set(state, tempo);
  state.emit(events.TempoSet(netuid, tempo));
}

/**
 * Sets a tempo (blocks); the time to the next epoch counts from this block.
 * Rust: `pallets/subtensor/src/utils/misc.rs apply_tempo_with_cycle_reset`.
 */
export function applyTempoWithCycleReset(state: WriteState, netuid: NetUid, tempo: number): void {
  setTempoUnchecked(state, netuid, tempo);
  storage.LastEpochBlock.at(netuid).set(state, getCurrentBlockAsU64(state));
}

/**
 * Blocks without an update after which a neuron counts as inactive: a factor in thousandths of the tempo, at least 1.
 * Rust: `pallets/subtensor/src/utils/misc.rs get_activity_cutoff_blocks`.
 */
export function getActivityCutoffBlocks(state: ReadState, netuid: NetUid): bigint {
  const factor = BigInt(storage.ActivityCutoffFactorMilli.at(netuid).get(state));
  return greatest((factor * BigInt(storage.Tempo.at(netuid).get(state))) / 1000n, 1n);
}

/** The owners' part of alpha, U96F32 bits. Rust: `pallets/subtensor/src/utils/misc.rs get_float_subnet_owner_cut`. */
export function getFloatSubnetOwnerCut(state: ReadState): bigint {
  return U96F32.safeDiv(U96F32.fromNum(storage.SubnetOwnerCut.get(state)), U96F32.fromNum(65_535));
}

/** The least stake (rao) a nominator may keep. Rust: `pallets/subtensor/src/utils/misc.rs get_nominator_min_required_stake`. */
export function getNominatorMinRequiredStake(state: ReadState): bigint {
  const leastStake = constants.InitialMinStake.valueOf(state.rules);
  return divU64(mulU64(leastStake, storage.NominatorMinRequiredStake.get(state)), 1_000_000n);
}

/** Adds to what registrations on a subnet recycled (rao). Rust: `pallets/subtensor/src/utils/misc.rs increase_rao_recycled`. */
export function increaseRaoRecycled(state: WriteState, netuid: NetUid, added: TaoBalance): void {
  const recycled = addU64(storage.RAORecycledForRegistration.at(netuid).get(state), added);
  storage.RAORecycledForRegistration.at(netuid).set(state, recycled);
  state.emit(events.RAORecycledForRegistrationSet(netuid, recycled));
}

/** Whether a coldkey owns any subnet. Rust: `pallets/subtensor/src/utils/misc.rs is_subnet_owner`. */
export function isSubnetOwner(state: ReadState, address: AccountId): boolean {
  for (const [, owner] of storage.SubnetOwner.entries(state)) if (owner === address) return true;
  return false;
}
