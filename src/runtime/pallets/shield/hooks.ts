import { subU32 } from "../../../lib/integers.ts";
import type { Hooks } from "../../frame/pallet.ts";
import type { WriteState } from "../../frame/state.ts";
import { addWeight, dbWeight, type Weight } from "../../frame/weight.ts";
import { events } from "./events.ts";
import { storage } from "./storage.ts";

function removePending(state: WriteState, index: number): Weight {
  storage.PendingExtrinsics.at(index).remove(state);
  storage.CounterForPendingExtrinsics.mutate(state, (count) => subU32(count, 1));
  return dbWeight(1, 2);
}

/**
 * Drops what was stored encrypted: it is too old, or it does not decrypt, since the runtime has no decryptor.
 * Answers to `pallet_shield::Pallet::process_pending_extrinsics` with `ExtrinsicDecryptor = ()`.
 */
export function processPendingExtrinsics(state: WriteState, block: number): Weight {
  const next = storage.NextPendingExtrinsicIndex.get(state);
  const count = storage.CounterForPendingExtrinsics.get(state);
  let used = dbWeight(2, 0);
  if (count === 0) return used;
  for (let index = subU32(next, count); index < next; index++) {
    const pending = storage.PendingExtrinsics.at(index).get(state);
    if (pending === undefined) {
      used = addWeight(used, dbWeight(1, 0));
      continue;
    }
    const expired = subU32(block, pending.submitted_at) > storage.ExtrinsicLifetime.get(state);
    used = addWeight(used, removePending(state, index));
    state.emit(expired ? events.ExtrinsicExpired({ index }) : events.ExtrinsicDecodeFailed({ index }));
  }
  return used;
}

/** Answers to the hooks of `pallet_shield`. */
export const hooks: Hooks = {
  onInitialize: (state, block) => processPendingExtrinsics(state, block),
};
