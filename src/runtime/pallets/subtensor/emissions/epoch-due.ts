import { addU64, least, maxU64, subU64 } from "../../../../lib/integers.ts";
import type { ReadState } from "../../../frame/state.ts";
import type { NetUid } from "../../../types/balances.ts";
import { constants } from "../constants.ts";
import { storage } from "../storage.ts";

/**
 * Whether a subnet's epoch is due: its tempo passed since the last one, it was asked for, or none succeeded for long.
 * Rust: `pallets/subtensor/src/coinbase/run_coinbase.rs should_run_epoch`.
 */
export function shouldRunEpoch(state: ReadState, netuid: NetUid, currentBlock: bigint): boolean {
  const tempo = storage.Tempo.at(netuid).get(state);
  if (tempo === 0) return false;
  const pending = storage.PendingEpochAt.at(netuid).get(state);
  if (pending > 0n && currentBlock >= pending) return true;
  const maxTempo = BigInt(constants.MaxTempo.valueOf(state.rules));
  if (storage.BlocksSinceLastStep.at(netuid).get(state) > maxTempo) return true;
  return subU64(currentBlock, storage.LastEpochBlock.at(netuid).get(state)) >= BigInt(tempo);
}

/**
 * Blocks until the tempo of a subnet has passed, whatever else may start its epoch; the largest u64 for tempo 0.
 * Rust: `pallets/subtensor/src/coinbase/run_coinbase.rs blocks_until_next_auto_epoch`.
 */
export function blocksUntilNextAutoEpoch(state: ReadState, netuid: NetUid, tempo: number, blockNumber: bigint): bigint {
  if (tempo === 0) return maxU64;
  return subU64(addU64(storage.LastEpochBlock.at(netuid).get(state), BigInt(tempo)), blockNumber);
}

/**
 * The block of a subnet's next epoch as far as it is known; undefined for tempo 0.
 * Rust: `pallets/subtensor/src/coinbase/run_coinbase.rs get_next_epoch_start_block`.
 */
export function getNextEpochStartBlock(state: ReadState, netuid: NetUid): bigint | undefined {
  const tempo = storage.Tempo.at(netuid).get(state);
  if (tempo === 0) return undefined;
  const automatic = addU64(storage.LastEpochBlock.at(netuid).get(state), BigInt(tempo));
  const pending = storage.PendingEpochAt.at(netuid).get(state);
  return pending > 0n ? least(automatic, pending) : automatic;
}
