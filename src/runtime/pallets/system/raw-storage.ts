import type { StateKey } from "../../../lib/bytes.ts";
import type { WriteState } from "../../frame/state.ts";

/** Below it lie the roots of child tries, which nobody writes directly. Rust: `CHILD_STORAGE_KEY_PREFIX`. */
const childPrefix: StateKey = ":child_storage:";

/** Writes or removes raw storage; roots of child tries stay as they are. Rust: `Ext::place_storage`. */
export function writeRaw(state: WriteState, key: StateKey, value: Uint8Array | undefined): void {
  if (key.startsWith(childPrefix)) return;
  if (value === undefined) state.delete(key);
  else state.put(key, value);
}

/**
 * Removes keys below a prefix: all that this block wrote, and of those that were there before it the first `limit`,
 * whatever this block did with them. Nothing where roots of child tries may be below it, as below the empty prefix.
 * Rust: `Ext::clear_prefix`.
 */
export function killPrefix(state: WriteState, prefix: StateKey, limit: number): void {
  if (prefix.startsWith(childPrefix) || childPrefix.startsWith(prefix)) return;
  for (const key of state.overlay.keysToClear(prefix, limit)) state.delete(key);
}
