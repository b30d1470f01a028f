import { expect, it } from "vitest";
import { describeFailure } from "./report.ts";
import { runSeed } from "./run-seed.ts";

/** Small runs, of which twenty take no longer than a minute. */
const size = { nodes: 5, minutes: 12, calm: 5 } as const;

/** A test for each of some seeds. */
export function testSeeds(first: number, last: number): void {
  for (let seed = first; seed <= last; seed++) {
    it(`seed ${seed}`, { timeout: 60_000 }, async () => {
      const outcome = await runSeed(seed, size);
      const command = `npm run sim -- --seeds ${seed} --nodes ${size.nodes} --minutes ${size.minutes} --calm ${size.calm}`;
      expect(outcome.broken.length === 0 ? "" : describeFailure(outcome, command)).toBe("");
      expect(outcome.finalized).toBeGreaterThan(10);
    });
  }
}
