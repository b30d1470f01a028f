import { createRuntime, local } from "../../src/runtime/index.ts";
import { pallets } from "../../src/runtime/pallet-list.ts";
import type { Coverage } from "./coverage.ts";
import { menuOf } from "./generate.ts";
import { apisThatPanic, callsWithoutSuccess, errorsNeverSeen } from "./unreached.ts";

/** How often every built call must succeed in a whole run. */
const wanted = 100;

/** The errors of all pallets. */
export const declaredErrors = (): string[] =>
  pallets.flatMap(([, pallet]) => Object.keys(pallet.errors ?? {}).map((name) => `${pallet.name}.${name}`));

function callLines({ calls }: Coverage, names: readonly string[]): { lines: string[]; short: string[] } {
  const short: string[] = [];
  const lines = names.map((name) => {
    const line = calls[name] ?? { tried: 0, included: 0, succeeded: 0, errors: {} };
    const errors = Object.entries(line.errors)
      .sort(([, a], [, b]) => b - a)
      .map(([error, times]) => `${error.replace(/^SubtensorModule\./, "")} ${times}`);
    const why = callsWithoutSuccess[name];
    if (line.succeeded < wanted && why === undefined) short.push(`${name} (${line.succeeded})`);
    return `| ${name} | ${line.tried} | ${line.included} | ${line.succeeded} | ${why ?? ""} | ${errors.join(", ")} |`;
  });
  return { lines, short };
}

/** The table of a run, and whether it reached all that can be reached. */
export function report(coverage: Coverage): { readonly text: string; readonly complete: boolean } {
  const { lines, short } = callLines(coverage, menuOf(createRuntime(local)).names);
  const errors = declaredErrors();
  const seen = errors.filter((name) => coverage.errors[name] !== undefined);
  const missing = errors.filter((name) => coverage.errors[name] === undefined);
  const open = missing.filter((name) => errorsNeverSeen[name] === undefined);
  const wrong = Object.keys(errorsNeverSeen).filter((name) => coverage.errors[name] !== undefined);
  const panics = Object.keys(coverage.apiPanics).filter(
    (what) => apisThatPanic[what.split(":")[0] ?? ""] === undefined,
  );
  const text = [
    "| call | tried | included | succeeded | why never | errors |",
    "| --- | --- | --- | --- | --- | --- |",
    ...lines,
    "",
    `Not valid: ${pairs(coverage.invalid)}`,
    `The original panics: ${pairs(coverage.panics)}`,
    `Runtime API methods asked: ${Object.keys(coverage.apis).length}, in all ${sum(coverage.apis)} times`,
    `The original panics in them: ${pairs(coverage.apiPanics)}`,
    `In others, without a reason (${panics.length}): ${panics.join(", ") || "none"}`,
    "",
    `Errors seen: ${seen.length} of ${errors.length}. Never seen, with the reason:`,
    ...missing.flatMap((name) => (errorsNeverSeen[name] === undefined ? [] : [`- ${name}: ${errorsNeverSeen[name]}`])),
    `Never seen without a reason (${open.length}): ${open.join(", ") || "none"}`,
    `Said to be never seen, but seen: ${wrong.join(", ") || "none"}`,
    `Calls that succeeded less than ${wanted} times without a reason (${short.length}): ${short.join(", ") || "none"}`,
  ].join("\n");
  return { text, complete: open.length + short.length + wrong.length + panics.length === 0 };
}

const sum = (counts: Readonly<Record<string, number>>): number =>
  Object.values(counts).reduce((all, times) => all + times, 0);

const pairs = (counts: Readonly<Record<string, number>>): string =>
  Object.entries(counts)
    .map(([name, times]) => `${name} ${times}`)
    .join(", ") || "none";
