import type { FixedArithmetic } from "./arithmetic.ts";
import { fixedArithmetic } from "./arithmetic.ts";
import type { FixedConversion } from "./conversion.ts";
import { fixedConversion } from "./conversion.ts";
import type { FixedLayout, LayoutInput } from "./layout.ts";
import { fixedLayout } from "./layout.ts";
import type { FixedRounding } from "./rounding.ts";
import { fixedRounding } from "./rounding.ts";

/**
 * One fixed-point format with all its operations. Values are bigints of raw bits, and two values of
 * the same format compare with `<` and `===`. The operations trust that their inputs are in range.
 */
export interface FixedFormat extends FixedLayout, FixedArithmetic, FixedRounding, FixedConversion {}

/** Makes a format, e.g. `fixedFormat({ signed: true, bits: 128, frac: 32 })` for I96F32. */
export function fixedFormat(input: LayoutInput): FixedFormat {
  const layout = fixedLayout(input);
  return { ...layout, ...fixedArithmetic(layout), ...fixedRounding(layout), ...fixedConversion(layout) };
}

export const I32F32: FixedFormat = fixedFormat({ signed: true, bits: 64, frac: 32 });
export const U32F32: FixedFormat = fixedFormat({ signed: false, bits: 64, frac: 32 });
export const I64F64: FixedFormat = fixedFormat({ signed: true, bits: 128, frac: 64 });
export const U64F64: FixedFormat = fixedFormat({ signed: false, bits: 128, frac: 64 });
export const I96F32: FixedFormat = fixedFormat({ signed: true, bits: 128, frac: 32 });
export const U96F32: FixedFormat = fixedFormat({ signed: false, bits: 128, frac: 32 });
export const U110F18: FixedFormat = fixedFormat({ signed: false, bits: 128, frac: 18 });
