import { saturateU64 } from "../../lib/integers.ts";
import type { ReadState, WriteState } from "../frame/state.ts";
import { invalid } from "../frame/validity.ts";
import { addWeight, anyGreater, type DispatchInfo, type PostInfo, type Weight, weight } from "../frame/weight.ts";
import { classKey, reclaimWeight } from "../pallets/system/block-weight.ts";
import { constants } from "../pallets/system/constants.ts";
import { storage } from "../pallets/system/storage.ts";
import type { TransactionExtension } from "./extension.ts";

const totalOf = (info: DispatchInfo): Weight => addWeight(info.call_weight, info.extension_weight);

/** Refuses what is too long or too heavy by itself; gives the block's length with it. Rust: `CheckWeight::do_validate`. */
export function validateWeight(state: ReadState, info: DispatchInfo, length: number): number {
  const key = classKey[info.class];
  const next = (storage.AllExtrinsicsLen.get(state) ?? 0) + length;
  if (next > constants.BlockLength.valueOf(state.rules).max[key]) invalid("ExhaustsResources");
  const most = constants.BlockWeights.valueOf(state.rules).per_class[key].max_extrinsic;
  if (most !== undefined && anyGreater(totalOf(info), most)) invalid("ExhaustsResources");
  return next;
}

/** Counts it into the block, or refuses when the block is full. Rust: `CheckWeight::do_prepare`. */
export function prepareWeight(state: WriteState, info: DispatchInfo, length: number, nextLength: number): void {
  const limits = constants.BlockWeights.valueOf(state.rules);
  const key = classKey[info.class];
  const limit = limits.per_class[key];
  const used = storage.BlockWeight.get(state);
  const added = addWeight(totalOf(info), limit.base_extrinsic, weight(0n, BigInt(length)));
  const limited = limit.max_total !== undefined || limit.reserved !== undefined;
  const overflows = (part: "ref_time" | "proof_size"): boolean =>
    saturateU64(used[key][part] + added[part]) !== used[key][part] + added[part];
  if (limited && (overflows("ref_time") || overflows("proof_size"))) invalid("ExhaustsResources");
  const after = { ...used, [key]: addWeight(used[key], added) };
  const inClass = after[key];
  if (limit.max_total !== undefined && anyGreater(inClass, limit.max_total)) invalid("ExhaustsResources");
  const all = addWeight(after.normal, after.operational, after.mandatory);
  if (anyGreater(all, limits.max_block) && limit.reserved !== undefined && anyGreater(inClass, limit.reserved)) {
    invalid("ExhaustsResources");
  }
  storage.AllExtrinsicsLen.set(state, nextLength);
  storage.BlockWeight.set(state, after);
}

/** The limits of a block in weight and length. Rust: `frame_system::CheckWeight`. */
export const checkWeight: TransactionExtension<number, void> = {
  identifier: "CheckWeight",
  validate: (state, { info, length }) => ({ val: validateWeight(state, info, length) }),
  prepare: (state, { info, length }, next) => prepareWeight(state, info, length, next),
  post: (state, { info }, _pre, post: PostInfo) => reclaimWeight(state, info, post),
};
