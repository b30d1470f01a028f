import { type RunValues, runOptions } from "./options/run.ts";

/** The node's options as nobody gave them. */
export function runDefaults(): RunValues {
  return Object.fromEntries(Object.entries(runOptions).map(([key, spec]) => [key, spec.default])) as RunValues;
}
