import type { Figure } from "../../src/node/metrics/figure.ts";
import { cell, code, page, table } from "./markdown.ts";

/** The reference page of the metrics, from their declarations. */
export function metricsPage(groups: Readonly<Record<string, readonly Figure[]>>): string {
  return page([
    "# Metrics",
    "",
    "Written by `npm run docs` from the declarations in `src/node/metrics/figures/`; do not edit. [Index](README.md)",
    "",
    "Served at `http://127.0.0.1:9615/metrics` (`--prometheus-port`, `--prometheus-external`, `--no-prometheus`). Names are the original's; a metric whose part of the node does not run is left out. Every line has the label `chain`, the id of the chain specification. Metrics of the process (`process_...`, `nodejs_...`) are those of prom-client.",
    "",
    ...Object.entries(groups).flatMap(([group, figures]) => [
      `## ${group}`,
      "",
      ...table(
        ["metric", "kind", "labels", ""],
        figures.map(({ name, type, labels, help }) => [code(name), type, labels.map(code).join(", "), cell(help)]),
      ),
    ]),
  ]);
}
