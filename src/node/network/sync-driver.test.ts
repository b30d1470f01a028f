import { expect, it } from "vitest";
import { startAuraAuthor } from "../../chain/aura-author.ts";
import { silentLog } from "../../chain/environment.ts";
import { alwaysAuthors, oneKeys, testChain } from "../../chain/testing/chain.ts";
import { testClock } from "../../chain/testing/clock.ts";
import { type Network, RequestError } from "../../network/network.ts";
import type { Sync, SyncInput } from "../../sync/sync.ts";
import type { SyncAction } from "../../sync/types.ts";
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

it("says at debug what peers are asked for, what comes of it, and who is reported or sent away", async () => {
  const clock = testClock(1_760_000_000_000);
  const lines: string[] = [];
  const debug = (_target: string, text: string | (() => string)) =>
    void lines.push(typeof text === "string" ? text : text());
  const chain = await testChain({ ...clock, log: { ...silentLog, debug } });
  const hash = chain.api.genesisHash;
  const request = { protocol: "warp", begin: hash } as const;
  const todo: SyncAction[] = [
    { type: "request", id: 1, peer: "A", request },
    { type: "request", id: 2, peer: "B", request },
    { type: "report", peer: "B", change: { value: -5, reason: "Slow" } },
    { type: "disconnect", peer: "B" },
  ];
  const sync: Pick<Sync, "handle"> = { handle: () => todo.splice(0) };
  const network: Partial<Network> = {
    request: async (peer) => {
      if (peer === "B") throw new RequestError("timeout", "late");
      return new Uint8Array(7);
    },
    report() {},
    disconnect() {},
  };
  const uses = { backfill: true, votersAfter: () => undefined };
  const driver = createSyncDriver(chain, () => network as Network, sync as Sync, uses);
  await clock.pass(10);
  driver.stop();
  const asked = `{"protocol":"warp","begin":"${hash}"}`;
  expect(lines.toSorted()).toEqual(
    [
      `asks A: ${asked} (1)`,
      `asks B: ${asked} (2)`,
      "B is reported: Slow (-5)",
      "B is sent away",
      "A answers in 7 bytes (1)",
      "B gives no answer: timeout (2)",
    ].toSorted(),
  );
});

it("a justification that is not the current voters' costs its sender nothing once its block is final", async () => {
  const clock = testClock(1_760_000_000_000);
  const chain = await testChain(clock, { finalizesBest: () => false });
  const sealing = startAuraAuthor(chain, oneKeys, alwaysAuthors);
  await clock.pass(10);
  sealing.stop();
  const best = chain.best();
  const ask = { type: "import-justifications", peer: "A", block: best, justifications: [] } as const;
  const told: SyncInput[] = [];
  const todo: SyncAction[] = [];
  const sync: Pick<Sync, "handle"> = {
    handle(input) {
      if (input.type === "justification-imported") told.push(input);
      return todo.splice(0);
    },
  };
  const uses = { backfill: true, votersAfter: () => undefined };
  const driver = createSyncDriver(chain, () => ({}) as Network, sync as Sync, uses);
  todo.push(ask);
  driver.feed({ type: "tick" });
  await clock.pass(10);
  // A vote makes the block final while the answer is on its way.
  const finalizing = chain.writer.finalize(best.hash);
  todo.push(ask);
  driver.feed({ type: "tick" });
  await finalizing;
  await clock.pass(10);
  driver.stop();
  expect(told.map((input) => "success" in input && input.success)).toEqual([false, true]);
});
