import { allFigures } from "../../src/node/metrics/all-figures.ts";
import { createExposition } from "../../src/node/metrics/exposition.ts";

/** The names that a scrape can have, each with its metric: histograms have three. */
export async function exposedNames(): Promise<ReadonlyMap<string, string>> {
  const names = new Map<string, string>();
  const figures = Object.values(allFigures()).flat();
  const text = await createExposition(figures, "bittensor").text();
  for (const [, name, type] of text.matchAll(/^# TYPE (\w+) (\w+)$/gm) as Iterable<[string, string, string]>) {
    const suffixes = type === "histogram" ? ["_bucket", "_sum", "_count"] : [""];
    for (const suffix of suffixes) names.set(name + suffix, name);
  }
  return names;
}

/** The metrics that an expression of Prometheus names. */
export function namesIn(expression: string): string[] {
  const bare = expression.replaceAll(/\{[^}]*\}/g, " ").replaceAll(/\b(by|ignoring|on)\s*\([^)]*\)/g, " ");
  return [...bare.matchAll(/\b(?:substrate|process|nodejs)_\w+/g)].map(([name]) => name);
}
