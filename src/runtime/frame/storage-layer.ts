import type { StateKey } from "../../lib/bytes.ts";
import { fail } from "./dispatch-error.ts";
import type { WriteState } from "./state.ts";

/** Where the number of open storage layers lies while there are any; Root can write it. Rust: `frame_support: TRANSACTION_LEVEL_KEY`. */
const levelKey: StateKey = ":transaction_level:";

/** How many layers may be open at once. Rust: `frame_support: TRANSACTIONAL_LIMIT`. */
const layerLimit = 255;

/** A number as it is stored; those that are written again and again are made once. */
const encoded = (level: number): Uint8Array =>
  new Uint8Array([level & 255, (level >>> 8) & 255, (level >>> 16) & 255, level >>> 24]);
const encodedLevels = Array.from({ length: layerLimit + 1 }, (_, level) => encoded(level));

function levelOf(state: WriteState): number {
  const bytes = state.get(levelKey);
  if (bytes === undefined || bytes.length < 4) return 0;
  const [a, b, c, d] = bytes as unknown as [number, number, number, number];
  return (a | (b << 8) | (c << 16) | (d << 24)) >>> 0;
}

const setLevel = (state: WriteState, level: number): void =>
  state.put(levelKey, encodedLevels[level] ?? encoded(level));

/** One layer less, whatever number was written meanwhile. Rust: `frame_support: dec_transaction_level`. */
function lower(state: WriteState): void {
  const level = levelOf(state);
  if (level === 1) state.delete(levelKey);
  else if (level > 1) setLevel(state, level - 1);
}

/** What a storage layer gives, and whether its changes stay. Rust: `sp_runtime: TransactionOutcome`. */
export interface LayerOutcome<T> {
  readonly keep: boolean;
  readonly value: T;
}

/**
 * Runs `change` in a storage layer; it says whether its changes stay. They do not when it throws.
 * Rust: `frame_support: storage/transactional.rs with_transaction`.
 * @throws DispatchFailure `Transactional.LimitReached` when 255 layers are open.
 */
export function withTransaction<T>(state: WriteState, change: () => LayerOutcome<T>): T {
  const level = levelOf(state);
  if (level >= layerLimit) fail({ type: "Transactional", value: "LimitReached" });
  setLevel(state, level + 1);
  state.begin();
  let outcome: LayerOutcome<T>;
  try {
    outcome = change();
  } catch (error) {
    state.rollback();
    lower(state);
    throw error;
  }
  if (outcome.keep) state.commit();
  else state.rollback();
  lower(state);
  return outcome.value;
}

/**
 * Runs `change` in a storage layer: what it did stays when it returns and is undone when it throws.
 * Rust: `frame_support: storage/transactional.rs with_storage_layer`.
 * @throws DispatchFailure `Transactional.LimitReached` when 255 layers are open.
 */
export function withStorageLayer<T>(state: WriteState, change: () => T): T {
  return withTransaction(state, () => ({ keep: true, value: change() }));
}

/** Runs `change` in a storage layer and undoes all that it did. @throws DispatchFailure as `withStorageLayer`. */
export function dryRun<T>(state: WriteState, change: () => T): T {
  return withTransaction(state, () => ({ keep: false, value: change() }));
}
