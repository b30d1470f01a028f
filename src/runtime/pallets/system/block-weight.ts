import type { WriteState } from "../../frame/state.ts";
import {
  addWeight,
  type DispatchClass,
  type DispatchInfo,
  maxWeight,
  type PostInfo,
  subWeight,
  type Weight,
  zeroWeight,
} from "../../frame/weight.ts";
import { actualWeight } from "./extrinsics.ts";
import { storage } from "./storage.ts";

export const classKey = { Normal: "normal", Operational: "operational", Mandatory: "mandatory" } as const;

/** Adds to what the block has used in a class, limits not checked. Rust: `register_extra_weight_unchecked`. */
export function registerExtraWeightUnchecked(state: WriteState, added: Weight, of: DispatchClass): void {
  const key = classKey[of];
  storage.BlockWeight.mutate(state, (used) => ({ ...used, [key]: addWeight(used[key], added) }));
}

/** Takes back from what the block has used in a class. */
function reduceBlockWeight(state: WriteState, taken: Weight, of: DispatchClass): void {
  const key = classKey[of];
  storage.BlockWeight.mutate(state, (used) => ({ ...used, [key]: subWeight(used[key], taken) }));
}

/**
 * Gives back what an extrinsic announced and did not use, once. Rust: `frame_system::Pallet::reclaim_weight`.
 */
export function reclaimWeight(state: WriteState, info: DispatchInfo, post: PostInfo): void {
  const already = storage.ExtrinsicWeightReclaimed.get(state);
  const unspent = subWeight(addWeight(info.call_weight, info.extension_weight), actualWeight(info, post));
  const accurate = maxWeight(already, unspent);
  const more = subWeight(accurate, already);
  if (more.ref_time === zeroWeight.ref_time && more.proof_size === zeroWeight.proof_size) return;
  reduceBlockWeight(state, more, info.class);
  storage.ExtrinsicWeightReclaimed.set(state, accurate);
}
