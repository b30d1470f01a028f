import { U64F64, U96F32 } from "../../../fixed/formats.ts";
import type { ReadState, WriteState } from "../../../frame/state.ts";
import type { NetUid } from "../../../types/balances.ts";
import type { Credit } from "../../balances/imbalances.ts";
import { getMovingAlphaPrice } from "../staking/alpha-price.ts";
import { storage } from "../storage.ts";
import { getCurrentBlockAsU64 } from "../utils/misc.ts";
import { distributeEmission } from "./distribute-emission.ts";
import { emitToSubnets } from "./emit-to-subnets.ts";
import { drainPending, type PendingEmission } from "./epoch-schedule.ts";
import { getSubnetBlockEmissions } from "./subnet-emissions.ts";

/**
 * Hands out the TAO of the block and runs the epochs that are due. The credit is settled. `subnets` are all but root,
 * `emitting` those of them that get emissions, both in the order of their keys.
 * Rust: `pallets/subtensor/src/coinbase/run_coinbase.rs run_coinbase`.
 */
export function runCoinbase(
  state: WriteState,
  blockEmission: Credit,
  subnets: readonly NetUid[],
  emitting: readonly NetUid[],
): void {
  const currentBlock = getCurrentBlockAsU64(state);
  storage.SubnetRootSellTao.clear(state);
  const emissions = getSubnetBlockEmissions(state, emitting, U96F32.saturatingFromNum(blockEmission.amount));
  emitToSubnets(state, emitting, emissions, blockEmission, getNetworkRootSellFlag(state, emitting));
  distributeEmissionsToSubnets(state, drainPending(state, subnets, currentBlock), currentBlock);
}

/**
 * Whether root gets its part of subnets' alpha: when their moving prices add up to more than one.
 * Rust: `pallets/subtensor/src/coinbase/run_coinbase.rs get_network_root_sell_flag`.
 */
export function getNetworkRootSellFlag(state: ReadState, subnetsToEmitTo: readonly NetUid[]): boolean {
  return U64F64.sum(subnetsToEmitTo.map((netuid) => getMovingAlphaPrice(state, netuid))) > U64F64.one;
}

/**
 * Runs the epoch of each subnet and hands out what it collected, by ascending netuid.
 * Rust: `pallets/subtensor/src/coinbase/run_coinbase.rs distribute_emissions_to_subnets`.
 */
function distributeEmissionsToSubnets(
  state: WriteState,
  emissions: ReadonlyMap<NetUid, PendingEmission>,
  currentBlock: bigint,
): void {
  for (const [netuid, pending] of [...emissions].sort(([a], [b]) => a - b)) {
    distributeEmission(state, netuid, pending);
    storage.LastMechansimStepBlock.at(netuid).set(state, currentBlock);
  }
}
