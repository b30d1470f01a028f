import type { Infer } from "../../../../codec/codec.ts";
import type { ReadState } from "../../../frame/state.ts";
import type { NetUid } from "../../../types/balances.ts";
import { getAllSubnetNetuids, ifSubnetExist } from "../subnets/subnet.ts";
import type { DynamicInfo } from "../types/subnet-infos.ts";
import { readFields, subnetFields } from "./subnet-fields.ts";

type Dynamic = Infer<typeof DynamicInfo>;

/**
 * A subnet's pool, price and emission; undefined when there is no such subnet. Amounts in rao of TAO or alpha.
 * Rust: `pallets/subtensor/src/rpc_info/dynamic_info.rs get_dynamic_info`.
 */
export function getDynamicInfo(state: ReadState, netuid: NetUid): Dynamic | undefined {
  if (!ifSubnetExist(state, netuid)) return undefined;
  const of = { state, netuid };
  return {
    ...readFields(subnetFields, of, [
      "netuid",
      "owner_hotkey",
      "owner_coldkey",
      "tempo",
      "last_step",
      "blocks_since_last_step",
      "alpha_in",
      "alpha_out",
      "tao_in",
      "alpha_out_emission",
      "alpha_in_emission",
      "tao_in_emission",
      "pending_alpha_emission",
      "pending_root_emission",
      "subnet_volume",
      "network_registered_at",
      "moving_price",
    ]),
    subnet_name: subnetFields.name(of),
    token_symbol: subnetFields.symbol(of),
    emission: subnetFields.subnet_emission(of),
    subnet_identity: subnetFields.identity(of),
  };
}

/** The same of all subnets. Rust: `pallets/subtensor/src/rpc_info/dynamic_info.rs get_all_dynamic_info`. */
export function getAllDynamicInfo(state: ReadState): (Dynamic | undefined)[] {
  return getAllSubnetNetuids(state).map((netuid) => getDynamicInfo(state, netuid));
}
