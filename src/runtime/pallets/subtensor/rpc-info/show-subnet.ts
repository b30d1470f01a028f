import type { Infer } from "../../../../codec/codec.ts";
import type { ReadState } from "../../../frame/state.ts";
import type { AccountId } from "../../../types/account-id.ts";
import type { AlphaBalance, NetUid } from "../../../types/balances.ts";
import { storage } from "../storage.ts";
import { getAllSubnetNetuids, ifSubnetExist } from "../subnets/subnet.ts";
import type { SubnetState } from "../types/subnet-infos.ts";
import { metagraphFields, ofMetagraph } from "./metagraph-fields.ts";
import { readFields } from "./subnet-fields.ts";

/**
 * What hotkeys last got (alpha rao), one list for each subnet, each by hotkey.
 * Rust: `pallets/subtensor/src/rpc_info/show_subnet.rs get_emissions_history`.
 */
function getEmissionsHistory(state: ReadState, hotkeys: readonly AccountId[]): AlphaBalance[][] {
  return getAllSubnetNetuids(state).map((netuid) =>
    hotkeys.map((hotkey) => storage.LastHotkeyEmissionOnNetuid.at(hotkey, netuid).get(state)),
  );
}

/**
 * The neurons of a subnet, each field a list by uid; undefined when there is no such subnet.
 * Rust: `pallets/subtensor/src/rpc_info/show_subnet.rs get_subnet_state`.
 */
export function getSubnetState(state: ReadState, netuid: NetUid): Infer<typeof SubnetState> | undefined {
  if (!ifSubnetExist(state, netuid)) return undefined;
  const of = ofMetagraph(state, netuid);
  return {
    ...readFields(metagraphFields, of, [
      "netuid",
      "hotkeys",
      "coldkeys",
      "active",
      "validator_permit",
      "pruning_score",
      "last_update",
      "emission",
      "dividends",
      "incentives",
      "consensus",
      "trust",
      "rank",
      "block_at_registration",
      "alpha_stake",
      "tao_stake",
      "total_stake",
    ]),
    emission_history: getEmissionsHistory(state, of.hotkeys()),
  };
}
