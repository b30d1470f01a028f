import { maxU64 } from "../../../lib/integers.ts";
import type { ReadState } from "../../frame/state.ts";
import { distinct, type Finding, holds } from "../../frame/try-state.ts";
import { storage } from "./storage.ts";

/** Somebody may make the next block. Rust: `pallet_aura::Pallet::do_try_state`. */
export function* tryState(state: ReadState): Generator<Finding> {
  const slot = storage.CurrentSlot.get(state);
  yield* holds("There is a slot after this one.", [], slot < maxU64, slot, maxU64);
  const authorities = storage.Authorities.get(state);
  yield* holds("Somebody may make blocks.", [], authorities.length > 0, authorities, "an authority");
  yield* distinct("Every authority is listed once.", [], authorities);
}
