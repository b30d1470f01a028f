import type { SafeFloat } from "../src/runtime/fixed/safe-float.ts";

/**
 * Whether a > b for normalized numbers, as the original decides it: exponents that differ by more
 * than one settle it, also against zero. Answers to subtensor: primitives/share-pool SafeFloat::gt.
 */
export function safeFloatGreater(a: SafeFloat, b: SafeFloat): boolean {
  const difference = a.exponent - b.exponent;
  if (difference === 0n) {
    return a.mantissa > b.mantissa;
  }
  if (difference > 0n) {
    return difference > 1n || a.mantissa * 10n > b.mantissa;
  }
  return difference === -1n && a.mantissa > b.mantissa * 10n;
}
