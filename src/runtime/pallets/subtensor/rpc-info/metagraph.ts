import type { Infer } from "../../../../codec/codec.ts";
import { okOr } from "../../../frame/dispatch-error.ts";
import type { ReadState } from "../../../frame/state.ts";
import { indexAsNetuid, type MechId, type NetUid } from "../../../types/balances.ts";
import { storage } from "../storage.ts";
import { ensureMechanismExists, getMechanismStorageIndex } from "../subnets/storage-index.ts";
import { getAllSubnetNetuids, ifSubnetExist } from "../subnets/subnet.ts";
import type { Metagraph } from "../types/metagraph.ts";
import { metagraphFields, ofMetagraph } from "./metagraph-fields.ts";
import { readFields } from "./subnet-fields.ts";

type Graph = Infer<typeof Metagraph>;

const fieldNames = Object.keys(metagraphFields) as (keyof typeof metagraphFields)[];

/**
 * A subnet and its neurons; undefined when there is no such subnet.
 * Rust: `pallets/subtensor/src/rpc_info/metagraph.rs get_metagraph`.
 */
export function getMetagraph(state: ReadState, netuid: NetUid): Graph | undefined {
  if (!ifSubnetExist(state, netuid)) return undefined;
  return readFields(metagraphFields, ofMetagraph(state, netuid), fieldNames);
}

/** The metagraphs of all subnets. Rust: `pallets/subtensor/src/rpc_info/metagraph.rs get_all_metagraphs`. */
export function getAllMetagraphs(state: ReadState): (Graph | undefined)[] {
  return getAllSubnetNetuids(state).map((netuid) => getMetagraph(state, netuid));
}

/**
 * The metagraph with last updates and incentives of one mechanism. Its netuid is the mechanism's storage index.
 * Rust: `pallets/subtensor/src/rpc_info/metagraph.rs get_mechagraph`.
 */
export function getMechagraph(state: ReadState, netuid: NetUid, mecid: MechId): Graph | undefined {
  if ("failure" in okOr(() => ensureMechanismExists(state, netuid, mecid))) return undefined;
  const graph = getMetagraph(state, netuid);
  if (graph === undefined) return undefined;
  const index = getMechanismStorageIndex(netuid, mecid);
  return {
    ...graph,
    netuid: indexAsNetuid(index),
    last_update: storage.LastUpdate.at(index).get(state),
    incentives: storage.Incentive.at(index).get(state),
  };
}

/** All mechanisms of all subnets. Rust: `pallets/subtensor/src/rpc_info/metagraph.rs get_all_mechagraphs`. */
export function getAllMechagraphs(state: ReadState): (Graph | undefined)[] {
  return getAllSubnetNetuids(state).flatMap((netuid) =>
    Array.from({ length: storage.MechanismCountCurrent.at(netuid).get(state) }, (_, mecid) =>
      getMechagraph(state, netuid, mecid),
    ),
  );
}
