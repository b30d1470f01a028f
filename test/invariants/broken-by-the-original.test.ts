import { describe, expect, it } from "vitest";
import { I96F32 } from "../../src/runtime/fixed/formats.ts";
import type { ReadState } from "../../src/runtime/frame/state.ts";
import { getRootClaimableForHotkeyColdkey } from "../../src/runtime/pallets/subtensor/staking/root-claimable.ts";
import { storage } from "../../src/runtime/pallets/subtensor/storage.ts";
import { violations } from "../../src/runtime/try-state.ts";
import type { FuzzChain } from "../fuzz/chain.ts";
import { newCoverage } from "../fuzz/coverage.ts";
import { play } from "../fuzz/play.ts";
import { prepareChain } from "../fuzz/prepare.ts";
import { brokenByTheOriginal } from "../fuzz/unreached.ts";
import { hotkeys, rich } from "../fuzz/world.ts";
import { claimedTwice, heir, type Sequence, sequences } from "./sequences.ts";

const prepared = prepareChain();

function played(sequence: Sequence): FuzzChain {
  prepared.watch.coverage = newCoverage();
  return play(prepared, sequence);
}

const brokenIn = ({ runtime, state }: FuzzChain): string[] => [
  ...new Set(violations(runtime, state).map(({ pallet, invariant }) => `${pallet}: ${invariant}`)),
];

const readerOf = ({ runtime, state }: FuzzChain): ReadState => ({
  rules: runtime.rules,
  runtime,
  get: (key) => state.get(key),
  nextKey: (key) => state.nextKey(key),
});

describe("what the original's own rules break", () => {
  it("is what the fuzz excuses", () => {
    expect(Object.keys(sequences).sort()).toEqual(Object.keys(brokenByTheOriginal).sort());
    expect(brokenIn(prepared)).toEqual([]);
  });

  it.each(Object.entries(sequences))("%s", (invariant, sequence) => {
    expect(brokenIn(played(sequence))).toEqual([invariant]);
  });
});

describe("root dividends that were claimed", () => {
  // Seed 428, episode 30 of the fuzz.
  it("are claimed again after a coldkey swap, where the old coldkey had no alpha", () => {
    const [hotkey, old] = [hotkeys[21], rich[10]] as [`0x${string}`, `0x${string}`];
    const chain = played(claimedTwice);
    const state = readerOf(chain);
    const claimed = (coldkey: `0x${string}`) => storage.RootClaimed.at(2, hotkey, coldkey).get(state);
    const entitled = I96F32.saturatingToU64(getRootClaimableForHotkeyColdkey(state, hotkey, heir, 2));
    expect(claimed(old)).toBeGreaterThan(5n * 10n ** 8n);
    // The new coldkey claimed all that its root stake entitles it to, of which the old one had most already.
    expect(entitled - claimed(heir)).toBeLessThan(10n);
    expect(claimed(old) + claimed(heir)).toBeGreaterThan((entitled * 3n) / 2n);
    // So more alpha is outside of the pool than was ever counted there: what was claimed twice is told apart.
    expect(brokenIn(chain)).toEqual([]);
  });
});
