import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { expect, it } from "vitest";
import { createFreeBuffers, lookEvery, mostUnseen, ownBuffers, rest } from "./free-buffers.ts";

const most = mostUnseen.bytes;

/** Buffers in numbers. A collection frees what is of no use, and takes 2 ms for it. */
function counted() {
  const seen = { heap: 0, outside: 100, inUse: 100, time: 0, collections: 0, looks: 0 };
  let timers: { readonly at: number; readonly call: () => void }[] = [];
  const crossed = createFreeBuffers({
    held() {
      seen.looks++;
      return seen;
    },
    collect() {
      seen.collections++;
      seen.outside = seen.inUse;
      seen.time += 2;
    },
    now: () => seen.time,
    later: (milliseconds, call) => void timers.push({ at: seen.time + milliseconds, call }),
  });
  seen.looks = 0;
  const pass = (milliseconds: number): void => {
    for (const end = seen.time + milliseconds; seen.time < end; seen.time++) {
      const due = timers.filter(({ at }) => at <= seen.time);
      timers = timers.filter(({ at }) => at > seen.time);
      for (const { call } of due) call();
    }
  };
  return { seen, crossed, pass, timers: () => timers.length };
}

it("looks once for each so many bytes that crossed, and collects when so much has come", () => {
  const { seen, crossed, timers } = counted();
  seen.outside += most - 1;
  crossed(lookEvery);
  expect([seen.looks, seen.collections]).toEqual([1, 0]);
  seen.outside++;
  for (let part = 0; part < 4; part++) crossed(lookEvery / 4 - 1);
  expect([seen.looks, seen.collections]).toEqual([1, 0]);
  crossed(4);
  expect([seen.collections, timers()]).toEqual([1, 0]);
});

it("collects rarely in a large heap, and never for more than a tenth of the time", () => {
  const { seen, crossed, pass, timers } = counted();
  seen.heap = 8 * most;
  seen.outside += 2 * most - 1;
  crossed(lookEvery);
  expect(seen.collections).toBe(0);
  seen.outside++;
  crossed(lookEvery);
  expect(seen.collections).toBe(1);
  seen.outside += 3 * most;
  crossed(lookEvery);
  expect([seen.collections, timers()]).toEqual([1, 1]);
  crossed(lookEvery);
  expect([seen.collections, timers()]).toEqual([1, 1]);
  pass(2 * rest.least + 1);
  expect([seen.collections, timers()]).toEqual([2, 0]);
});

it("finds what was in use at the last collection and is not any more, though no byte comes", () => {
  const { seen, crossed, pass, timers } = counted();
  seen.inUse += 2 * most;
  seen.outside = seen.inUse;
  crossed(lookEvery);
  pass(2 * 2 * rest.least + 2);
  expect([seen.collections, seen.outside]).toEqual([2, 100 + 2 * most]);
  seen.inUse = 100;
  pass(2 * 4 * rest.least + 2);
  expect([seen.collections, seen.outside, timers()]).toEqual([3, 100, 0]);
});

it("takes what stays in use for long to stay, and begins anew when it goes", () => {
  const { seen, crossed, pass, timers } = counted();
  seen.inUse += 2 * most;
  seen.outside = seen.inUse;
  crossed(lookEvery);
  pass(10_000);
  // 10, 20, 40, ... 640 times 2 ms apart.
  expect([seen.collections, timers()]).toEqual([8 - 1, 0]);
  seen.outside = seen.inUse + most;
  crossed(lookEvery);
  expect(seen.collections).toBe(8);
  pass(1_000);
  seen.inUse = 100;
  seen.outside = 100;
  crossed(lookEvery);
  seen.outside = 100 + most;
  crossed(lookEvery);
  expect([seen.collections, timers()]).toEqual([9, 0]);
});

it("keeps the buffers of messages from coming together, though each was in use for a while", () => {
  setFlagsFromString("--expose-gc");
  const collect = runInNewContext("gc") as () => void;
  /** The most that is held of 200 MB in messages of 30 kB, of which the last 100 are in use. */
  const highest = (crossed: (bytes: number) => void): number => {
    collect();
    collect();
    const { arrayBuffers: before } = process.memoryUsage();
    const used: Buffer[] = [];
    let most = 0;
    for (let at = 0; at < 7_000; at++) {
      used.push(Buffer.alloc(30_000, 1));
      if (used.length > 100) used.shift();
      crossed(30_000);
      most = Math.max(most, process.memoryUsage().arrayBuffers - before);
    }
    return most;
  };
  // As if a collection took no time: in this loop a tenth of it is too little.
  const freed = highest(createFreeBuffers({ ...ownBuffers(), now: () => 0 }));
  const left = highest(() => {});
  expect(freed).toBeLessThan(4 * most);
  // How much the engine by itself lets come depends on when its threads run.
  expect(left).toBeGreaterThan(2 * freed);
});
