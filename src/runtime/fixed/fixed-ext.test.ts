import { describe, expect, it } from "vitest";
import { checkedLog } from "../../../recordings/fixed-ext.ts";
import { checkedLn } from "./fixed-ext.ts";
import { I64F64 } from "./formats.ts";

const number = (value: bigint): bigint => I64F64.fromNum(value);
const asFloat = (bits: bigint | undefined): number => Number(bits) / 2 ** 64;

describe("checkedLog", () => {
  it("is the logarithm to a base", () => {
    expect(asFloat(checkedLog(I64F64, number(8n), number(2n)))).toBeCloseTo(3, 12);
    // Eight terms of the series are not many.
    expect(asFloat(checkedLog(I64F64, number(1000n), number(10n)))).toBeCloseTo(3, 1);
    expect(checkedLog(I64F64, number(1n), number(7n))).toBe(0n);
    expect(asFloat(checkedLog(I64F64, number(8n), number(1n) / 2n))).toBeCloseTo(-3, 12);
  });

  it("is the quotient of two natural ones", () => {
    const [value, base] = [checkedLn(I64F64, number(5n)), checkedLn(I64F64, number(3n))];
    expect(checkedLog(I64F64, number(5n), number(3n))).toBe(I64F64.checkedDiv(value as bigint, base as bigint));
  });

  it("is none for the bases 1 and below 0, and of what has none", () => {
    for (const base of [1n, 0n, -2n]) expect(checkedLog(I64F64, number(8n), number(base))).toBeUndefined();
    expect(checkedLog(I64F64, 0n, number(2n))).toBeUndefined();
    expect(checkedLog(I64F64, number(-8n), number(2n))).toBeUndefined();
  });
});
