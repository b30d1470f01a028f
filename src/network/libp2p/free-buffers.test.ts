import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { expect, it } from "vitest";
import { createFreeBuffers, lookEvery, mostUnseen } from "./free-buffers.ts";

it("collects when so much has come since the last time, and looks once for each so many bytes that crossed", () => {
  let [held, collections, looks] = [100, 0, 0];
  const crossed = createFreeBuffers({
    held: () => {
      looks++;
      return held;
    },
    collect() {
      collections++;
      held -= mostUnseen / 2;
    },
  });
  looks = 0;
  held += mostUnseen;
  for (let bytes = 1; bytes < lookEvery; bytes += lookEvery / 4) crossed(lookEvery / 4 - 1);
  expect([looks, collections]).toEqual([0, 0]);
  crossed(4);
  expect(collections).toBe(1);
  // Half of it is in use: the other half has to come again before the next collection.
  held += mostUnseen - 1;
  crossed(lookEvery);
  expect(collections).toBe(1);
  held += 1;
  crossed(lookEvery);
  expect(collections).toBe(2);
  // What was in use is not any more: the count begins lower.
  held = 50;
  crossed(lookEvery);
  held = 50 + mostUnseen;
  crossed(lookEvery);
  expect(collections).toBe(3);
});

it("keeps the buffers of a stream of messages from coming together", () => {
  setFlagsFromString("--expose-gc");
  const collectAll = runInNewContext("gc") as () => void;
  /** The most that is held of 200 MB in messages of 30 kB, of which none is in use when the next one comes. */
  const most = (crossed: (bytes: number) => void): number => {
    collectAll();
    collectAll();
    const { arrayBuffers: before } = process.memoryUsage();
    let highest = 0;
    for (let at = 0; at < 7_000; at++) {
      const { length } = Buffer.alloc(30_000, 1);
      crossed(length);
      highest = Math.max(highest, process.memoryUsage().arrayBuffers - before);
    }
    return highest;
  };
  expect(most(createFreeBuffers())).toBeLessThan(3 * mostUnseen);
  expect(most(() => {})).toBeGreaterThan(4 * mostUnseen);
});
