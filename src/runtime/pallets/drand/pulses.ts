import type { Infer } from "../../../codec/codec.ts";
import { addU64, subU64 } from "../../../lib/integers.ts";
import { ensure } from "../../frame/dispatch-error.ts";
import type { WriteState } from "../../frame/state.ts";
import { storage as system } from "../system/storage.ts";
import { errors } from "./errors.ts";
import { events } from "./events.ts";
import { storage } from "./storage.ts";
import type { Pulse } from "./types.ts";
import { allPulsesSigned, verifyPulse } from "./verifier.ts";

/** How many rounds are kept: a week of them. */
export const maxKeptPulses = 216_000n;
/** How many are removed at most with one new pulse. */
export const maxRemovedPulses = 100n;

/** Removes what is older than a week. Rust: `pallets/drand/src/lib.rs prune_old_pulses`. */
export function pruneOldPulses(state: WriteState, lastStoredRound: bigint): void {
  let oldest = storage.OldestStoredRound.get(state);
  if (oldest === 0n) return;
  for (let removed = 0n; removed < maxRemovedPulses; removed++) {
    if (addU64(subU64(lastStoredRound, oldest), 1n) <= maxKeptPulses) break;
    storage.Pulses.at(oldest).remove(state);
    oldest = addU64(oldest, 1n);
  }
  storage.OldestStoredRound.set(state, oldest);
}

/**
 * Stores the pulses that the beacon signed, in rising order, and drops the others without a word.
 * Rust: `pallets/drand/src/lib.rs write_pulse`. @throws PulseVerificationError, InvalidRoundNumber
 */
export function writePulses(state: WriteState, pulses: readonly Infer<typeof Pulse>[]): void {
  const { public_key } = storage.BeaconConfig.get(state);
  let last = storage.LastStoredRound.get(state);
  const first = last === 0n && storage.OldestStoredRound.get(state) === 0n;
  const rounds: bigint[] = [];
  // Most often all are new and right, which one check shows. Where that is not so, each is looked at until one ends the call.
  const rising = pulses.every(({ round }, index) => round > (pulses[index - 1]?.round ?? last));
  const allRight = pulses.length > 1 && rising && allPulsesSigned(public_key, pulses);
  for (const pulse of pulses) {
    if (!allRight && !verifyPulse(public_key, pulse)) continue;
    ensure(pulse.round > last, errors.InvalidRoundNumber);
    storage.Pulses.at(pulse.round).set(state, pulse);
    last = pulse.round;
    rounds.push(last);
  }
  storage.LastStoredRound.set(state, last);
  if (first && rounds[0] !== undefined) storage.OldestStoredRound.set(state, rounds[0]);
  pruneOldPulses(state, last);
  storage.NextUnsignedAt.set(state, system.Number.get(state));
  if (rounds.length > 0) state.emit(events.NewPulse({ rounds }));
}
