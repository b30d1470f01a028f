import { curve, type Fp2, type Fp12 } from "./bls12-381.ts";

/** Bytes that are no encoding of what was asked for. */
export class EncodingError extends RangeError {
  override name = "EncodingError";
}

/** Where reading goes on. */
export interface Cursor {
  readonly bytes: Uint8Array;
  at: number;
}

/** A point by its coordinates, which need not lie on the curve; undefined is the zero of the group. */
export type Affine<F> = { readonly x: F; readonly y: F } | undefined;

/** The same as x / z² and y / z³; zero when z is. */
export interface Jacobian<F> {
  readonly x: F;
  readonly y: F;
  readonly z: F;
}

const coordinateBytes = 48;

function take(cursor: Cursor, count: number): Uint8Array {
  const part = cursor.bytes.subarray(cursor.at, cursor.at + count);
  if (part.length < count) throw new EncodingError("the bytes end too soon");
  cursor.at += count;
  return part;
}

/** A number, the least significant byte first. */
function number(bytes: Uint8Array): bigint {
  let value = 0n;
  for (let at = bytes.length - 1; at >= 0; at--) value = (value << 8n) | BigInt(bytes[at] as number);
  return value;
}

function below(value: bigint, order: bigint): bigint {
  if (value >= order) throw new EncodingError("a number is not below the order of its field");
  return value;
}

/** A coordinate. Rust: `ark_ff: fp/mod.rs Fp::deserialize_with_flags` */
export const takeFp = (cursor: Cursor): bigint => below(number(take(cursor, coordinateBytes)), curve().fields.Fp.ORDER);

export const takeFp2 = (cursor: Cursor): Fp2 => ({ c0: takeFp(cursor), c1: takeFp(cursor) });

/** An element of the field of pairings, 576 bytes. */
export function takeFp12(cursor: Cursor): Fp12 {
  const six = (): Fp12["c0"] => ({ c0: takeFp2(cursor), c1: takeFp2(cursor), c2: takeFp2(cursor) });
  return { c0: six(), c1: six() };
}

/** A factor of points: below the order of the groups. */
export const takeScalar = (cursor: Cursor): bigint => below(number(take(cursor, 32)), curve().fields.Fr.ORDER);

/** How many follow, then each. Rust: `ark_serialize: impls.rs Vec<T>` */
export function takeList<T>(cursor: Cursor, item: (cursor: Cursor) => T): T[] {
  const count = number(take(cursor, 8));
  const list: T[] = [];
  // A count that is not true ends with the bytes.
  for (let index = 0n; index < count; index++) list.push(item(cursor));
  return list;
}

/** A number of 64 bits. */
export const takeWord = (cursor: Cursor): bigint => number(take(cursor, 8));

/** Zcash's form without compression: coordinates with the most significant byte first, the flags in the first. */
function takeZcash<F>(cursor: Cursor, count: number, build: (numbers: bigint[]) => Affine<F>): Affine<F> {
  const bytes = take(cursor, count * coordinateBytes).slice();
  const flags = bytes[0] as number;
  if ((flags & 0x80) !== 0) throw new EncodingError("a point is compressed");
  if ((flags & 0x40) !== 0) return undefined;
  bytes[0] = flags & 0x1f;
  const order = curve().fields.Fp.ORDER;
  return build(
    Array.from({ length: count }, (_, index) =>
      below(number(bytes.slice(index * coordinateBytes, (index + 1) * coordinateBytes).reverse()), order),
    ),
  );
}

/** 96 bytes. Neither the curve nor the group is looked at. Rust: `ark_bls12_381: util.rs read_g1_uncompressed` */
export const takeG1 = (cursor: Cursor): Affine<bigint> =>
  takeZcash(cursor, 2, ([x, y]) => ({ x: x as bigint, y: y as bigint }));

/** 192 bytes; the second part of each coordinate comes first. Rust: `ark_bls12_381: util.rs read_g2_uncompressed` */
export const takeG2 = (cursor: Cursor): Affine<Fp2> =>
  takeZcash(cursor, 4, ([x1, x0, y1, y0]) => ({
    x: { c0: x0 as bigint, c1: x1 as bigint },
    y: { c0: y0 as bigint, c1: y1 as bigint },
  }));

/** Rust: `ark_scale: hazmat.rs ArkScaleProjective` */
export const takeJacobian = <F>(cursor: Cursor, coordinate: (cursor: Cursor) => F): Jacobian<F> => ({
  x: coordinate(cursor),
  y: coordinate(cursor),
  z: coordinate(cursor),
});

/** The bytes of coordinates one after another, each with the least significant byte first. */
export function coordinates(values: readonly (bigint | Fp2)[]): Uint8Array {
  const numbers = values.flatMap((value) => (typeof value === "bigint" ? [value] : [value.c0, value.c1]));
  const out = new Uint8Array(numbers.length * coordinateBytes);
  for (const [index, value] of numbers.entries())
    for (let at = 0, rest = value; at < coordinateBytes; at++, rest >>= 8n)
      out[index * coordinateBytes + at] = Number(rest & 0xffn);
  return out;
}
