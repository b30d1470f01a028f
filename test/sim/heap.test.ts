import { expect, it } from "vitest";
import { growthOf, heapInUse } from "./heap.ts";

const samples = (megabytes: readonly number[]) => megabytes.map((size, hour) => ({ hour, bytes: size * 2 ** 20 }));

it("tells a heap that grows from one that only fills its caches", () => {
  expect(growthOf(samples([10, 20, 30, 31, 30, 31, 30, 31]))).toBeUndefined();
  expect(growthOf(samples([10, 12, 30, 32, 34, 36, 38, 40]))).toBe(
    "the heap grows: 32.0 MB in the second quarter of the run, 40.0 MB in the last",
  );
  expect(growthOf(samples([1, 9, 90]))).toBeUndefined();
});

it("sees what is held, and not what was let go", () => {
  const holder: { held: Uint8Array[] } = { held: [] };
  const before = heapInUse();
  for (let count = 0; count < 100; count++) holder.held.push(new Uint8Array(100_000).fill(1));
  expect(heapInUse() - before).toBeGreaterThan(9_000_000);
  holder.held = [];
  expect(heapInUse() - before).toBeLessThan(2_000_000);
});
