import { encode, type Infer } from "../../../../codec/codec.ts";
import { I64F64 } from "../../../fixed/formats.ts";
import type { ReadState } from "../../../frame/state.ts";
import type { AccountId } from "../../../types/account-id.ts";
import {
  type AlphaBalance,
  indexOfMechanism0,
  type NetUid,
  type TaoBalance,
  type Uid,
} from "../../../types/balances.ts";
import { storage as commitments } from "../../commitments/storage.ts";
import { Registration } from "../../commitments/types.ts";
import { getStakeWeightsForHotkeyOnSubnet, getStakeWeightsForNetwork } from "../staking/inherited-stake.ts";
import { storage } from "../storage.ts";
import type { AxonInfo, ChainIdentityV2 } from "../types.ts";
import { fixed64ToU64 } from "../yuma/scalars.ts";
import { noAxon } from "./neuron-info.ts";
import { type OfSubnet, subnetFields } from "./subnet-fields.ts";

/** A subnet at a state, with what several fields are made from, computed when first asked for. */
export interface OfMetagraph extends OfSubnet {
  hotkeys(): AccountId[];
  /** I64F64 bits by uid. */
  stakeWeights(): readonly [totals: bigint[], alphas: bigint[], taos: bigint[]];
}

function once<T>(make: () => T): () => T {
  let made: { readonly value: T } | undefined;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
}

/** What the fields of a metagraph read from. */
export function ofMetagraph(state: ReadState, netuid: NetUid): OfMetagraph {
  const uids = Array.from({ length: storage.SubnetworkN.at(netuid).get(state) }, (_, uid) => uid);
  return {
    state,
    netuid,
    hotkeys: once(() => uids.map((uid) => storage.Keys.at(netuid, uid).get(state))),
    stakeWeights: once(() => getStakeWeightsForNetwork(state, netuid)),
  };
}

const coldkeysOf = (of: OfMetagraph): AccountId[] =>
  of.hotkeys().map((hotkey) => storage.Owner.at(hotkey).get(of.state));

/**
 * What a metagraph tells of its neurons, each a list by uid, in the order of its fields. Pruning scores, trust and rank
 * are not computed any more and empty, TAO dividends zero.
 * Rust: `pallets/subtensor/src/rpc_info/metagraph.rs get_metagraph`, fields 52 to 71.
 */
const neuronFields = {
  hotkeys: (of: OfMetagraph) => of.hotkeys(),
  coldkeys: coldkeysOf,
  identities: (of: OfMetagraph): (Infer<typeof ChainIdentityV2> | undefined)[] =>
    coldkeysOf(of).map((coldkey) => storage.IdentitiesV2.at(coldkey).get(of.state)),
  axons: (of: OfMetagraph): Infer<typeof AxonInfo>[] =>
    of.hotkeys().map((hotkey) => storage.Axons.at(of.netuid, hotkey).get(of.state) ?? noAxon),
  active: ({ state, netuid }: OfMetagraph) => storage.Active.at(netuid).get(state),
  validator_permit: ({ state, netuid }: OfMetagraph) => storage.ValidatorPermit.at(netuid).get(state),
  pruning_score: (_: OfMetagraph): number[] => [],
  last_update: ({ state, netuid }: OfMetagraph) => storage.LastUpdate.at(indexOfMechanism0(netuid)).get(state),
  emission: ({ state, netuid }: OfMetagraph) => storage.Emission.at(netuid).get(state),
  dividends: ({ state, netuid }: OfMetagraph) => storage.Dividends.at(netuid).get(state),
  incentives: ({ state, netuid }: OfMetagraph) => storage.Incentive.at(indexOfMechanism0(netuid)).get(state),
  consensus: ({ state, netuid }: OfMetagraph) => storage.Consensus.at(netuid).get(state),
  trust: (_: OfMetagraph): number[] => [],
  rank: (_: OfMetagraph): number[] => [],
  block_at_registration: (of: OfMetagraph) =>
    of.hotkeys().map((_, uid) => storage.BlockAtRegistration.at(of.netuid, uid).get(of.state)),
  alpha_stake: (of: OfMetagraph) => of.stakeWeights()[1].map(fixed64ToU64),
  tao_stake: (of: OfMetagraph) => of.stakeWeights()[2].map(fixed64ToU64),
  total_stake: (of: OfMetagraph) => of.stakeWeights()[0].map(fixed64ToU64),
  tao_dividends_per_hotkey: (of: OfMetagraph) => of.hotkeys().map((hotkey): [AccountId, TaoBalance] => [hotkey, 0n]),
  alpha_dividends_per_hotkey: ({ state, netuid, hotkeys }: OfMetagraph) =>
    hotkeys().map((hotkey): [AccountId, AlphaBalance] => [
      hotkey,
      storage.AlphaDividendsPerSubnet.at(netuid, hotkey).get(state),
    ]),
} as const;

/**
 * The uids that may validate and weigh more than the stake threshold, the lightest first.
 * Rust: `pallets/subtensor/src/rpc_info/metagraph.rs get_validators`.
 */
function validators({ state, netuid }: OfMetagraph): Uid[] {
  const threshold = storage.StakeThreshold.get(state) * I64F64.one;
  const permits = storage.ValidatorPermit.at(netuid).get(state);
  return [...storage.Keys.entries(state, netuid)]
    .filter(([[, uid]]) => permits[uid] ?? false)
    .map(([[, uid], hotkey]) => ({ uid, stake: getStakeWeightsForHotkeyOnSubnet(state, hotkey, netuid)[0] }))
    .sort((a, b) => (a.stake < b.stake ? -1 : a.stake > b.stake ? 1 : 0))
    .filter(({ stake }) => stake > threshold)
    .map(({ uid }) => uid);
}

/**
 * What accounts committed to on a subnet: encoded registrations of the Commitments pallet.
 * Rust: `pallets/commitments/src/lib.rs get_commitments`.
 */
function commitmentsOf({ state, netuid }: OfMetagraph): [AccountId, number[]][] {
  return [...commitments.CommitmentOf.entries(state, netuid)].map(([[, account], registration]) => [
    account,
    [...encode(Registration, registration)],
  ]);
}

/** All fields of a metagraph. */
export const metagraphFields = { ...subnetFields, ...neuronFields } as const;

/** The fields a selective metagraph may have: those of a metagraph and two more. A field's position is its index. */
export const selectiveFields = {
  ...metagraphFields,
  // The identity is asked for and may still be none.
  identity: (of: OfMetagraph) => ({ some: subnetFields.identity(of) }),
  validators,
  commitments: commitmentsOf,
} as const;
