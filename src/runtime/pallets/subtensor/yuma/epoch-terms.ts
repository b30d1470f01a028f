import { encode } from "../../../../codec/codec.ts";
import type { WriteState } from "../../../frame/state.ts";
import type { AccountId } from "../../../types/account-id.ts";
import type { AlphaBalance, MechId, NetUid, Uid } from "../../../types/balances.ts";
import { events } from "../events.ts";
import { storage } from "../storage.ts";
import { getMechanismStorageIndex } from "../subnets/storage-index.ts";
import type { EpochOutput } from "./epoch-types.ts";
import { noPairs, type PairRow, pairRows } from "./pair-rows.ts";

/**
 * What an epoch gives one neuron: proportions in parts of 65535, emissions in alpha rao, stake in rao.
 * Rust: `pallets/subtensor/src/epoch/run_epoch.rs EpochTerms`.
 */
export interface EpochTerms {
  readonly uid: Uid;
  readonly dividend: number;
  readonly incentive: number;
  readonly validatorEmission: AlphaBalance;
  readonly serverEmission: AlphaBalance;
  readonly stakeWeight: number;
  readonly active: boolean;
  readonly emission: AlphaBalance;
  readonly consensus: number;
  readonly validatorTrust: number;
  readonly newValidatorPermit: boolean;
  readonly bond: PairRow;
  readonly stake: bigint;
}

/** Terms by hotkey, hotkeys ascending. Rust: `pallets/subtensor/src/epoch/run_epoch.rs EpochOutput`. */
export type TermsByHotkey = ReadonlyMap<AccountId, EpochTerms>;

/**
 * The output of an epoch for each hotkey of a subnet, of which `keys` tells the uids. A uid the output does not reach has
 * zeros.
 */
export function termsOf(keys: readonly (readonly [uid: Uid, hotkey: AccountId])[], output: EpochOutput): TermsByHotkey {
  const uids = new Map(keys.map(([uid, hotkey]) => [hotkey, uid]));
  const hotkeys = [...uids].sort(([a], [b]) => (a < b ? -1 : 1));
  return new Map(
    hotkeys.map(([hotkey, uid]) => [
      hotkey,
      {
        uid,
        dividend: output.dividends[uid] ?? 0,
        incentive: output.incentive[uid] ?? 0,
        validatorEmission: output.validatorEmission[uid] ?? 0n,
        serverEmission: output.serverEmission[uid] ?? 0n,
        stakeWeight: output.stakeWeight[uid] ?? 0,
        active: output.active[uid] ?? false,
        emission: output.combinedEmission[uid] ?? 0n,
        consensus: output.consensus[uid] ?? 0,
        validatorTrust: output.validatorTrust[uid] ?? 0,
        newValidatorPermit: output.newValidatorPermit[uid] ?? false,
        bond: output.bonds[uid] ?? noPairs,
        stake: output.stake[uid] ?? 0n,
      },
    ]),
  );
}

const byUid = (terms: TermsByHotkey): EpochTerms[] => [...terms.values()].sort((a, b) => a.uid - b.uid);

/**
 * Keeps what belongs to one mechanism: incentives, and a row of bonds for each neuron (empty without a permit).
 * Rust: `pallets/subtensor/src/epoch/run_epoch.rs persist_mechanism_epoch_terms`.
 */
export function persistMechanismEpochTerms(
  state: WriteState,
  netuid: NetUid,
  mecid: MechId,
  output: TermsByHotkey,
): void {
  const netuidIndex = getMechanismStorageIndex(netuid, mecid);
  const terms = byUid(output);
  storage.Incentive.at(netuidIndex).set(
    state,
    terms.map(({ incentive }) => incentive),
  );
  const emissions = terms.map(({ serverEmission }) => serverEmission);
  state.emit(events.IncentiveAlphaEmittedToMiners({ netuid: netuidIndex, emissions }));
  for (const [place, { bond }] of terms.entries())
    state.put(storage.Bonds.at(netuidIndex, place).key, encode(pairRows, bond));
}

/**
 * Keeps what belongs to the subnet as a whole.
 * Rust: `pallets/subtensor/src/epoch/run_epoch.rs persist_netuid_epoch_terms`.
 */
export function persistNetuidEpochTerms(state: WriteState, netuid: NetUid, output: TermsByHotkey): void {
  const terms = byUid(output);
  const of = <K extends keyof EpochTerms>(name: K): EpochTerms[K][] => terms.map((one) => one[name]);
  storage.Active.at(netuid).set(state, of("active"));
  storage.Emission.at(netuid).set(state, of("emission"));
  storage.Consensus.at(netuid).set(state, of("consensus"));
  storage.Dividends.at(netuid).set(state, of("dividend"));
  storage.ValidatorTrust.at(netuid).set(state, of("validatorTrust"));
  storage.ValidatorPermit.at(netuid).set(state, of("newValidatorPermit"));
  storage.StakeWeight.at(netuid).set(state, of("stakeWeight"));
}
