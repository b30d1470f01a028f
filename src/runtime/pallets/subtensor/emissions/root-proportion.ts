import { U96F32 } from "../../../fixed/formats.ts";
import type { ReadState } from "../../../frame/state.ts";
import { type NetUid, rootNetuid } from "../../../types/balances.ts";
import { getAlphaIssuance } from "../staking/alpha-price.ts";
import { getTaoWeight } from "../staking/inherited-stake.ts";
import { storage } from "../storage.ts";

/**
 * Weighted root stake against that and the alpha of a subnet, U96F32 bits between 0 and 1.
 * Rust: `pallets/subtensor/src/coinbase/block_step.rs root_proportion`.
 */
export function rootProportion(state: ReadState, netuid: NetUid): bigint {
  const alpha = U96F32.fromNum(getAlphaIssuance(state, netuid));
  const weighted = U96F32.saturatingMul(
    U96F32.fromNum(storage.SubnetTAO.at(rootNetuid).get(state)),
    getTaoWeight(state),
  );
  return U96F32.checkedDiv(weighted, U96F32.saturatingAdd(weighted, alpha)) ?? 0n;
}
