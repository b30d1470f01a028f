import { decimalToF64, ratioToF64 } from "./float.ts";
import type { FixedFormat } from "./formats.ts";

const ln2 = decimalToF64("0.693147180559945309417232121458");
/** Factors of the series of ln(1 + z): z/1, z^2/2, ... as the f64 the compiler makes of 1/n. */
const reciprocals = [1n, 2n, 3n, 4n, 5n, 6n, 7n, 8n].map((n) => ratioToF64(1n, n));

/**
 * Natural logarithm from eight terms of the series on [1, 2). Undefined for zero and negative values
 * and on overflow. Rust: primitives/safe-math FixedExt::checked_ln.
 */
export function checkedLn(format: FixedFormat, value: bigint): bigint | undefined {
  if (value <= 0n) {
    return undefined;
  }
  const one = format.fromNum(1);
  const two = format.fromNum(2);
  let exponent = 0n;
  let y = value;
  while (y >= two) {
    y >>= 1n;
    exponent += 1n;
  }
  while (y < one) {
    y <<= 1n;
    exponent -= 1n;
  }
  const z = y - one;
  let power = z;
  let sum: bigint | undefined = z;
  for (const [index, reciprocal] of reciprocals.entries()) {
    if (index === 0) {
      continue; // the first term is z itself
    }
    // All in [0, 1): neither powers nor terms can overflow, only the running sum could.
    power = format.mul(power, z);
    const term = format.mul(power, format.fromFloat(reciprocal));
    sum = sum === undefined ? undefined : index % 2 === 1 ? format.checkedSub(sum, term) : format.checkedAdd(sum, term);
  }
  const shift = format.checkedMul(format.fromNum(exponent), format.fromFloat(ln2));
  return sum === undefined || shift === undefined ? undefined : format.checkedAdd(sum, shift);
}
