/** How often values fell below each of some bounds, as Prometheus counts them. */
export interface Histogram {
  /** Rising. */
  readonly bounds: readonly number[];
  /** How many values were at most each bound and above the one before; the last place has those above all bounds. */
  readonly counts: number[];
  sum: number;
}

/** The bounds that Prometheus' client libraries have for seconds. */
const seconds = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

/** An empty histogram. */
export function createHistogram(bounds: readonly number[] = seconds): Histogram {
  return { bounds, counts: new Array<number>(bounds.length + 1).fill(0), sum: 0 };
}

/** Counts one value. */
export function observe(histogram: Histogram, value: number): void {
  const { bounds, counts } = histogram;
  let at = 0;
  while (at < bounds.length && value > (bounds[at] as number)) at++;
  counts[at] = (counts[at] as number) + 1;
  histogram.sum += value;
}
