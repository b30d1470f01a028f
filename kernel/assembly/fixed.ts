/**
 * I32F32 on raw 64-bit words: the operations of src/runtime/fixed/i32f32.ts, which say what is exact here. Sums and
 * products saturate unless a name says otherwise; products are floored, quotients cut towards zero.
 */

/** The number one. */
export const ONE: i64 = 0x1_0000_0000;
const LOW: u64 = 0xffff_ffff;

export function add(a: i64, b: i64): i64 {
  const sum = a + b;
  return ((a ^ sum) & (b ^ sum)) < 0 ? (a < 0 ? i64.MIN_VALUE : i64.MAX_VALUE) : sum;
}

export function sub(a: i64, b: i64): i64 {
  const difference = a - b;
  return ((a ^ b) & (a ^ difference)) < 0 ? (a < 0 ? i64.MIN_VALUE : i64.MAX_VALUE) : difference;
}

/** The product by halves of 32 bits. What does not fit becomes the nearest number that does, or zero when `checked`. */
function wideProduct(a: i64, b: i64, checked: bool): i64 {
  const aHigh = a >> 32;
  const bHigh = b >> 32;
  const aLow: u64 = (a as u64) & LOW;
  const bLow: u64 = (b as u64) & LOW;
  const first = aHigh * (bLow as i64);
  const second = bHigh * (aLow as i64);
  const low: u64 = ((aLow * bLow) >> 32) + ((first as u64) & LOW) + ((second as u64) & LOW);
  const high = aHigh * bHigh + (first >> 32) + (second >> 32) + ((low >> 32) as i64);
  if (high === (high as i32 as i64)) return (high << 32) | ((low & LOW) as i64);
  return checked ? 0 : high < 0 ? i64.MIN_VALUE : i64.MAX_VALUE;
}

export function mul(a: i64, b: i64): i64 {
  // Two proportions below one, which is most of what an epoch multiplies, need one word.
  if (((a | b) as u64) >> 32 === 0) return (((a as u64) * (b as u64)) >> 32) as i64;
  return wideProduct(a, b, false);
}

/** The product, or zero where it does not fit. */
export function checkedMul(a: i64, b: i64): i64 {
  if (((a | b) as u64) >> 32 === 0) return (((a as u64) * (b as u64)) >> 32) as i64;
  return wideProduct(a, b, true);
}

/** Floor of a * 2^32 / b for a < b and b of more than 32 bits: one step of long division in base 2^32. */
function longDigit(a: u64, b: u64): u64 {
  const shift = clz(b);
  const divisor = b << shift;
  const dividend = a << shift;
  const divisorHigh = divisor >> 32;
  const divisorLow = divisor & LOW;
  let digit = dividend / divisorHigh;
  let rest = dividend - digit * divisorHigh;
  // The guess is at most two too large.
  while (digit > LOW || digit * divisorLow > rest << 32) {
    digit -= 1;
    rest += divisorHigh;
    if (rest > LOW) break;
  }
  return digit;
}

/** Floor of a * 2^32 / b; the largest u64 where it has more than 64 bits or, of those, more than 2^63. b is not zero. */
function divide(a: u64, b: u64): u64 {
  if (a >> 32 === 0) return (a << 32) / b;
  if (a === (ONE as u64)) return u64.MAX_VALUE / b + ((b & (b - 1)) === 0 ? 1 : 0) - (b === 1 ? 1 : 0);
  if (((a | b) & LOW) === 0) {
    const whole = a >> 32;
    return (whole << 32) / (b >> 32);
  }
  const whole = a / b;
  if (whole > 0x8000_0000) return u64.MAX_VALUE;
  const rest = a - whole * b;
  return (whole << 32) | (rest >> 32 === 0 ? (rest << 32) / b : longDigit(rest, b));
}

/** The quotient, or zero where b is zero or it does not fit. */
export function safeDiv(a: i64, b: i64): i64 {
  if ((a | b) >= 0) {
    if (b === 0) return 0;
    const quotient = divide(a as u64, b as u64) as i64;
    return quotient < 0 ? 0 : quotient;
  }
  if (b === 0) return 0;
  const magnitude = divide((a < 0 ? 0 - a : a) as u64, (b < 0 ? 0 - b : b) as u64);
  if ((a ^ b) < 0) return magnitude > 0x8000_0000_0000_0000 ? 0 : 0 - (magnitude as i64);
  return (magnitude as i64) < 0 ? 0 : (magnitude as i64);
}

/** 65535 as a number: what one is in proportions stored as u16. */
const U16_ONE: i64 = 65535 << 32;

/** A proportion in parts of 65535, cut, held within u16. */
export function proportionToU16(x: i64): u16 {
  if (x <= 0) return 0;
  if ((x as u64) >> 32 === 0) return (((x as u64) * 65535) >> 32) as u16;
  const parts = mul(x, U16_ONE) >> 32;
  return (parts > 65535 ? 65535 : parts) as u16;
}

/** `parts` of 65535. */
export function u16ToProportion(parts: u16): i64 {
  return (((parts as u64) << 32) / 65535) as i64;
}

/** Floor of part * whole for a whole u64, within u64; zero for a negative part. */
export function share(part: i64, whole: u64): u64 {
  if (part <= 0) return 0;
  const partHigh = (part as u64) >> 32;
  const partLow = (part as u64) & LOW;
  const wholeHigh = whole >> 32;
  const wholeLow = whole & LOW;
  const first = partHigh * wholeLow;
  const second = partLow * wholeHigh;
  const low = ((partLow * wholeLow) >> 32) + (first & LOW) + (second & LOW);
  const high = partHigh * wholeHigh + (first >> 32) + (second >> 32) + (low >> 32);
  return high > LOW ? u64.MAX_VALUE : (high << 32) | (low & LOW);
}
