import { implementations } from "../../src/replay/epoch-engine.ts";
import type { EpochEngine } from "../../src/replay/epoch-engines.ts";
import type { JsonObject } from "../../src/replay/recorded-values.ts";
import { asInteger, asObject, listOf } from "../../src/replay/recorded-values.ts";
import type { MathReport } from "../../src/replay/report.ts";
import { compareResult, reportUnknown } from "../../src/replay/report.ts";
import type { SafeFloat } from "../../src/runtime/fixed/safe-float.ts";
import {
  safeFloat,
  safeFloatAdd,
  safeFloatDiv,
  safeFloatFromU64,
  safeFloatMulDiv,
  safeFloatSub,
  safeFloatToU64,
} from "../../src/runtime/fixed/safe-float.ts";
import { getBlockEmissionForIssuance } from "../../src/runtime/pallets/subtensor/emissions/block-emission.ts";
import { alphaSigmoid } from "../../src/runtime/pallets/subtensor/yuma/liquid-alpha.ts";
import { safeFloatGreater } from "../safe-float.ts";
import { epochFunctions } from "./epoch-functions.ts";
import { kernelAlphaSigmoid, kernelFunctions } from "./kernel-functions.ts";

function asSafeFloat(value: unknown): SafeFloat {
  const { mantissa, exponent } = asObject(value);
  const result = safeFloat(asInteger(mantissa), asInteger(exponent));
  if (result === undefined) {
    throw new TypeError(`not a SafeFloat: ${JSON.stringify(value)}`);
  }
  return result;
}

/** Compares one case of the share pool file. */
export function checkSafeFloat(report: MathReport, where: string, item: JsonObject): void {
  const a = asSafeFloat(item["a"]);
  const b = asSafeFloat(item["b"]);
  const c = asSafeFloat(item["c"]);
  const u = asInteger(item["u"]);
  const functions: Readonly<Record<string, () => unknown>> = {
    a: () => a, // that reading normalizes nothing that was normal
    b: () => b,
    c: () => c,
    add: () => safeFloatAdd(a, b),
    sub: () => safeFloatSub(a, b),
    div: () => safeFloatDiv(a, b),
    mul_div: () => safeFloatMulDiv(a, b, c),
    gt: () => safeFloatGreater(a, b),
    a_to_u64: () => safeFloatToU64(a),
    from_u64: () => safeFloatFromU64(u),
    u: () => u,
  };
  for (const [name, recorded] of Object.entries(item)) {
    const compute = functions[name];
    if (compute === undefined) {
      reportUnknown(report, `${where} ${name}`);
    } else {
      compareResult(report, `${where} ${name}`, recorded, compute);
    }
  }
}

/** Compares one case of the block emission. */
export function checkEmission(report: MathReport, where: string, item: JsonObject): void {
  compareResult(report, where, item["emission"] ?? null, () =>
    getBlockEmissionForIssuance(asInteger(item["issuance"])),
  );
}

/** Compares one case of the liquid alpha sigmoid. */
export function checkAlphaSigmoid(report: MathReport, where: string, item: JsonObject, engine: EpochEngine): void {
  const sigmoidOf = (compute: typeof alphaSigmoid) => (): bigint => {
    const inputs = listOf(asInteger)(item["in"]);
    const [consensus, weight, bond, alphaLow, alphaHigh, steepness] = inputs;
    if (
      inputs.length !== 6 ||
      consensus === undefined ||
      weight === undefined ||
      bond === undefined ||
      alphaLow === undefined ||
      alphaHigh === undefined ||
      steepness === undefined
    ) {
      throw new TypeError("6 inputs expected");
    }
    return compute({ consensus, weight, bond, alphaLow, alphaHigh, steepness });
  };
  for (const compute of implementations(engine, alphaSigmoid, kernelAlphaSigmoid))
    compareResult(report, where, item["out"] ?? null, sigmoidOf(compute));
}

/** Compares the cases of one function of the epoch. */
export function checkEpochFunction(
  report: MathReport,
  name: string,
  cases: readonly JsonObject[],
  engine: EpochEngine,
): void {
  const reference = epochFunctions[name];
  if (reference === undefined) {
    reportUnknown(report, name);
    return;
  }
  for (const [index, item] of cases.entries()) {
    for (const compute of implementations(engine, reference, kernelFunctions[name]))
      compareResult(report, `${name} ${index}`, item["out"] ?? null, () =>
        compute(listOf((value) => value)(item["in"])),
      );
  }
}
