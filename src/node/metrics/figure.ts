import type { Histogram } from "../../lib/histogram.ts";

/** Values of the labels that a figure declares, in their order, and the value. */
export type Sample<V> = readonly [labels: readonly string[], value: V];

/** A metric, read whenever somebody asks for the metrics. The name has the original's prefix. */
export type Figure = { readonly name: string; readonly help: string; readonly labels: readonly string[] } & (
  | { readonly type: "gauge" | "counter"; read(): readonly Sample<number>[] }
  | { readonly type: "histogram"; read(): readonly Sample<Histogram>[] }
);

const prefix = "substrate_";

/** A value that rises and falls. */
export function gauge(name: string, help: string, read: () => number): Figure {
  return { type: "gauge", name: prefix + name, help, labels: [], read: () => [[[], read()]] };
}

/** A value that only rises. */
export function counter(name: string, help: string, read: () => number): Figure {
  return { type: "counter", name: prefix + name, help, labels: [], read: () => [[[], read()]] };
}

/** A distribution of values. */
export function histogram(name: string, help: string, read: () => Histogram): Figure {
  return { type: "histogram", name: prefix + name, help, labels: [], read: () => [[[], read()]] };
}

type Labelled<V> = (name: string, labels: readonly string[], help: string, read: () => readonly Sample<V>[]) => Figure;

/** A gauge for each value of some labels. */
export const gauges: Labelled<number> = (name, labels, help, read) => ({
  ...{ type: "gauge", name: prefix + name, help, labels, read },
});

/** A counter for each value of some labels. */
export const counters: Labelled<number> = (name, labels, help, read) => ({
  ...{ type: "counter", name: prefix + name, help, labels, read },
});

/** A distribution for each value of some labels. */
export const histograms: Labelled<Histogram> = (name, labels, help, read) => ({
  ...{ type: "histogram", name: prefix + name, help, labels, read },
});
