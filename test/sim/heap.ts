import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";

/** What the process holds at one moment, after all that is of no use was thrown away. */
export interface HeapSample {
  /** Simulated hours since the run began. */
  readonly hour: number;
  /** Bytes in the heap, and in arrays that lie outside of it. */
  readonly bytes: number;
}

let collect: (() => void) | undefined;

/** Bytes that are in use, once all is collected that is not. */
export function heapInUse(): number {
  if (collect === undefined) {
    setFlagsFromString("--expose-gc");
    collect = runInNewContext("gc") as () => void;
  }
  // The memory of arrays that the first one finds is given back with the second.
  collect();
  collect();
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
}

/** By how much, in a hundred, the heap may grow from the first half of a run to its end. */
const mostGrowth = 10;

const middleOf = (samples: readonly HeapSample[]): number =>
  samples.map(({ bytes }) => bytes).toSorted((a, b) => a - b)[Math.floor(samples.length / 2)] ?? 0;

/**
 * Says why what is held is not flat; undefined when it is. What comes with the first hour (caches that fill) does not count: the
 * second quarter of the run is compared with the last.
 */
export function growthOf(samples: readonly HeapSample[]): string | undefined {
  const quarter = Math.floor(samples.length / 4);
  if (quarter === 0) return undefined;
  const [early, late] = [middleOf(samples.slice(quarter, 2 * quarter)), middleOf(samples.slice(-quarter))];
  if (late * 100 <= early * (100 + mostGrowth)) return undefined;
  return `the heap grows: ${megabytes(early)} in the second quarter of the run, ${megabytes(late)} in the last`;
}

export const megabytes = (bytes: number): string => `${(bytes / 2 ** 20).toFixed(1)} MB`;
