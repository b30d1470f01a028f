import { implementations } from "../../src/replay/epoch-engine.ts";
import type { EpochEngine } from "../../src/replay/epoch-engines.ts";
import type { JsonObject } from "../../src/replay/recorded-values.ts";
import { asInteger } from "../../src/replay/recorded-values.ts";
import type { MathReport } from "../../src/replay/report.ts";
import { compareResult, reportUnknown } from "../../src/replay/report.ts";
import { checkedLn } from "../../src/runtime/fixed/fixed-ext.ts";
import type { FixedFormat } from "../../src/runtime/fixed/formats.ts";
import { I32F32, I64F64, I96F32, U64F64, U96F32 } from "../../src/runtime/fixed/formats.ts";
import { exp, ln, log2 } from "../../src/runtime/fixed/transcendental.ts";
import { expSafe } from "../../src/runtime/pallets/subtensor/yuma/scalars.ts";
import { checkedPow, checkedSqrt } from "../fixed-ext.ts";
import { compareFixed, I110F18 } from "../formats.ts";
import { pow, powi, sqrt } from "../transcendental.ts";
import { safeLn } from "../yuma/scalars.ts";
import { kernelArithmetic, kernelExpSafe } from "./kernel-functions.ts";

const formats: readonly FixedFormat[] = [I32F32, I64F64, I96F32, U64F64, U96F32, I110F18];

/** The format of that name among those that are recorded. */
export function formatByName(name: string): FixedFormat | undefined {
  return formats.find((format) => format.name === name);
}

interface Operands {
  a: bigint;
  b: bigint;
  u: bigint;
}

type Operation = (format: FixedFormat, operands: Operands) => unknown;

const arithmetic: Readonly<Record<string, Operation>> = {
  ceil: (f, { a }) => f.checkedCeil(a),
  checked_add: (f, { a, b }) => f.checkedAdd(a, b),
  checked_div: (f, { a, b }) => f.checkedDiv(a, b),
  checked_mul: (f, { a, b }) => f.checkedMul(a, b),
  checked_sub: (f, { a, b }) => f.checkedSub(a, b),
  checked_to_num_u64: (f, { a }) => f.checkedToU64(a),
  floor: (f, { a }) => f.checkedFloor(a),
  frac: (f, { a }) => f.frac(a),
  round: (f, { a }) => f.checkedRound(a),
  safe_div: (f, { a, b }) => f.safeDiv(a, b),
  saturating_add: (f, { a, b }) => f.saturatingAdd(a, b),
  saturating_div: (f, { a, b }) => f.saturatingDiv(a, b),
  saturating_from_num_u: (f, { u }) => f.saturatingFromNum(u),
  saturating_mul: (f, { a, b }) => f.saturatingMul(a, b),
  saturating_sub: (f, { a, b }) => f.saturatingSub(a, b),
  saturating_to_num_i64: (f, { a }) => f.saturatingToI64(a),
  saturating_to_num_u16: (f, { a }) => f.saturatingToU16(a),
  saturating_to_num_u64: (f, { a }) => f.saturatingToU64(a),
};

function conversion(name: string): Operation | undefined {
  const target = name.startsWith("to_") ? formatByName(name.slice(3)) : undefined;
  return target === undefined ? undefined : (format, { a }) => target.saturatingFromFixed(format, a);
}

/** Compares one case of an arith file. */
export function checkArithmetic(
  report: MathReport,
  where: string,
  format: FixedFormat,
  item: JsonObject,
  engine: EpochEngine,
): void {
  const operands = { a: asInteger(item["a"]), b: asInteger(item["b"]), u: asInteger(item["u"]) };
  for (const [name, recorded] of Object.entries(item)) {
    if (name in operands) {
      continue;
    }
    if (name === "cmp") {
      compareResult(report, `${where} cmp`, String(recorded), () =>
        compareFixed(format, operands.a, format, operands.b),
      );
      continue;
    }
    const operation = arithmetic[name] ?? conversion(name);
    if (operation === undefined) {
      reportUnknown(report, `${where} ${name}`);
    } else {
      const own = format === I32F32 ? kernelArithmetic[name] : undefined;
      const kernel: Operation | undefined = own && ((_, { a, b }) => own(a, b));
      for (const compute of implementations(engine, operation, kernel))
        compareResult(report, `${where} ${name}`, recorded, () => compute(format, operands));
    }
  }
}

interface Arguments {
  x: bigint;
  y: bigint;
  n: bigint;
}

type Function = (format: FixedFormat, values: Arguments) => unknown;

const transcendental: Readonly<Record<string, Function>> = {
  sqrt: (f, { x }) => sqrt(f, x),
  log2: (f, { x }) => log2(f, x),
  ln: (f, { x }) => ln(f, x),
  exp: (f, { x }) => exp(f, x),
  pow: (f, { x, y }) => pow(f, x, y),
  powi: (f, { x, n }) => powi(f, x, Number(n)),
  exp_safe: (_, { x }) => expSafe(x),
  safe_ln: (_, { x }) => safeLn(x),
  "checked_ln(FixedExt)": (f, { x }) => checkedLn(f, x),
  "checked_pow(FixedExt,n)": (f, { x, n }) => checkedPow(f, x, n),
  "checked_sqrt(FixedExt,eps=1e-5)": (f, { x }) => checkedSqrt(f, x, f.fromLiteral("1e-5")),
};

/** The transcendental files do not name their format; it follows from the functions they hold. */
export function transcendentalFormat(item: JsonObject): FixedFormat {
  if ("exp_safe" in item) {
    return I32F32;
  }
  if ("pow" in item) {
    return I64F64;
  }
  return "exp" in item ? I96F32 : U64F64;
}

/** Compares one case of a transcendental file. */
export function checkTranscendental(
  report: MathReport,
  where: string,
  format: FixedFormat,
  item: JsonObject,
  engine: EpochEngine,
): void {
  const values = {
    x: asInteger(item["x"]),
    y: asInteger(item["y"] ?? "0"),
    n: asInteger(item["n"] ?? "0"),
  };
  for (const [name, recorded] of Object.entries(item)) {
    if (name in values) {
      continue;
    }
    const reference = transcendental[name];
    if (reference === undefined) {
      reportUnknown(report, `${where} ${name}`);
    } else {
      const kernel: Function | undefined = name === "exp_safe" ? (_, { x }) => kernelExpSafe(x) : undefined;
      for (const compute of implementations(engine, reference, kernel))
        compareResult(report, `${where} ${name}`, recorded, () => compute(format, values));
    }
  }
}
