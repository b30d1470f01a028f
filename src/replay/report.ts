import type { Json } from "./recorded-values.ts";
import { sameJson, toRecorded } from "./recorded-values.ts";

/** What a comparison found: how many results were compared and a line for each that differs. */
export interface MathReport {
  checked: number;
  differences: string[];
}

const refused = "panic";

/**
 * Computes one result and compares it with the recorded one. A recorded "panic" (or a division by
 * zero) must be a refusal: an exception. `err` stands for the error result, undefined here.
 */
export function compareResult(report: MathReport, where: string, recorded: Json, compute: () => unknown): void {
  let found: Json;
  let reason = "";
  try {
    found = toRecorded(compute());
  } catch (error) {
    found = refused;
    reason = error instanceof Error ? ` (${error.message})` : "";
  }
  const expected = recorded === "div by zero" ? refused : recorded;
  const equal = expected === "err" ? found === null : sameJson(expected, found);
  report.checked += 1;
  if (!equal) {
    report.differences.push(`${where}: ${show(found)}${reason}, recorded ${show(recorded)}`);
  }
}

/** Notes something that cannot be compared because its meaning is not known here. */
export function reportUnknown(report: MathReport, what: string): void {
  report.checked += 1;
  report.differences.push(`not known: ${what}`);
}

function show(value: Json): string {
  const text = JSON.stringify(value);
  return text.length > 200 ? `${text.slice(0, 200)}...` : text;
}
