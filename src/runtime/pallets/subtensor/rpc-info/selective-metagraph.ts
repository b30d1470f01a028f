import type { Infer } from "../../../../codec/codec.ts";
import type { ReadState } from "../../../frame/state.ts";
import type { MechId, NetUid } from "../../../types/balances.ts";
import { storage } from "../storage.ts";
import { getMechanismStorageIndex } from "../subnets/storage-index.ts";
import { ifSubnetExist } from "../subnets/subnet.ts";
import type { SelectiveMetagraph } from "../types/metagraph.ts";
import { ofMetagraph, selectiveFields } from "./metagraph-fields.ts";
import { readFields } from "./subnet-fields.ts";

type Selected = Infer<typeof SelectiveMetagraph>;

const fieldNames = Object.keys(selectiveFields) as (keyof typeof selectiveFields)[];
const nothing = { ...Object.fromEntries(fieldNames.map((name) => [name, undefined])), netuid: 0 } as Selected;

/** The fields with these indices; unknown ones are passed over. The netuid is zero unless it is asked for (index 0). */
function selected(state: ReadState, netuid: NetUid, indexes: readonly number[]): Selected {
  const names = indexes.flatMap((index) => fieldNames[index] ?? []);
  return { ...nothing, ...readFields(selectiveFields, ofMetagraph(state, netuid), names) };
}

/**
 * Some fields of a metagraph, by index: 0 netuid to 71 alpha_dividends_per_hotkey, 72 validators, 73 commitments.
 * Undefined when there is no such subnet.
 * Rust: `pallets/subtensor/src/rpc_info/metagraph.rs get_selective_metagraph`.
 */
export function getSelectiveMetagraph(
  state: ReadState,
  netuid: NetUid,
  indexes: readonly number[],
): Selected | undefined {
  return ifSubnetExist(state, netuid) ? selected(state, netuid, indexes) : undefined;
}

/**
 * The same with last updates and incentives of one mechanism, whether it exists or not, and always with the netuid.
 * Rust: `pallets/subtensor/src/rpc_info/metagraph.rs get_selective_mechagraph`.
 */
export function getSelectiveMechagraph(
  state: ReadState,
  netuid: NetUid,
  mecid: MechId,
  indexes: readonly number[],
): Selected | undefined {
  if (!ifSubnetExist(state, netuid)) return undefined;
  const index = getMechanismStorageIndex(netuid, mecid);
  const found = { ...selected(state, netuid, indexes), netuid };
  if (found.last_update !== undefined) found.last_update = storage.LastUpdate.at(index).get(state);
  if (found.incentives !== undefined) found.incentives = storage.Incentive.at(index).get(state);
  return found;
}
