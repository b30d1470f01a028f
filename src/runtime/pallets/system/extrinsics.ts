import { storedU32, u32Bytes } from "../../frame/appended.ts";
import type { DispatchErrorValue } from "../../frame/dispatch-error.ts";
import type { ReadState, WriteState } from "../../frame/state.ts";
import { addWeight, type DispatchInfo, minWeight, type Pays, type PostInfo, type Weight } from "../../frame/weight.ts";
import { constants } from "./constants.ts";
import { events } from "./events.ts";
import { extrinsicIndexKey } from "./initialize.ts";
import { storage } from "./storage.ts";

/** The index of the extrinsic that runs: 0 outside of the extrinsics of a block. Rust: `frame_system: Pallet::extrinsic_index`. */
export function extrinsicIndex(state: ReadState): number {
  return storedU32(state.get(extrinsicIndexKey));
}

/** Keeps the encoded extrinsic, its length in front, until the block's end. Rust: `note_extrinsic`. */
export function noteExtrinsic(state: WriteState, encoded: Uint8Array): void {
  storage.ExtrinsicData.at(extrinsicIndex(state)).set(state, encoded);
}

/** What a dispatch weighed in the end: never more than what was announced. Rust: `PostDispatchInfo::calc_actual_weight`. */
export function actualWeight(info: DispatchInfo, post: PostInfo): Weight {
  const announced = addWeight(info.call_weight, info.extension_weight);
  return post.actualWeight === undefined ? announced : minWeight(post.actualWeight, announced);
}

/** A call announced as free stays free. Rust: `PostDispatchInfo::pays_fee`. */
export function actualPays(info: DispatchInfo, post: PostInfo): Pays {
  return info.pays_fee === "No" || post.pays === "No" ? "No" : "Yes";
}

/**
 * Tells how an extrinsic ended and moves on to the next. Rust: `note_applied_extrinsic`.
 * @param error why it failed, undefined when it did not.
 */
export function noteAppliedExtrinsic(
  state: WriteState,
  info: DispatchInfo,
  post: PostInfo,
  error: DispatchErrorValue | undefined,
): void {
  const perClass = constants.BlockWeights.valueOf(state.rules).per_class;
  const base = { Normal: perClass.normal, Operational: perClass.operational, Mandatory: perClass.mandatory }[
    info.class
  ];
  const dispatch_info = {
    weight: addWeight(actualWeight(info, post), base.base_extrinsic),
    class: info.class,
    pays_fee: actualPays(info, post),
  };
  state.emit(
    error === undefined
      ? events.ExtrinsicSuccess({ dispatch_info })
      : events.ExtrinsicFailed({ dispatch_error: error, dispatch_info }),
  );
  const next = (extrinsicIndex(state) + 1) >>> 0;
  state.put(extrinsicIndexKey, u32Bytes(next));
  storage.ExecutionPhase.set(state, { type: "ApplyExtrinsic", value: next });
  storage.ExtrinsicWeightReclaimed.remove(state);
}

/** No extrinsic follows. Rust: `frame_system: Pallet::note_finished_extrinsics`. */
export function noteFinishedExtrinsics(state: WriteState): void {
  const count = extrinsicIndex(state);
  // Bytes that are no number (Root can write any) stay.
  if ((state.get(extrinsicIndexKey)?.length ?? 0) >= 4) state.delete(extrinsicIndexKey);
  storage.ExtrinsicCount.set(state, count);
  storage.ExecutionPhase.set(state, { type: "Finalization" });
}

/** Rust: `note_inherents_applied`. */
export function noteInherentsApplied(state: WriteState): void {
  storage.InherentsApplied.set(state, true);
}
