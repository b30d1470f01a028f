import { fail } from "./dispatch-error.ts";
import type { WriteState } from "./state.ts";

/** What a storage layer gives, and whether its changes stay. Rust: `sp_runtime: TransactionOutcome`. */
export interface LayerOutcome<T> {
  readonly keep: boolean;
  readonly value: T;
}

/** Opens a layer. @throws DispatchFailure */
function open(state: WriteState): void {
  if (!state.raiseLayer()) fail({ type: "Transactional", value: "LimitReached" });
  state.begin();
}

/** Closes it. */
function close(state: WriteState, keep: boolean): void {
  if (keep) state.commit();
  else state.rollback();
  state.lowerLayer();
}

/**
 * Runs `change` in a storage layer; it says whether its changes stay. They do not when it throws.
 * Rust: `frame_support: storage/transactional.rs with_transaction`.
 * @throws DispatchFailure `Transactional.LimitReached` when 255 layers are open.
 */
export function withTransaction<T>(state: WriteState, change: () => LayerOutcome<T>): T {
  open(state);
  let keep = false;
  try {
    const outcome = change();
    keep = outcome.keep;
    return outcome.value;
  } finally {
    close(state, keep);
  }
}

/**
 * Runs `change` in a storage layer: what it did stays when it returns and is undone when it throws.
 * Rust: `frame_support: storage/transactional.rs with_storage_layer`.
 * @throws DispatchFailure `Transactional.LimitReached` when 255 layers are open.
 */
export function withStorageLayer<T>(state: WriteState, change: () => T): T {
  open(state);
  let keep = false;
  try {
    const value = change();
    keep = true;
    return value;
  } finally {
    close(state, keep);
  }
}

/** Runs `change` in a storage layer and undoes all that it did. @throws DispatchFailure as `withStorageLayer`. */
export function dryRun<T>(state: WriteState, change: () => T): T {
  open(state);
  try {
    return change();
  } finally {
    close(state, false);
  }
}
