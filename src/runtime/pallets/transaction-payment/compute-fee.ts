import { saturateU64 } from "../../../lib/integers.ts";
import type { ReadState } from "../../frame/state.ts";
import {
  addWeight,
  type DispatchClass,
  type DispatchInfo,
  minWeight,
  type PostInfo,
  type Weight,
} from "../../frame/weight.ts";
import type { TaoBalance } from "../../types/balances.ts";
import { classKey } from "../system/block-weight.ts";
import { constants as system } from "../system/constants.ts";
import { actualPays, actualWeight } from "../system/extrinsics.ts";
import { storage } from "./storage.ts";

/** The parts of a fee, rao. */
export interface InclusionFeeValue {
  readonly base_fee: TaoBalance;
  readonly len_fee: TaoBalance;
  readonly adjusted_weight_fee: TaoBalance;
}

export interface FeeDetailsValue {
  readonly inclusion_fee: InclusionFeeValue | undefined;
  readonly tip: TaoBalance;
}

const one = 10n ** 18n;

/**
 * The fee of a weight in rao: 0.0005 rao for each unit of time, rounded to nearest with halves down; proof size is free.
 * Weight above the limit of a block counts as that limit.
 * Rust: `weight_to_fee` with subtensor's `LinearWeightToFee`.
 */
export function weightToFee(state: ReadState, weight: Weight): TaoBalance {
  const capped = minWeight(weight, system.BlockWeights.valueOf(state.rules).max_block);
  return (capped.ref_time + 999n) / 2000n;
}

function feeRaw(
  state: ReadState,
  length: number,
  weight: Weight,
  tip: TaoBalance,
  pays: boolean,
  of: DispatchClass,
): FeeDetailsValue {
  if (!pays) return { inclusion_fee: undefined, tip };
  const multiplier = storage.NextFeeMultiplier.get(state);
  const base = system.BlockWeights.valueOf(state.rules).per_class[classKey[of]].base_extrinsic;
  return {
    inclusion_fee: {
      base_fee: weightToFee(state, base),
      len_fee: BigInt(length),
      adjusted_weight_fee: saturateU64((weightToFee(state, weight) * multiplier) / one),
    },
    tip,
  };
}

/** The whole of a fee with its tip, rao. */
function finalFee({ inclusion_fee: part, tip }: FeeDetailsValue): TaoBalance {
  return saturateU64((part === undefined ? 0n : part.base_fee + part.len_fee + part.adjusted_weight_fee) + tip);
}

/** The fee of a call at its worst, in parts. `length` in bytes. Rust: `compute_fee_details`. */
export function computeFeeDetails(
  state: ReadState,
  length: number,
  info: DispatchInfo,
  tip: TaoBalance,
): FeeDetailsValue {
  return feeRaw(
    state,
    length,
    addWeight(info.call_weight, info.extension_weight),
    tip,
    info.pays_fee === "Yes",
    info.class,
  );
}

/** Rust: `compute_fee`. */
export function computeFee(state: ReadState, length: number, info: DispatchInfo, tip: TaoBalance): TaoBalance {
  return finalFee(computeFeeDetails(state, length, info, tip));
}

/** The fee of what a call really used. Rust: `compute_actual_fee`. */
export function computeActualFee(
  state: ReadState,
  length: number,
  info: DispatchInfo,
  post: PostInfo,
  tip: TaoBalance,
): TaoBalance {
  return finalFee(feeRaw(state, length, actualWeight(info, post), tip, actualPays(info, post) === "Yes", info.class));
}
