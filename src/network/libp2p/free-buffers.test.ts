import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { expect, it } from "vitest";
import { createFreeBuffers, lookEvery, mostUnseen, ownBuffers, restAfter } from "./free-buffers.ts";

const most = mostUnseen.bytes;

/** Buffers in numbers, of whose growth a collection frees half and takes 2 ms for it. */
function counted() {
  const seen = { heap: 0, outside: 100, time: 0, collections: 0, looks: 0 };
  const crossed = createFreeBuffers({
    held() {
      seen.looks++;
      return seen;
    },
    collect() {
      seen.collections++;
      seen.outside -= most / 2;
      seen.time += 2;
    },
    now: () => seen.time,
  });
  seen.looks = 0;
  return { seen, crossed };
}

it("looks once for each so many bytes that crossed, and collects when so much has come since the last time", () => {
  const { seen, crossed } = counted();
  seen.outside += most;
  for (let bytes = 1; bytes < lookEvery; bytes += lookEvery / 4) crossed(lookEvery / 4 - 1);
  expect([seen.looks, seen.collections]).toEqual([0, 0]);
  crossed(4);
  expect(seen.collections).toBe(1);
  seen.time += 2 * restAfter;
  // Half of it is in use: as much has to come again.
  seen.outside += most - 1;
  crossed(lookEvery);
  expect(seen.collections).toBe(1);
  seen.outside += 1;
  crossed(lookEvery);
  expect(seen.collections).toBe(2);
  seen.time += 2 * restAfter;
  // What was in use is not any more: the count begins lower.
  seen.outside = 50;
  crossed(lookEvery);
  seen.outside = 50 + most;
  crossed(lookEvery);
  expect(seen.collections).toBe(3);
});

it("collects rarely in a large heap, and never for more than a tenth of the time", () => {
  const { seen, crossed } = counted();
  seen.heap = 8 * most;
  seen.outside += 2 * most - 1;
  crossed(lookEvery);
  expect(seen.collections).toBe(0);
  seen.outside += 1;
  crossed(lookEvery);
  expect(seen.collections).toBe(1);
  seen.outside += 3 * most;
  seen.time += 2 * restAfter - 1;
  crossed(lookEvery);
  expect(seen.collections).toBe(1);
  seen.time += 1;
  crossed(lookEvery);
  expect(seen.collections).toBe(2);
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
  // As if they came slowly: in this loop a tenth of the time is too little.
  let time = 0;
  const freed = highest(createFreeBuffers({ ...ownBuffers(), now: () => (time += 1000) }));
  const left = highest(() => {});
  expect(freed).toBeLessThan(4 * most);
  expect(left).toBeGreaterThan(5 * most);
});
