import type { StateOverlay } from "../../primitives/state.ts";
import type { Writes } from "./block-messages.ts";

/** Writes over a state what was written over it elsewhere. */
export function write(overlay: StateOverlay, { top, children }: Writes): void {
  for (const [key, value] of top) {
    if (value === undefined) overlay.delete(key);
    else overlay.put(key, value);
  }
  for (const [id, changes] of children) {
    const child = overlay.child(id);
    for (const [key, value] of changes) {
      if (value === undefined) child.delete(key);
      else child.put(key, value);
    }
  }
}

/** What was written over a state. */
export function writesOf(overlay: StateOverlay): Writes {
  return { top: overlay.changes(), children: overlay.childChanges() };
}
