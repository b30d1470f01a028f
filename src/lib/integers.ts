/** Integers of fixed width over bigint and number, as Rust's saturating and checked operations give them. */
export const maxU16 = 0xffff;
export const maxU32 = 0xffff_ffff;
export const maxU64 = (1n << 64n) - 1n;
export const maxU128 = (1n << 128n) - 1n;
export const maxI64 = (1n << 63n) - 1n;
export const minI64 = -(1n << 63n);

const clamp = (value: bigint, least: bigint, most: bigint): bigint =>
  value < least ? least : value > most ? most : value;

/** Into the range of u64 (or what `most` is), saturating at both ends. */
export const saturateU64 = (value: bigint): bigint => clamp(value, 0n, maxU64);
export const saturateU128 = (value: bigint): bigint => clamp(value, 0n, maxU128);
export const saturateI64 = (value: bigint): bigint => clamp(value, minI64, maxI64);

export const addU64 = (a: bigint, b: bigint): bigint => saturateU64(a + b);
export const subU64 = (a: bigint, b: bigint): bigint => (a > b ? a - b : 0n);
export const mulU64 = (a: bigint, b: bigint): bigint => saturateU64(a * b);
/** Rounded down; 0 when the divisor is 0 (the original's `safe_div`). */
export const divU64 = (a: bigint, b: bigint): bigint => (b === 0n ? 0n : a / b);

export const addU16 = (a: number, b: number): number => (a + b > maxU16 ? maxU16 : a + b);
export const subU16 = (a: number, b: number): number => (a > b ? a - b : 0);
export const addU32 = (a: number, b: number): number => (a + b > maxU32 ? maxU32 : a + b);
export const subU32 = (a: number, b: number): number => (a > b ? a - b : 0);

export const least = <T extends number | bigint>(a: T, b: T): T => (b < a ? b : a);
export const greatest = <T extends number | bigint>(a: T, b: T): T => (b > a ? b : a);
