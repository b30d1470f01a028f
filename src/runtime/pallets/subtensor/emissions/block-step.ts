import type { WriteState } from "../../../frame/state.ts";
import { type NetUid, rootNetuid } from "../../../types/balances.ts";
import { parentHash } from "../../system/initialize.ts";
import { updateMovingPrice } from "../staking/alpha-price.ts";
import { runAutoClaimRootDivs } from "../staking/claim-root.ts";
import { populateRootColdkeyStakingMaps, populateRootColdkeyStakingMapsV2 } from "../staking/helpers.ts";
import { doSetPendingChildren } from "../staking/set-children.ts";
import { storage } from "../storage.ts";
import { updateRegistrationPricesForNetworks } from "../subnets/registration-prices.ts";
import { getAllSubnetNetuids } from "../subnets/subnet.ts";
import { getCurrentBlockAsU64 } from "../utils/misc.ts";
import { getBlockEmission } from "./block-emission.ts";
import { epochsDeferredThisBlock } from "./epoch-schedule.ts";
import { revealCrv3CommitsForSubnet } from "./reveal-commits.ts";
import { rootProportion } from "./root-proportion.ts";
import { runCoinbase } from "./run-coinbase.ts";
import { getSubnetsToEmitTo } from "./subnet-emissions.ts";

/**
 * What SubtensorModule does at the start of every block, before its extrinsics. The order matters: emissions use the
 * prices of earlier blocks, and children change after the epochs that fall into this block. Nothing here adds or starts
 * a subnet, so that the lists of them are made once.
 * Rust: `pallets/subtensor/src/coinbase/block_step.rs block_step`.
 */
export function blockStep(state: WriteState): void {
  const currentBlock = getCurrentBlockAsU64(state);
  const netuids = getAllSubnetNetuids(state);
  const subnets = netuids.filter((netuid) => netuid !== rootNetuid);
  const emitting = getSubnetsToEmitTo(state, subnets);
  updateRegistrationPricesForNetworks(state);
  const blockEmission = getBlockEmission(state);
  revealCrv3Commits(state, subnets, currentBlock);
  runCoinbase(state, blockEmission, subnets, emitting);
  updateMovingPricesAndRootProp(state, emitting);
  trySetPendingChildren(state, netuids, currentBlock);
  runAutoClaimRootDivs(state, parentHash(state));
  populateRootColdkeyStakingMaps(state);
  populateRootColdkeyStakingMapsV2(state);
}

/**
 * Applies new children on subnets whose epoch slot was in this block.
 * Rust: `pallets/subtensor/src/coinbase/block_step.rs try_set_pending_children`.
 */
function trySetPendingChildren(state: WriteState, netuids: readonly NetUid[], currentBlock: bigint): void {
  for (const netuid of netuids)
    if (storage.LastEpochBlock.at(netuid).get(state) === currentBlock) doSetPendingChildren(state, netuid);
}

/**
 * Moves the price averages, and notes the root proportions, of the subnets with emissions.
 * Rust: `pallets/subtensor/src/coinbase/block_step.rs update_moving_prices`, update_root_prop.
 */
function updateMovingPricesAndRootProp(state: WriteState, emitting: readonly NetUid[]): void {
  for (const netuid of emitting) updateMovingPrice(state, netuid);
  for (const netuid of emitting) storage.RootProp.at(netuid).set(state, rootProportion(state, netuid));
}

/**
 * Reveals timelocked weights whose time has come, except on subnets whose epoch has to wait.
 * Rust: `pallets/subtensor/src/coinbase/block_step.rs reveal_crv3_commits`.
 */
function revealCrv3Commits(state: WriteState, subnets: readonly NetUid[], currentBlock: bigint): void {
  const deferred = epochsDeferredThisBlock(state, subnets, currentBlock);
  for (const netuid of subnets) if (!deferred.has(netuid)) revealCrv3CommitsForSubnet(state, netuid);
}
