import type { Infer } from "../../../../codec/codec.ts";
import { addU16, addU64, subU64 } from "../../../../lib/integers.ts";
import { U64F64 } from "../../../fixed/formats.ts";
import { ensure, fail, okOr } from "../../../frame/dispatch-error.ts";
import { ensureSigned, type Origin } from "../../../frame/origin.ts";
import type { ReadState, WriteState } from "../../../frame/state.ts";
import type { Entry } from "../../../frame/storage.ts";
import type { AccountId } from "../../../types/account-id.ts";
import { type MechId, type NetUid, rootNetuid, type TaoBalance } from "../../../types/balances.ts";
import { doDissolveNetwork } from "../emissions/dissolve-network.ts";
import { getNetworkLockCost, getNetworkToPrune, setNetworkLastLockBlock } from "../emissions/network-lock.ts";
import { canRemoveBalanceFromColdkeyAccount, recycleTao, transferTaoToSubnet } from "../emissions/tao.ts";
import { errors } from "../errors.ts";
import { events } from "../events.ts";
import { getMedianSubnetAlphaPrice } from "../staking/alpha-price.ts";
import { coldkeyOwnsHotkey, createAccountIfNonExistent, hotkeyAccountExists } from "../staking/helpers.ts";
import { doSetRootValidatorsForSubnet } from "../staking/set-children.ts";
import { storage } from "../storage.ts";
import type { SubnetIdentityV3 } from "../types.ts";
import { isValidSubnetIdentity } from "../utils/identity.ts";
import { getCurrentBlockAsU64 } from "../utils/misc.ts";
import { passesRateLimit } from "../utils/rate-limiting.ts";
import { getNextNetuid, getSubnetAccountId, isSubnetAccountId, setSubnetOwnerHotkey } from "./subnet.ts";
import { getNextAvailableSymbol } from "./symbols.ts";
import { appendNeuron } from "./uids.ts";

/** What registering costs on a new subnet, rao. */
const defaultNeuronBurnCost = 1_000_000_000n;

/**
 * The subnet that has to go for a new one, undefined while there is room.
 * @throws SubnetLimitReached when there is neither.
 */
function subnetToPrune(state: ReadState): NetUid | undefined {
  let count = 0;
  for (const [[netuid], added] of storage.NetworksAdded.entries(state)) if (added && netuid !== rootNetuid) count++;
  if (count < storage.SubnetLimit.get(state)) return undefined;
  return getNetworkToPrune(state) ?? fail(errors.SubnetLimitReached);
}

/** What is there from the start on a new subnet: its pool at the median price of the others, and who owns it. */
function openPool(
  state: WriteState,
  netuid: NetUid,
  coldkey: AccountId,
  hotkey: AccountId,
  locked: TaoBalance,
  price: bigint,
): void {
  const least = storage.NetworkMinLockCost.get(state);
  const tao = locked >= least ? locked : least;
  const alpha = U64F64.saturatingToU64(U64F64.safeDiv(U64F64.saturatingFromNum(tao), price));
  const recycled = subU64(locked, tao);
  storage.SubnetTAO.at(netuid).set(state, tao);
  storage.SubnetAlphaIn.at(netuid).set(state, alpha);
  storage.SubnetOwner.at(netuid).set(state, coldkey);
  setSubnetOwnerHotkey(state, netuid, hotkey);
  storage.SubnetLocked.at(netuid).set(state, locked);
  storage.SubnetAlphaOut.at(netuid).set(state, 0n);
  storage.SubnetVolume.at(netuid).set(state, 0n);
  storage.RAORecycledForRegistration.at(netuid).set(state, recycled);
  const account = getSubnetAccountId(state, netuid);
  if (recycled > 0n && account !== undefined) okOr(() => recycleTao(state, account, recycled));
  if (tao > 0n) storage.TotalStake.mutate(state, (total) => addU64(total, tao));
}

/**
 * Creates a subnet, owned by the signing coldkey, with its hotkey as the first neuron. The price goes into its pool.
 * @throws the first of the checks that fails, in their order.
 * Rust: `pallets/subtensor/src/subnets/subnet.rs do_register_network`.
 */
