import { addU32, subU32 } from "../../../lib/integers.ts";
import { ensure } from "../../frame/dispatch-error.ts";
import type { WriteState } from "../../frame/state.ts";
import { addWeight, dbWeight, type Weight } from "../../frame/weight.ts";
import type { AccountId } from "../../types/account-id.ts";
import { storage as system } from "../system/storage.ts";
import { errors } from "./errors.ts";
import { events } from "./events.ts";
import { storage } from "./storage.ts";

/**
 * Puts an encrypted call into the queue. Rust: `pallets/shield/src/lib.rs store_encrypted`.
 * @throws TooManyPendingExtrinsics
 */
export function storeEncrypted(state: WriteState, who: AccountId, encryptedCall: Uint8Array): void {
  const most = storage.MaxPendingExtrinsicsLimit.get(state);
  ensure(storage.CounterForPendingExtrinsics.get(state) < most, errors.TooManyPendingExtrinsics);
  const index = storage.NextPendingExtrinsicIndex.get(state);
  const pending = storage.PendingExtrinsics.at(index);
  // At the last index of all, a new one takes the place of the one before.
  if (!pending.exists(state)) storage.CounterForPendingExtrinsics.mutate(state, (count) => addU32(count, 1));
  pending.set(state, { who, encrypted_call: encryptedCall, submitted_at: system.Number.get(state) });
  storage.NextPendingExtrinsicIndex.set(state, addU32(index, 1));
  state.emit(events.ExtrinsicStored({ index, who }));
}

function removePending(state: WriteState, index: number): Weight {
  storage.PendingExtrinsics.at(index).remove(state);
  storage.CounterForPendingExtrinsics.mutate(state, (count) => subU32(count, 1));
  return dbWeight(1, 2);
}

/**
 * Empties the queue: each call is too old, or does not decrypt, since the runtime has no decryptor.
 * Rust: pallets/shield/src/lib.rs process_pending_extrinsics with `ExtrinsicDecryptor = ()`.
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
