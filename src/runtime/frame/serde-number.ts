import { maxU64 } from "../../lib/integers.ts";

/** A JSON number as the original's reader takes it where it wants an integer. Rust: serde_json `de.rs ParserNumber`. */
export type SerdeNumber = { readonly integer: bigint } | { readonly float: number };

/** The number is too large for a floating-point one; so many characters of its text were read until that was known. */
export interface OutOfRange {
  readonly outOfRange: number;
}

const leastI64 = -(1n << 63n);
/** No integer that fits has more characters. */
const longestInteger = 20;

/** The integer that a text of digits is, if an u64 or an i64 holds it. */
export function machineInteger(text: string): bigint | undefined {
  if (text.length > longestInteger || !/^-?[0-9]+$/.test(text)) return undefined;
  const integer = BigInt(text);
  return integer >= leastI64 && integer <= maxU64 ? integer : undefined;
}

/**
 * Reads the text of a JSON number: an integer that an u64 or i64 holds, else a floating-point number, computed step
 * by step as the original does, since its errors show it. Rust: serde_json `Deserializer::parse_integer` and what it calls.
 */
export function serdeNumber(text: string): SerdeNumber | OutOfRange {
  const match = /^(-?)([0-9]+)(?:\.([0-9]+))?(?:[eE]([+-]?)([0-9]+))?$/.exec(text);
  if (match === null) throw new Error(`not a number: ${text}`);
  const [, sign, whole = "", fraction, exponentSign, exponent] = match;
  const negative = sign === "-";
  const integer = machineInteger(text);
  // -0 is no integer to the original.
  if (integer !== undefined && !(negative && integer === 0n)) return { integer };
  let significand = 0n;
  let scale = 0;
  let full = false;
  const take = (digit: string): boolean => {
    if (full) return false;
    const next = significand * 10n + BigInt(digit);
    full = next > maxU64;
    if (!full) significand = next;
    return !full;
  };
  for (const digit of whole) if (!take(digit)) scale++;
  full = false;
  for (const digit of fraction ?? "") if (take(digit)) scale--;
  if (exponent !== undefined) {
    const positive = exponentSign !== "-";
    const most = 2_147_483_647;
    let read = 0;
    for (const [at, digit] of [...exponent].entries()) {
      read = read * 10 + Number(digit);
      if (read <= most) continue;
      if (significand !== 0n && positive) return { outOfRange: text.length - exponent.length + at + 1 };
      return { float: negative ? -0 : 0 };
    }
    scale = clamp(positive ? scale + read : scale - read, most);
  }
  const float = scaled(Number(significand), scale);
  if (float === undefined) return { outOfRange: text.length };
  return { float: negative ? -float : float };
}

const clamp = (value: number, most: number): number => (value > most ? most : value < -most - 1 ? -most - 1 : value);

/** A number times a power of ten; undefined when it would be infinite. Rust: serde_json `f64_from_parts`. */
function scaled(number: number, scale: number): number | undefined {
  let value = number;
  let rest = scale;
  while (rest < -308) {
    if (value === 0) return 0;
    value /= 1e308;
    rest += 308;
  }
  if (rest < 0) return value / Number(`1e${-rest}`);
  if (rest > 308) return value === 0 ? 0 : undefined;
  value *= Number(`1e${rest}`);
  return Number.isFinite(value) ? value : undefined;
}
