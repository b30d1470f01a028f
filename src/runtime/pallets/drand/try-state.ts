import type { ReadState } from "../../frame/state.ts";
import { type Finding, holds, same } from "../../frame/try-state.ts";
import { storage } from "./storage.ts";

/** Pulses are kept up to the last round. The oldest round is no bound: Root may set it to anything. */
export function* tryState(state: ReadState): Generator<Finding> {
  const last = storage.LastStoredRound.get(state);
  for (const [[round], pulse] of storage.Pulses.entries(state)) {
    yield* same("A pulse is kept under its round.", [round], pulse.round, round);
    yield* holds("Pulses are of rounds up to the last.", [round], round <= last, round, last);
  }
  if (last > 0n)
    yield* same("The pulse of the last round is kept.", [last], storage.Pulses.at(last).exists(state), true);
}
