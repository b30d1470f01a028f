import { clamp, maxI64, maxU16, maxU32, maxU64, maxU128, minI64 } from "../../lib/integers.ts";
import type { Float } from "./float.ts";
import { decimalToF64, roundScaled } from "./float.ts";
import type { FixedLayout } from "./layout.ts";

const u16Max = BigInt(maxU16);
const u32Max = BigInt(maxU32);

/** Conversions of one format from and to integers, other formats and literals. */
export interface FixedConversion {
  /** Integer to raw bits; wraps, as `from_num` of a release build does. */
  fromNum(value: bigint | number): bigint;
  saturatingFromNum(value: bigint | number): bigint;
  checkedFromNum(value: bigint | number): bigint | undefined;
  /** Raw bits of another format to raw bits of this one: surplus fraction bits are cut, wraps. */
  fromFixed(source: FixedLayout, bits: bigint): bigint;
  saturatingFromFixed(source: FixedLayout, bits: bigint): bigint;
  checkedFromFixed(source: FixedLayout, bits: bigint): bigint | undefined;
  /** A float, rounded to nearest with ties to even; wraps. */
  fromFloat(value: Float): bigint;
  saturatingFromFloat(value: Float): bigint;
  /** A float literal of the original, as text: first to f64, then to this format, saturating. */
  fromLiteral(text: string): bigint;
  /** The whole part as an integer, towards minus infinity. */
  toNum(bits: bigint): bigint;
  /** `to_num::<u64>()`; wraps. */
  toU64(bits: bigint): bigint;
  saturatingToU16(bits: bigint): number;
  saturatingToU32(bits: bigint): number;
  saturatingToU64(bits: bigint): bigint;
  saturatingToU128(bits: bigint): bigint;
  saturatingToI64(bits: bigint): bigint;
  checkedToU64(bits: bigint): bigint | undefined;
}

/** Floor of raw bits of one format in units of another; may not fit. */
function rescale(source: FixedLayout, bits: bigint, target: FixedLayout): bigint {
  const surplus = source.fracShift - target.fracShift;
  return surplus >= 0n ? bits >> surplus : bits << -surplus;
}

/** Conversions into and out of one format. Rust: substrate-fixed: src/traits.rs FromFixed, ToFixed. */
export function fixedConversion(layout: FixedLayout): FixedConversion {
  const { fracBits, fracShift, wrap, saturate, check } = layout;
  const rounded = ({ mantissa, exponent }: Float): bigint => roundScaled({ mantissa, exponent: exponent + fracBits });
  const toNum = (bits: bigint): bigint => bits >> fracShift;
  return {
    fromNum: (value) => wrap(BigInt(value) << fracShift),
    saturatingFromNum: (value) => saturate(BigInt(value) << fracShift),
    checkedFromNum: (value) => check(BigInt(value) << fracShift),
    fromFixed: (source, bits) => wrap(rescale(source, bits, layout)),
    saturatingFromFixed: (source, bits) => saturate(rescale(source, bits, layout)),
    checkedFromFixed: (source, bits) => check(rescale(source, bits, layout)),
    fromFloat: (value) => wrap(rounded(value)),
    saturatingFromFloat: (value) => saturate(rounded(value)),
    fromLiteral: (text) => saturate(rounded(decimalToF64(text))),
    toNum,
    toU64: (bits) => BigInt.asUintN(64, toNum(bits)),
    saturatingToU16: (bits) => Number(clamp(toNum(bits), 0n, u16Max)),
    saturatingToU32: (bits) => Number(clamp(toNum(bits), 0n, u32Max)),
    saturatingToU64: (bits) => clamp(toNum(bits), 0n, maxU64),
    saturatingToU128: (bits) => clamp(toNum(bits), 0n, maxU128),
    saturatingToI64: (bits) => clamp(toNum(bits), minI64, maxI64),
    checkedToU64: (bits) => {
      const value = toNum(bits);
      return value < 0n || value > maxU64 ? undefined : value;
    },
  };
}
