import { expect, it } from "vitest";
import { testChain } from "../../chain/testing/chain.ts";
import { testClock } from "../../chain/testing/clock.ts";
import type { Sync } from "../../sync/sync.ts";
import { createSyncDriver } from "./sync-driver.ts";

it("gives the sync times that never go back", async () => {
  const clock = testClock(1_760_000_000_000);
  let ahead = 0;
  const chain = await testChain({ ...clock, now: () => clock.now() + ahead });
  const times: number[] = [];
  const sync: Pick<Sync, "handle"> = {
    handle(_input, now) {
      times.push(now);
      return [];
    },
  };
  const network = (): never => {
    throw new Error("nothing is sent");
  };
  const driver = createSyncDriver(chain, network, sync as Sync, { backfill: true, votersAfter: () => undefined });
  await clock.pass(5000);
  ahead = -3_600_000;
  await clock.pass(5000);
  driver.stop();
  expect(times.length).toBeGreaterThan(5);
  expect(times).toEqual(times.toSorted((a, b) => a - b));
  // While it is set back no time passes; then it goes on.
  expect((times.at(-1) as number) - (times[0] as number)).toBeGreaterThan(7000);
});
