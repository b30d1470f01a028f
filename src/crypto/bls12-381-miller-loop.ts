import { curve, type Fp2, type Fp12 } from "./bls12-381.ts";
import type { Affine } from "./bls12-381-encoding.ts";

/** The parameter of the curve without its sign, which is negative. */
const x = 0xd201000000010000n;
/** Its bits after the first. */
const loopBits = x.toString(2).slice(1);

/** The three numbers of a line, whose product with the others is the function of a pairing. */
type Line = readonly [Fp2, Fp2, Fp2];

/** The lines through multiples of a point. Rust: `ark_ec: bls12/g2.rs G2Prepared` */
function linesOf({ x: qx, y: qy }: NonNullable<Affine<Fp2>>): Line[] {
  const { Fp, Fp2: field } = curve().fields;
  const half = Fp.inv(2n);
  const thrice = (value: Fp2): Fp2 => field.mul(value, 3n);
  const lines: Line[] = [];
  let [rx, ry, rz] = [qx, qy, field.ONE];
  for (const bit of loopBits) {
    const a = field.mul(field.mul(rx, ry), half);
    const b = field.sqr(ry);
    const c = field.sqr(rz);
    const e = field.mul({ c0: 4n, c1: 4n }, thrice(c));
    const f = thrice(e);
    const g = field.mul(field.add(b, f), half);
    const h = field.sub(field.sqr(field.add(ry, rz)), field.add(b, c));
    lines.push([field.sub(e, b), thrice(field.sqr(rx)), field.neg(h)]);
    rx = field.mul(a, field.sub(b, f));
    ry = field.sub(field.sqr(g), thrice(field.sqr(e)));
    rz = field.mul(b, h);
    if (bit === "0") continue;
    const theta = field.sub(ry, field.mul(qy, rz));
    const lambda = field.sub(rx, field.mul(qx, rz));
    const d = field.sqr(lambda);
    const cube = field.mul(lambda, d);
    const along = field.mul(rx, d);
    const rest = field.sub(field.add(cube, field.mul(rz, field.sqr(theta))), field.mul(along, 2n));
    lines.push([field.sub(field.mul(theta, qx), field.mul(lambda, qy)), field.neg(theta), lambda]);
    rx = field.mul(lambda, rest);
    ry = field.sub(field.mul(theta, field.sub(along, rest)), field.mul(cube, ry));
    rz = field.mul(rz, cube);
  }
  return lines;
}

/**
 * The product of the pairs' Miller loops, before the final exponentiation; pairs with a zero do not count.
 * The library's own loop goes over other multiples (its parameter in signed digits) and leaves another factor that the
 * exponentiation removes, but programs see the number before it. Rust: `ark_ec: bls12/mod.rs Bls12Config::multi_miller_loop`
 */
export function multiMillerLoop(pairs: readonly (readonly [Affine<bigint>, Affine<Fp2>])[]): Fp12 {
  const { Fp2: field2, Fp12: field } = curve().fields;
  const ready = pairs.flatMap(([p, q]) => (p === undefined || q === undefined ? [] : [{ p, lines: linesOf(q) }]));
  let product = field.ONE;
  let next = 0;
  const step = (): void => {
    for (const { p, lines } of ready) {
      const [c0, c1, c2] = lines[next] as Line;
      product = field.mul014(product, c0, field2.mul(c1, p.x), field2.mul(c2, p.y));
    }
    next++;
  };
  for (const bit of loopBits) {
    product = field.sqr(product);
    step();
    if (bit === "1") step();
  }
  return field.conjugate(product);
}

/** The power that makes a pairing of a product of Miller loops; undefined for zero. */
export function finalExponentiation(value: Fp12): Fp12 | undefined {
  const { Fp12: field } = curve().fields;
  return field.is0(value) ? undefined : field.finalExponentiate(value);
}
