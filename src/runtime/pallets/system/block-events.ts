import type { ReadState } from "../../frame/state.ts";
import { storage } from "./storage.ts";

/** An event of the block, decoded. */
export interface BlockEvent {
  readonly pallet: string;
  readonly name: string;
  readonly fields: Readonly<Record<string, unknown>>;
}

/** What the block told, in order; only of a state after the block. */
export function blockEvents(state: ReadState): readonly BlockEvent[] {
  return storage.Events.get(state).map(({ event }) => event as unknown as BlockEvent);
}

/** Whether a call with the rights of Root may have been made in the block: by Sudo, or one that was planned. */
export function rootMayHaveActed(events: readonly BlockEvent[]): boolean {
  return events.some(
    ({ pallet, name }) =>
      (pallet === "Sudo" && name.startsWith("Sud")) || (pallet === "Scheduler" && name === "Dispatched"),
  );
}
