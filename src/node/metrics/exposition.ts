import { collectDefaultMetrics, type Metric, Registry } from "prom-client";
import type { Histogram } from "../../lib/histogram.ts";
import type { Figure, Sample } from "./figure.ts";

/** How often the lag of the event loop is looked at, ms: each look wakes the processor. */
const lagPrecision = 100;

/** The metrics as Prometheus reads them. */
export interface Exposition {
  readonly contentType: string;
  text(): Promise<string>;
}

/** One line of a metric, as prom-client writes it. */
interface Line {
  readonly labels: Readonly<Record<string, string | number>>;
  readonly value: number;
  readonly metricName?: string;
}

/**
 * Prepares the text of figures, each read when the text is asked for, and of the process itself.
 * @param figures may grow later.
 * @param chain the label of every line: the id of the chain specification.
 */
export function createExposition(figures: readonly Figure[], chain: string): Exposition {
  const registry = new Registry();
  registry.setDefaultLabels({ chain });
  collectDefaultMetrics({ register: registry, eventLoopMonitoringPrecision: lagPrecision });
  const registered = new Set<Figure>();
  return {
    contentType: registry.contentType,
    text() {
      for (const figure of figures) {
        if (registered.has(figure)) continue;
        registry.registerMetric(asMetric(figure));
        registered.add(figure);
      }
      return registry.metrics();
    },
  };
}

/** What a registry asks of a metric is its name and `get`. prom-client's own metrics keep their values; ours are read. */
function asMetric(figure: Figure): Metric {
  const { name, help, type } = figure;
  const get = async () => ({ name, help, type, values: linesOf(figure), aggregator: "sum" });
  return { name, get } as unknown as Metric;
}

function linesOf(figure: Figure): Line[] {
  const { labels: names } = figure;
  const named = (labels: readonly string[]): Record<string, string> =>
    Object.fromEntries(names.map((name, at) => [name, labels[at] ?? ""]));
  if (figure.type !== "histogram") return figure.read().map(([labels, value]) => ({ labels: named(labels), value }));
  return figure
    .read()
    .flatMap(([labels, value]: Sample<Histogram>) => histogramLines(figure.name, named(labels), value));
}

/** A line for each bound with all values up to it, one for all, one for their sum. */
function histogramLines(name: string, labels: Readonly<Record<string, string>>, histogram: Histogram): Line[] {
  let total = 0;
  const buckets = [...histogram.bounds, "+Inf"].map((le, at) => {
    total += histogram.counts[at] ?? 0;
    return { labels: { le, ...labels }, value: total, metricName: `${name}_bucket` };
  });
  return [
    ...buckets,
    { labels, value: histogram.sum, metricName: `${name}_sum` },
    { labels, value: total, metricName: `${name}_count` },
  ];
}
