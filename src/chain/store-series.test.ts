import { expect, it } from "vitest";
import type { Hex } from "../lib/bytes.ts";
import type { Change, Changing } from "./change.ts";
import type { ExecutedBlock } from "./executed-block.ts";
import { createTaskQueue } from "./queue.ts";
import { createSeriesStore } from "./store-series.ts";

const hashOf = (number: number): Hex => `0x${number.toString(16).padStart(64, "0")}`;

/** A store of series over nothing: what happens is noted, and each write reaches the disk when the test says so. */
function noted(votes = false) {
  const queue = createTaskQueue();
  const told: string[] = [];
  const writes: { done(): void; fail(error: Error): void }[] = [];
  let best = 0;
  let final = 0;
  let pinned = 0;
  const changing: Changing = async (work) => {
    const stored: { hash: Hex; isNewBest: boolean }[] = [];
    const finalization = { finalized: [], dropped: [] };
    pinned++;
    const result = await work({
      retracts: () => {},
      stored: (block) => void stored.push(block),
      finalized: () => {
        final = best;
      },
    });
    return { result, change: { stored, finalization }, release: () => void pinned-- };
  };
  const store = createSeriesStore({
    changing,
    votes,
    rest: () => async () => {},
    put: async (steps, { hash, number }) => {
      best = number;
      steps.stored({ hash, isNewBest: true });
    },
    show: async ({ stored, finalized }: Change) => {
      told.push(`${stored.length} to ${finalized?.number}`);
    },
    database: {
      finalize: async () => ({ finalized: [], dropped: [] }),
      finalized: () => ({ hash: hashOf(final), number: final }),
      togetherAhead: async (work) => {
        const result = await work();
        const onDisk = new Promise<void>((done, fail) => writes.push({ done, fail }));
        onDisk.catch(() => {});
        return { result, onDisk };
      },
    },
  });
  /** Makes so many blocks, three in a write. */
  const series = (count: number, goesOn: () => boolean = () => true) =>
    queue.run((turn) => {
      let left = count;
      let inWrite = 3;
      return store(turn, {
        finalize: true,
        make: async () => {
          if (left === 0 || inWrite === 0) return undefined;
          left--;
          inWrite--;
          return { hash: hashOf(best + 1), number: best + 1 } as ExecutedBlock;
        },
        goesOn: () => {
          inWrite = 3;
          return left > 0 && goesOn();
        },
      });
    });
  const settled = () => new Promise((resolve) => setImmediate(resolve));
  return { queue, series, told, writes, settled, best: () => best, pinned: () => pinned };
}

it("makes the next blocks while a write is on its way, and tells of each write when the disk has it", async () => {
  const { series, told, writes, settled, best, pinned } = noted();
  const done = series(8);
  await settled();
  // Two writes are made; the second waits to be followed until the first is told of.
  expect([best(), writes.length, told, pinned()]).toEqual([6, 2, [], 2]);
  writes[1]?.done();
  await settled();
  expect([best(), told]).toEqual([6, []]);
  writes[0]?.done();
  await settled();
  expect([best(), writes.length, told]).toEqual([8, 3, ["3 to 3", "3 to 6"]]);
  writes[2]?.done();
  await done;
  expect([told, pinned()]).toEqual([["3 to 3", "3 to 6", "2 to 8"], 0]);
});

it("ends where others wait for their turn, and makes nothing ahead where there are voters", async () => {
  const { queue, series, writes, settled, best } = noted();
  const done = series(9);
  const other = queue.run(async () => best());
  await settled();
  writes[0]?.done();
  await done;
  expect(await other).toBe(3);

  const closing = noted();
  const begun = closing.series(9);
  await closing.settled();
  const closed = closing.queue.close();
  closing.writes[0]?.done();
  await closing.settled();
  for (const { done: written } of closing.writes) written();
  await Promise.all([begun, closed]);
  expect(closing.best()).toBe(6);

  const voting = noted(true);
  const first = voting.series(9);
  await voting.settled();
  expect(voting.best()).toBe(3);
  voting.writes[0]?.done();
  await first;
  expect(voting.best()).toBe(3);
});

it("fails with a write that failed, and tells of nothing after it", async () => {
  const { series, told, writes, settled, best } = noted();
  const done = series(9);
  await settled();
  writes[0]?.fail(new Error("the disk is full"));
  writes[1]?.done();
  await expect(done).rejects.toThrow("the disk is full");
  expect([best(), told]).toEqual([6, []]);
});