export function doRegisterNetwork(
  state: WriteState,
  origin: Origin,
  hotkey: AccountId,
  mechid: MechId,
  identity: Infer<typeof SubnetIdentityV3> | undefined,
): void {
  const coldkey = ensureSigned(origin);
  ensure(!hotkeyAccountExists(state, hotkey) || coldkeyOwnsHotkey(state, coldkey, hotkey), errors.NonAssociatedColdKey);
  ensure(isSubnetAccountId(state, hotkey) === undefined, errors.CannotUseSystemAccount);
  ensure(mechid === 1, errors.MechanismDoesNotExist);
  const block = getCurrentBlockAsU64(state);
  ensure(block >= storage.NetworkRegistrationStartBlock.get(state), errors.SubNetRegistrationDisabled);
  ensure(passesRateLimit(state, "RegisterNetwork", coldkey), errors.NetworkTxRateLimitExceeded);
  const pruned = subnetToPrune(state);
  const cost = getNetworkLockCost(state);
  ensure(canRemoveBalanceFromColdkeyAccount(state, coldkey, cost), errors.CannotAffordLockCost);
  if (pruned !== undefined) doDissolveNetwork(state, pruned);
  const netuid = pruned ?? getNextNetuid(state);
  const price = getMedianSubnetAlphaPrice(state);
  initNewNetwork(state, netuid, state.rules.initialTempo);
  const locked = transferTaoToSubnet(state, netuid, coldkey, cost);
  storage.NetworkLastLockCost.set(state, locked);
  setNetworkLastLockBlock(state, block);
  createAccountIfNonExistent(state, coldkey, hotkey);
  appendNeuron(state, netuid, hotkey, block);
  storage.SubnetMechanism.at(netuid).set(state, mechid);
  storage.NetworkRegisteredAt.at(netuid).set(state, block);
  storage.RegisteredSubnetCounter.at(netuid).mutate(state, (count) => addU64(count, 1n));
  storage.TokenSymbol.at(netuid).set(state, getNextAvailableSymbol(state, netuid));
  openPool(state, netuid, coldkey, hotkey, locked, price);
  if (identity !== undefined) {
    ensure(isValidSubnetIdentity(identity), errors.InvalidIdentity);
    storage.SubnetIdentitiesV3.at(netuid).set(state, identity);
    state.emit(events.SubnetIdentitySet(netuid));
  }
  okOr(() => doSetRootValidatorsForSubnet(state, netuid));
  state.emit(events.NetworkAdded(netuid, mechid));
  storage.SubnetEmissionEnabled.at(netuid).set(state, false);
}

/** Writes the default of a setting down, where nothing is written yet. */
function createExplicit<T>(state: WriteState, entry: Entry<T, T>): void {
  if (!entry.exists(state)) entry.set(state, entry.get(state));
}

/**
 * Sets what a new subnet starts with. Tempo in blocks; epochs of subnets are staggered by netuid.
 * Rust: `pallets/subtensor/src/subnets/subnet.rs init_new_network`.
 */
export function initNewNetwork(state: WriteState, netuid: NetUid, tempo: number): void {
  storage.SubnetworkN.at(netuid).set(state, 0);
  storage.NetworksAdded.at(netuid).set(state, true);
  storage.Tempo.at(netuid).set(state, tempo);
  const stagger = BigInt(netuid % (tempo > 1 ? tempo : 1));
  storage.LastEpochBlock.at(netuid).set(state, subU64(getCurrentBlockAsU64(state), stagger));
  storage.TotalNetworks.mutate(state, (count) => addU16(count, 1));
  storage.NetworkRegistrationAllowed.at(netuid).set(state, true);
  state.emit(events.RegistrationAllowed(netuid, true));
  storage.MaxAllowedUids.at(netuid).set(state, 256);
  state.emit(events.MaxAllowedUidsSet(netuid, 256));
  storage.MaxAllowedValidators.at(netuid).set(state, 64);
  state.emit(events.MaxAllowedValidatorsSet(netuid, 64));
  storage.MinAllowedWeights.at(netuid).set(state, 1);
  state.emit(events.MinAllowedWeightSet(netuid, 1));
  storage.ImmunityPeriod.at(netuid).set(state, 5000);
  state.emit(events.ImmunityPeriodSet(netuid, 5000));
  storage.Yuma3On.at(netuid).set(state, true);
  storage.Burn.at(netuid).set(state, defaultNeuronBurnCost);
  storage.SubnetEmissionEnabled.at(netuid).set(state, true);
  for (const item of [storage.Kappa, storage.ActivityCutoff, storage.RegistrationsThisInterval])
    createExplicit(state, item.at(netuid));
}
