import { type FixedFormat, fixedFormat } from "../src/runtime/fixed/formats.ts";
import type { FixedLayout } from "../src/runtime/fixed/layout.ts";

export const I110F18: FixedFormat = fixedFormat({ signed: true, bits: 128, frac: 18 });

/** Exact comparison of values of two formats: -1, 0 or 1. */
export function compareFixed(formatA: FixedLayout, a: bigint, formatB: FixedLayout, b: bigint): number {
  const left = a << formatB.fracShift;
  const right = b << formatA.fracShift;
  return left < right ? -1 : left > right ? 1 : 0;
}
