/** The median of some times. */
export function median(times: readonly number[]): number {
  const sorted = [...times].sort((a, b) => a - b);
  return sorted[sorted.length >> 1] ?? 0;
}

/** The least of some times: what a machine that others use too can do. */
export function least(times: readonly number[]): number {
  return times.reduce((a, b) => (a < b ? a : b), Number.POSITIVE_INFINITY);
}

/** Runs something `runs` times after a warm-up; median in ms. */
export function timed(runs: number, run: () => void, warmUp = 1): number {
  for (let i = 0; i < warmUp; i++) run();
  return median(
    Array.from({ length: runs }, () => {
      const start = performance.now();
      run();
      return performance.now() - start;
    }),
  );
}

/**
 * A fixed loop of 64-bit products: what this machine does now, beside figures that were taken on another day.
 * @returns ms
 */
export function calibration(): number {
  return timed(5, () => {
    let value = 88172645463325252n;
    for (let i = 0; i < 300_000; i++) value = BigInt.asUintN(64, value * 6364136223846793005n + 1442695040888963407n);
    if (value === 0n) throw new Error("not reached: keeps the loop");
  });
}

/** One row of the table: what, ours, what it is held against, and the goal as a ratio. */
export interface Row {
  readonly what: string;
  /** ms, unless `unit` says otherwise. */
  readonly ours: number;
  readonly unit?: string;
  readonly against?: { readonly name: string; readonly value: number; readonly goal?: number };
}
