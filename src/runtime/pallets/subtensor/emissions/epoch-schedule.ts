import { addU64 } from "../../../../lib/integers.ts";
import type { ReadState, WriteState } from "../../../frame/state.ts";
import type { AlphaBalance, NetUid } from "../../../types/balances.ts";
import { events } from "../events.ts";
import { changeSubnetOwnerIfNeeded } from "../staking/subnet-king.ts";
import { storage } from "../storage.ts";
import { isEpochInputStateConsistent } from "../yuma/run-epoch.ts";
import { shouldRunEpoch } from "./epoch-due.ts";

/** What a subnet collected for its epoch, alpha rao. */
export interface PendingEmission {
  readonly server: AlphaBalance;
  readonly validator: AlphaBalance;
  readonly root: AlphaBalance;
  readonly ownerCut: AlphaBalance;
}

/**
 * The subnets whose epoch is due but has to wait because the block has its full number of them.
 * Rust: `pallets/subtensor/src/coinbase/run_coinbase.rs epochs_deferred_this_block`.
 */
export function epochsDeferredThisBlock(
  state: ReadState,
  subnets: readonly NetUid[],
  currentBlock: bigint,
): ReadonlySet<NetUid> {
  const cap = storage.MaxEpochsPerBlock.get(state);
  const deferred = new Set<NetUid>();
  let run = 0;
  for (const netuid of subnets) {
    if (!shouldRunEpoch(state, netuid, currentBlock)) continue;
    if (run >= cap) deferred.add(netuid);
    else if (isEpochInputStateConsistent(state, netuid)) run++;
  }
  return deferred;
}

/** Takes what a subnet collected. */
function drain(state: WriteState, netuid: NetUid): PendingEmission {
  const emptied = (item: typeof storage.PendingServerEmission): AlphaBalance => {
    const pending = item.at(netuid).get(state);
    item.at(netuid).set(state, 0n);
    return pending;
  };
  return {
    server: emptied(storage.PendingServerEmission),
    validator: emptied(storage.PendingValidatorEmission),
    root: emptied(storage.PendingRootAlphaDivs),
    ownerCut: emptied(storage.PendingOwnerCut),
  };
}

/**
 * Counts this block for every subnet, decides whose epoch runs, takes what these collected, and moves their schedule
 * on. Epochs beyond the block's limit wait a block; those on a state that contradicts itself lose their turn.
 * Rust: `pallets/subtensor/src/coinbase/run_coinbase.rs drain_pending`.
 */
export function drainPending(
  state: WriteState,
  subnets: readonly NetUid[],
  currentBlock: bigint,
): Map<NetUid, PendingEmission> {
  const drained = new Map<NetUid, PendingEmission>();
  const cap = storage.MaxEpochsPerBlock.get(state);
  for (const netuid of subnets) {
    storage.BlocksSinceLastStep.at(netuid).mutate(state, (blocks) => addU64(blocks, 1n));
    if (!shouldRunEpoch(state, netuid, currentBlock)) continue;
    if (drained.size >= cap) {
      const nextBlock = addU64(currentBlock, 1n);
      storage.PendingEpochAt.at(netuid).set(state, nextBlock);
      state.emit(events.EpochDeferred({ netuid, from_block: currentBlock, to_block: nextBlock }));
      continue;
    }
    if (isEpochInputStateConsistent(state, netuid)) {
      storage.BlocksSinceLastStep.at(netuid).set(state, 0n);
      drained.set(netuid, drain(state, netuid));
      changeSubnetOwnerIfNeeded(state, netuid);
    } else {
      state.emit(events.EpochSkipped({ netuid, block: currentBlock }));
    }
    storage.LastEpochBlock.at(netuid).set(state, currentBlock);
    storage.PendingEpochAt.at(netuid).set(state, 0n);
    storage.SubnetEpochIndex.at(netuid).mutate(state, (index) => addU64(index, 1n));
  }
  return drained;
}
