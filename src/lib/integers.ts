/**
 * Integers of fixed width over bigint and number, as Rust's saturating and checked operations give them. Arguments are
 * within their width.
 */
export const maxU16 = 0xffff;
export const maxU32 = 0xffff_ffff;
export const maxU64 = (1n << 64n) - 1n;
export const maxU128 = (1n << 128n) - 1n;
export const maxU256 = (1n << 256n) - 1n;
export const maxI64 = (1n << 63n) - 1n;
export const minI64 = -(1n << 63n);

/** `value` held between `low` and `high`, both included. */
export const clamp = (value: bigint, low: bigint, high: bigint): bigint =>
  value < low ? low : value > high ? high : value;

/** The nearest u64. */
export const saturateU64 = (value: bigint): bigint => clamp(value, 0n, maxU64);
/** The nearest u128. */
export const saturateU128 = (value: bigint): bigint => clamp(value, 0n, maxU128);
/** The nearest i64. */
export const saturateI64 = (value: bigint): bigint => clamp(value, minI64, maxI64);

/** The lowest 64 bits: Rust's plain operators in a release build. */
export const wrapU64 = (value: bigint): bigint => BigInt.asUintN(64, value);

/** a + b, at most the greatest u64. Both and the sum are of one unit. */
export const addU64 = <T extends bigint>(a: T, b: NoInfer<T>): T => saturateU64(a + b) as T;
/** a - b, at least 0. Both and the difference are of one unit. */
export const subU64 = <T extends bigint>(a: T, b: NoInfer<T>): T => (a > b ? a - b : 0n) as T;
/** a * b, at most the greatest u64. */
export const mulU64 = (a: bigint, b: bigint): bigint => saturateU64(a * b);
/** Rounded down; 0 when the divisor is 0 (the original's `safe_div`). */
export const divU64 = (a: bigint, b: bigint): bigint => (b === 0n ? 0n : a / b);

/** a + b, at most the greatest u16. */
export const addU16 = (a: number, b: number): number => (a + b > maxU16 ? maxU16 : a + b);
/** a - b, at least 0. */
export const subU16 = (a: number, b: number): number => (a > b ? a - b : 0);
/** a + b, at most the greatest u32. */
export const addU32 = (a: number, b: number): number => (a + b > maxU32 ? maxU32 : a + b);
/** a - b, at least 0. */
export const subU32 = (a: number, b: number): number => (a > b ? a - b : 0);

/** The lesser of two. */
export const least = <T extends number | bigint>(a: T, b: T): T => (b < a ? b : a);
/** The greater of two. */
export const greatest = <T extends number | bigint>(a: T, b: T): T => (b > a ? b : a);
