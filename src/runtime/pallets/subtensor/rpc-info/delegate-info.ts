import type { Infer } from "../../../../codec/codec.ts";
import { U64F64 } from "../../../fixed/formats.ts";
import { safeFloatIsZero } from "../../../fixed/safe-float.ts";
import { getValueFromShares } from "../../../fixed/share-pool.ts";
import type { WriteState } from "../../../frame/state.ts";
import type { AccountId } from "../../../types/account-id.ts";
import { type NetUid, rootNetuid } from "../../../types/balances.ts";
import { alphaIterPrefix, alphaIterSinglePrefix } from "../staking/alpha-entries.ts";
import {
  getAlphaSharePool,
  getStakeForHotkeyAndColdkeyOnSubnet,
  getStakeForHotkeyOnSubnet,
} from "../staking/alpha-shares.ts";
import { storage } from "../storage.ts";
import { getAllSubnetNetuids } from "../subnets/subnet.ts";
import { getRegisteredNetworksForHotkey } from "../subnets/uids.ts";
import type { DelegateInfo } from "../types/neuron-infos.ts";
import { getValidatorPermitForUid } from "../utils/neuron-vectors.ts";

type Delegate = Infer<typeof DelegateInfo>;

const blocksPerDay = U64F64.fromNum(7200);
/** 1000 TAO in rao. */
const thousandTao = U64F64.fromNum(1_000_000_000_000);
const wholeTake = U64F64.fromNum(65_535);

/** Rao a day for 1000 TAO of stake, after the delegate's take; U64F64 bits. Rust: `delegate_info.rs return_per_1000_tao`. */
function returnPer1000Tao(take: number, totalStake: bigint, emissionsPerDay: bigint): bigint {
  if (totalStake === 0n) return 0n;
  const left = U64F64.saturatingSub(U64F64.one, U64F64.safeDiv(U64F64.fromNum(take), wholeTake));
  return U64F64.safeDiv(U64F64.saturatingMul(emissionsPerDay, left), U64F64.safeDiv(totalStake, thousandTao));
}

/**
 * The stakes of a delegate's nominators, by account. The original looks the share pool of a subnet up by its position
 * among all subnets, so where netuids have gaps some stakes are counted by another subnet's pool or left out.
 */
function nominatorsOf(state: WriteState, delegate: AccountId): Delegate["nominators"] {
  const pools = getAllSubnetNetuids(state).map((netuid) => getAlphaSharePool(state, delegate, netuid));
  const stakes = new Map<AccountId, [NetUid, bigint][]>();
  for (const { coldkey, netuid, share } of alphaIterSinglePrefix(state, delegate)) {
    const pool = pools[netuid];
    if (safeFloatIsZero(share) || pool === undefined) continue;
    const list = stakes.get(coldkey) ?? [];
    list.push([netuid, getValueFromShares(pool, share)]);
    stakes.set(coldkey, list);
  }
  return [...stakes];
}

/** Rust: `pallets/subtensor/src/rpc_info/delegate_info.rs get_delegate_by_existing_account`. */
function delegateInfo(state: WriteState, delegate: AccountId, skipNominators: boolean): Delegate {
  const registrations = getRegisteredNetworksForHotkey(state, delegate);
  const permits: NetUid[] = [];
  let perDay = 0n;
  for (const netuid of registrations) {
    const uid = storage.Uids.at(netuid, delegate).get(state);
    if (uid === undefined) continue;
    if (getValidatorPermitForUid(state, netuid, uid)) permits.push(netuid);
    const tempo = storage.Tempo.at(netuid).get(state);
    if (tempo === 0) continue;
    const emission = U64F64.fromNum(storage.Emission.at(netuid).get(state)[uid] ?? 0n);
    const epochsPerDay = U64F64.safeDiv(blocksPerDay, U64F64.fromNum(tempo));
    perDay = U64F64.saturatingAdd(perDay, U64F64.saturatingMul(emission, epochsPerDay));
  }
  const take = storage.Delegates.at(delegate).get(state);
  const rootStake = U64F64.fromNum(getStakeForHotkeyOnSubnet(state, delegate, rootNetuid));
  return {
    delegate_ss58: delegate,
    take,
    nominators: skipNominators ? [] : nominatorsOf(state, delegate),
    owner_ss58: storage.Owner.at(delegate).get(state),
    registrations,
    validator_permits: permits,
    return_per_1000: U64F64.saturatingToU64(returnPer1000Tao(take, rootStake, perDay)),
    total_daily_return: U64F64.saturatingToU64(perDay),
  };
}

/**
 * A delegate with its nominators; undefined for a hotkey that is none. Stakes in alpha rao, returns in rao a day.
 * Rust: `pallets/subtensor/src/rpc_info/delegate_info.rs get_delegate`.
 */
export function getDelegate(state: WriteState, delegate: AccountId): Delegate | undefined {
  return storage.Delegates.at(delegate).exists(state) ? delegateInfo(state, delegate, false) : undefined;
}

/** All delegates. Rust: `pallets/subtensor/src/rpc_info/delegate_info.rs get_delegates`. */
export function getDelegates(state: WriteState): Delegate[] {
  return [...storage.Delegates.keys(state)].map(([delegate]) => delegateInfo(state, delegate, false));
}

/**
 * The delegates a coldkey stakes to, once for each subnet, with netuid and stake (alpha rao).
 * Rust: `pallets/subtensor/src/rpc_info/delegate_info.rs get_delegated`.
 */
export function getDelegated(state: WriteState, delegatee: AccountId): [Delegate, [NetUid, bigint]][] {
  return [...storage.Delegates.keys(state)].flatMap(([delegate]) =>
    alphaIterPrefix(state, delegate, delegatee).map(({ netuid }): [Delegate, [NetUid, bigint]] => [
      delegateInfo(state, delegate, true),
      [netuid, getStakeForHotkeyAndColdkeyOnSubnet(state, delegate, delegatee, netuid)],
    ]),
  );
}
