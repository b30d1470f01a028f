import type { EpochEngine } from "../src/replay/epoch-engines.ts";
import type { JsonObject } from "../src/replay/recorded-values.ts";
import { asObject, asText, isObject, listOf } from "../src/replay/recorded-values.ts";
import type { MathReport } from "../src/replay/report.ts";
import { reportUnknown } from "../src/replay/report.ts";
import { checkArithmetic, checkTranscendental, formatByName, transcendentalFormat } from "./files/fixed-files.ts";
import { checkAlphaSigmoid, checkEmission, checkEpochFunction, checkSafeFloat } from "./files/other-files.ts";
import { checkBalancer, checkPower, checkSwap } from "./files/swap-files.ts";

export type { MathReport } from "../src/replay/report.ts";

type CheckCase = (report: MathReport, where: string, item: JsonObject, engine: EpochEngine) => void;

/** Parts of a file that hold no cases. */
const descriptive = ["format", "note", "type", "config", "description", "what"];
const sigmoid = "alpha_sigmoid(consensus,weight,bond,alpha_low,alpha_high,steepness)";
const emission = "get_block_emission_for_issuance";

/** What the cases of a list named "cases" are, told by the fields of the first. */
function caseKind(file: JsonObject, first: JsonObject): CheckCase | undefined {
  if ("type" in file) {
    const format = formatByName(asText(file["type"]));
    return format && ((report, where, item, engine) => checkArithmetic(report, where, format, item, engine));
  }
  if ("base_num" in first) {
    return checkPower;
  }
  if ("price_down" in first) {
    return checkBalancer;
  }
  if ("tao_reserve" in first) {
    return checkSwap;
  }
  if ("mul_div" in first) {
    return checkSafeFloat;
  }
  if ("checked_ln(FixedExt)" in first) {
    const format = transcendentalFormat(first);
    return (report, where, item, engine) => checkTranscendental(report, where, format, item, engine);
  }
  return undefined;
}

function checkCases(
  report: MathReport,
  name: string,
  cases: readonly JsonObject[],
  check: CheckCase | undefined,
  engine: EpochEngine,
): void {
  if (check === undefined || cases.length === 0) {
    reportUnknown(report, `the cases of ${name}`);
    return;
  }
  for (const [index, item] of cases.entries()) {
    check(report, `${name} ${index}`, item, engine);
  }
}

/** Whether a parsed recording is one of functions of numbers, and not of blocks or an epoch. */
export function isMathFile(json: unknown): boolean {
  return isObject(json) && !("blocks" in json) && ["cases", "functions", sigmoid, emission].some((key) => key in json);
}

/**
 * Computes everything that a recording of mathematical functions holds and compares it. A function
 * or a kind of file that is not known is a difference too. `engine` computes the functions of epochs.
 * @throws TypeError when the JSON is not of the recordings' format.
 */
export function checkMathFile(json: unknown, engine: EpochEngine = "wasm"): MathReport {
  const file = asObject(json);
  const report: MathReport = { checked: 0, differences: [] };
  const objects = listOf(asObject);
  for (const [name, value] of Object.entries(file)) {
    if (descriptive.includes(name)) {
      continue;
    }
    if (name === "functions") {
      for (const [key, cases] of Object.entries(asObject(value))) {
        checkEpochFunction(report, key, objects(cases), engine);
      }
    } else if (name === "cases") {
      const cases = objects(value);
      checkCases(report, name, cases, caseKind(file, cases[0] ?? {}), engine);
    } else if (name === sigmoid) {
      checkCases(report, name, objects(value), checkAlphaSigmoid, engine);
    } else {
      checkCases(report, name, objects(value), name === emission ? checkEmission : undefined, engine);
    }
  }
  if (report.checked === 0) {
    reportUnknown(report, "a file without cases");
  }
  return report;
}
