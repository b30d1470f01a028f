import { addU64, divU64, subU64 } from "../../../../lib/integers.ts";
import { ensure } from "../../../frame/dispatch-error.ts";
import type { ReadState, WriteState } from "../../../frame/state.ts";
import type { AlphaBalance, NetUid } from "../../../types/balances.ts";
import { errors } from "../errors.ts";
import { storage } from "../storage.ts";

/**
 * Shares alpha (rao) among the mechanisms of a subnet, evenly or as its owner set; what rounding leaves goes to the first.
 * Rust: `pallets/subtensor/src/subnets/mechanism.rs split_emissions`.
 */
export function splitEmissions(state: ReadState, netuid: NetUid, alpha: AlphaBalance): AlphaBalance[] {
  const count = storage.MechanismCountCurrent.at(netuid).get(state);
  const split = storage.MechanismEmissionSplit.at(netuid).get(state);
  const each = divU64(alpha, BigInt(count));
  const parts = Array.from({ length: count }, (_, mecid) =>
    split === undefined ? each : (alpha * BigInt(split[mecid] ?? 0)) / 65_535n,
  );
  const shared = parts.reduce((sum, part) => sum + part, 0n);
  if (parts[0] !== undefined) parts[0] = addU64(parts[0], subU64(alpha, shared));
  return parts;
}

/**
 * Sets how emission is shared among mechanisms, in parts of 65535 that add up to it; undefined for evenly.
 * @throws MechanismDoesNotExist, InvalidValue.
 * Rust: `pallets/subtensor/src/subnets/mechanism.rs do_set_emission_split`.
 */
export function doSetEmissionSplit(state: WriteState, netuid: NetUid, split: readonly number[] | undefined): void {
  ensure(storage.NetworksAdded.at(netuid).get(state), errors.MechanismDoesNotExist);
  if (split === undefined) {
    storage.MechanismEmissionSplit.at(netuid).remove(state);
    return;
  }
  ensure(split.length > 0, errors.InvalidValue);
  ensure(split.length <= storage.MechanismCountCurrent.at(netuid).get(state), errors.InvalidValue);
  ensure(split.reduce((sum, part) => sum + part, 0) === 65_535, errors.InvalidValue);
  storage.MechanismEmissionSplit.at(netuid).set(state, [...split]);
}
