import { describe, expect, it } from "vitest";
import { bareState } from "../../../../test/support/bare-state.ts";
import { maxKeptPulses, maxRemovedPulses, pruneOldPulses } from "./pulses.ts";
import { storage } from "./storage.ts";

/** Pulses of so many rounds from the first one on. */
function stored(first: bigint, count: bigint) {
  const { state } = bareState([]);
  for (let round = first; round < first + count; round++)
    storage.Pulses.at(round).set(state, { round, randomness: new Uint8Array(32), signature: new Uint8Array(48) });
  storage.OldestStoredRound.set(state, first);
  return state;
}

describe("old pulses", () => {
  it("stay for as many rounds as are kept", () => {
    const state = stored(10n, 5n);
    pruneOldPulses(state, 9n + maxKeptPulses);
    expect(storage.OldestStoredRound.get(state)).toBe(10n);
    expect(storage.Pulses.at(10n).exists(state)).toBe(true);
  });

  it("go beyond that, the oldest first", () => {
    const state = stored(10n, 5n);
    pruneOldPulses(state, 12n + maxKeptPulses);
    expect(storage.OldestStoredRound.get(state)).toBe(13n);
    expect([...storage.Pulses.keys(state)].map(([round]) => round).sort()).toEqual([13n, 14n]);
  });

  it("go a hundred at a time at most", () => {
    const state = stored(10n, 150n);
    pruneOldPulses(state, 1_000n + maxKeptPulses);
    expect(storage.OldestStoredRound.get(state)).toBe(10n + maxRemovedPulses);
    expect([...storage.Pulses.keys(state)]).toHaveLength(50);
  });

  it("are none before the first one is noted", () => {
    const state = stored(0n, 3n);
    pruneOldPulses(state, 1_000n + maxKeptPulses);
    expect([...storage.Pulses.keys(state)]).toHaveLength(3);
  });
});
