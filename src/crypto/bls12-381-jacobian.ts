import type { Affine, Jacobian } from "./bls12-381-encoding.ts";

/** What a field of coordinates can do: that of the library for either group. */
export interface Field<F> {
  readonly ONE: F;
  readonly ZERO: F;
  add(a: F, b: F): F;
  sub(a: F, b: F): F;
  mul(a: F, b: F): F;
  sqr(a: F): F;
  neg(a: F): F;
  eql(a: F, b: F): boolean;
  is0(a: F): boolean;
}

/** Points of a curve y² = x³ + b, in the coordinates that the original's library arrives at. */
export interface JacobianCurve<F> {
  double(point: Jacobian<F>): Jacobian<F>;
  add(a: Jacobian<F>, b: Jacobian<F>): Jacobian<F>;
  /** @param scalar of any length. Rust: `ark_ec: short_weierstrass/mod.rs SWCurveConfig::mul_projective` */
  multiply(base: Jacobian<F>, scalar: bigint): Jacobian<F>;
  /** The sum of points, each times its number below 2^`bits`. Rust: `ark_ec: variable_base/mod.rs msm_bigint_wnaf` */
  sumOfProducts(bases: readonly Affine<F>[], scalars: readonly bigint[], bits: number): Jacobian<F>;
}

/**
 * Programs see coordinates, of which one point has many: so each step is that of ark-ec 0.4, which a program that keeps
 * them depends on. Rust: `ark_ec: short_weierstrass/group.rs Projective`
 */
export function jacobianCurve<F>(field: Field<F>): JacobianCurve<F> {
  const { add: plus, sub: minus, mul: times, sqr: square } = bound(field);
  const twice = (value: F): F => plus(value, value);
  const zero: Jacobian<F> = { x: field.ONE, y: field.ONE, z: field.ZERO };

  const double = (point: Jacobian<F>): Jacobian<F> => {
    if (field.is0(point.z)) return point;
    const a = square(point.x);
    const b = square(point.y);
    const c = square(b);
    const d = twice(twice(times(point.x, b)));
    const e = plus(a, twice(a));
    const x = minus(square(e), twice(d));
    return {
      x,
      y: minus(times(minus(d, x), e), twice(twice(twice(c)))),
      z: twice(times(point.z, point.y)),
    };
  };

  const add = (p: Jacobian<F>, q: Jacobian<F>): Jacobian<F> => {
    if (field.is0(p.z)) return q;
    if (field.is0(q.z)) return p;
    const pz = square(p.z);
    const qz = square(q.z);
    const u1 = times(p.x, qz);
    const u2 = times(q.x, pz);
    const s1 = times(times(p.y, q.z), qz);
    const s2 = times(times(q.y, p.z), pz);
    if (field.eql(u1, u2) && field.eql(s1, s2)) return double(p);
    const h = minus(u2, u1);
    const i = square(twice(h));
    const j = times(field.neg(h), i);
    const r = twice(minus(s2, s1));
    const v = times(u1, i);
    const x = minus(plus(square(r), j), twice(v));
    return {
      x,
      y: plus(times(r, minus(v, x)), times(twice(s1), j)),
      z: times(twice(times(p.z, q.z)), h),
    };
  };

  const multiply = (base: Jacobian<F>, scalar: bigint): Jacobian<F> => {
    let point = zero;
    for (const bit of scalar === 0n ? "" : scalar.toString(2)) {
      point = double(point);
      if (bit === "1") point = add(point, base);
    }
    return point;
  };

  /** The sum of a window: each bucket times its number. */
  const sumOfBuckets = (buckets: readonly Jacobian<F>[]): Jacobian<F> => {
    let running = zero;
    let sum = zero;
    for (const bucket of buckets.toReversed()) {
      running = add(running, bucket);
      sum = add(sum, running);
    }
    return sum;
  };

  const sumOfProducts = (bases: readonly Affine<F>[], scalars: readonly bigint[], bits: number): Jacobian<F> => {
    const width = windowWidth(bases.length);
    const digits = scalars.map((scalar) => signedDigits(scalar, width, Math.ceil(bits / width)));
    const sums = Array.from({ length: Math.ceil(bits / width) }, (_, window) => {
      const buckets: Jacobian<F>[] = new Array(1 << width).fill(zero);
      for (const [index, base] of bases.entries()) {
        const digit = digits[index]?.[window] as number;
        if (digit === 0 || base === undefined) continue;
        const point = { x: base.x, y: digit < 0 ? field.neg(base.y) : base.y, z: field.ONE };
        const bucket = Math.abs(digit) - 1;
        buckets[bucket] = add(buckets[bucket] as Jacobian<F>, point);
      }
      return sumOfBuckets(buckets);
    });
    let total = zero;
    for (const sum of sums.slice(1).reverse()) {
      total = add(total, sum);
      for (let bit = 0; bit < width; bit++) total = double(total);
    }
    return add(sums[0] ?? zero, total);
  };

  return { double, add, multiply, sumOfProducts };
}

/** The library's functions ask for their object. */
const bound = <F>(field: Field<F>): Pick<Field<F>, "add" | "sub" | "mul" | "sqr"> => ({
  add: (a, b) => field.add(a, b),
  sub: (a, b) => field.sub(a, b),
  mul: (a, b) => field.mul(a, b),
  sqr: (a) => field.sqr(a),
});

/** Bits of a window, by how many points there are. Rust: `ark_ec: scalar_mul/mod.rs ln_without_floats` */
function windowWidth(points: number): number {
  return points < 32 ? 3 : Math.floor((Math.ceil(Math.log2(points)) * 69) / 100) + 2;
}

/** A number in digits from -2^(width-1) on, the least significant first. Rust: `ark_ec: variable_base/mod.rs make_digits` */
function signedDigits(scalar: bigint, width: number, count: number): number[] {
  const radix = 1 << width;
  let carry = 0;
  const digits = Array.from({ length: count }, (_, index) => {
    const digit = carry + Number((scalar >> BigInt(index * width)) & BigInt(radix - 1));
    carry = digit + radix / 2 >= radix ? 1 : 0;
    return digit - carry * radix;
  });
  digits[count - 1] = (digits[count - 1] as number) + carry * radix;
  return digits;
}
