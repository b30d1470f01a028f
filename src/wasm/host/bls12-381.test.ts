import { describe, expect, it } from "vitest";
import { curve, type Fp2, type Fp12, pairing, readG1, readG2, targetBytes } from "../../crypto/bls12-381.ts";
import { coordinates } from "../../crypto/bls12-381-encoding.ts";
import { blake2Hex } from "../../crypto/hashing.ts";
import { roundPoint } from "../../crypto/timelock.ts";
import { concatBytes, fromHex, toHex } from "../../lib/bytes.ts";
import { Trap } from "../memory.ts";
import { createHostCaller } from "../testing/host-call.ts";
import { bls12381Functions } from "./bls12-381.ts";

const call = createHostCaller(bls12381Functions);
const { G1, G2, fields } = curve();
const none = Uint8Array.of(1);

/** The bytes of a good answer. */
function ok(answer: Uint8Array): Uint8Array {
  if (answer[0] !== 0) throw new Error("a good answer expected");
  const head = [1, 2, 4][(answer[1] as number) & 3] as number;
  return answer.slice(1 + head);
}

const word = (value: bigint): Uint8Array => {
  const bytes = new Uint8Array(8);
  new DataView(bytes.buffer).setBigUint64(0, value, true);
  return bytes;
};
const list = (items: readonly Uint8Array[]): Uint8Array => concatBytes(word(BigInt(items.length)), ...items);
const scalar = (value: bigint): Uint8Array => fromHex(value.toString(16).padStart(64, "0")).reverse();

type Point1 = InstanceType<typeof G1.Point>;
type Point2 = InstanceType<typeof G2.Point>;
/** A point as programs pass it: Zcash's form without compression. */
const affine = (point: Point1 | Point2): Uint8Array => point.toBytes(false);
const path = (name: string): string => `host_calls_bls12_381_${name}`;
const miller = (a: readonly Uint8Array[], b: readonly Uint8Array[]): Uint8Array =>
  call.bytes(path("multi_miller_loop"), 1, list(a), list(b));
const final = (value: Uint8Array): Uint8Array => call.bytes(path("final_exponentiation"), 1, value);

describe("a pairing", () => {
  const p = G1.Point.BASE.multiply(1234567n);
  const q = G2.Point.BASE.multiply(7654321n);

  it("is that of another library", () => {
    expect(ok(final(ok(miller([affine(p)], [affine(q)]))))).toEqual(targetBytes(pairing(p, q)));
    const both = fields.Fp12.mul(pairing(p, q), pairing(q1(), q));
    expect(ok(final(ok(miller([affine(p), affine(q1())], [affine(q), affine(q)]))))).toEqual(targetBytes(both));
  });
  const q1 = (): Point1 => G1.Point.BASE.multiply(99n);

  it("verifies a pulse of drand as its pallet does, and no other", () => {
    const beacon = readG2(
      fromHex(
        "0x83cf0f2896adee7eb8b5f01fcad3912212c437e0073e911fb90022d3e760183c8c4b450b6a0a6c3ac6a5776a2d1064510d1fec758c921cc22b0e17e63aaf4bcb5ed66304de9cf809bd274ca73bab4af5a6e9c76a4bc09e76eae8991ef5ece45a",
      ),
    ) as Point2;
    const signature = readG1(
      fromHex("0xb44679b9a59af2ec876b1a6b1ad52ea9b1615fc3982b19576350f93447cb1125e342b73a8dd2bacbe47e4b6b63ed5e39"),
    ) as Point1;
    const pulse = (round: bigint): Uint8Array =>
      ok(
        final(
          ok(miller([affine(signature.negate()), affine(roundPoint(round))], [affine(G2.Point.BASE), affine(beacon)])),
        ),
      );
    const one = targetBytes(fields.Fp12.ONE);
    expect(pulse(1000n)).toEqual(one);
    expect(pulse(1001n)).not.toEqual(one);
  });

  it("of no points, and with a zero, is one", () => {
    const one = targetBytes(fields.Fp12.ONE);
    const zero1 = concatBytes(Uint8Array.of(0x40), new Uint8Array(95));
    const zero2 = concatBytes(Uint8Array.of(0x40), new Uint8Array(191));
    expect(ok(miller([], []))).toEqual(one);
    expect(ok(miller([zero1, affine(p)], [affine(q), zero2]))).toEqual(one);
    // Nothing but the flag counts.
    expect(ok(miller([zero1.fill(255, 1)], [affine(q)]))).toEqual(one);
  });

  it("is a power of any number but zero", () => {
    const { ORDER } = fields.Fp;
    const two = (seed: bigint): Fp2 => ({ c0: ORDER - seed, c1: seed * seed });
    const six = (seed: bigint): Fp12["c0"] => ({ c0: two(seed), c1: two(seed + 1n), c2: two(seed + 2n) });
    const value: Fp12 = { c0: six(3n), c1: six(20n) };
    const x = -0xd201000000010000n;
    const hard = (x - 1n) ** 2n * (x + ORDER) * (x ** 2n + ORDER ** 2n - 1n) + 3n;
    const easy = (ORDER ** 6n - 1n) * (ORDER ** 2n + 1n);
    expect(hard).toBe((3n * (ORDER ** 4n - ORDER ** 2n + 1n)) / fields.Fr.ORDER);
    const expected = fields.Fp12.pow(fields.Fp12.pow(value, easy), hard);
    expect(ok(final(targetBytes(value)))).toEqual(targetBytes(expected));
    expect(final(new Uint8Array(576))).toEqual(none);
  });

  it("is none for what does not decode, and a trap for lists of two lengths", () => {
    const bad = affine(p);
    bad[0] = (bad[0] as number) | 0x80;
    expect(miller([bad], [affine(q)])).toEqual(none);
    expect(miller([affine(p)], [new Uint8Array(192).fill(0x1f)])).toEqual(none);
    expect(call.bytes(path("multi_miller_loop"), 1, word(2n ** 63n), list([]))).toEqual(none);
    expect(call.bytes(path("multi_miller_loop"), 1, new Uint8Array(7), list([]))).toEqual(none);
    expect(final(new Uint8Array(575))).toEqual(none);
    expect(final(new Uint8Array(576).fill(255))).toEqual(none);
    expect(() => miller([affine(p)], [])).toThrow(Trap);
    // What comes after an argument does not matter.
    const doubled = concatBytes(targetBytes(fields.Fp12.ONE), Uint8Array.of(9));
    expect(ok(final(doubled))).toEqual(targetBytes(fields.Fp12.ONE));
  });
});

describe.each(["g1", "g2"] as const)("points of %s", (name) => {
  const group = name === "g1" ? G1 : G2;
  const size = name === "g1" ? 48 : 96;
  const Point = group.Point as unknown as typeof G1.Point;
  const base = Point.BASE.multiply(31337n);
  /** The projective coordinates of a point, z being one or of the caller's choice. */
  const jacobian = (point: Point1): Uint8Array => {
    const { x, y } = point.toAffine();
    return coordinates([x, y, name === "g1" ? 1n : ({ c0: 1n, c1: 0n } as never)]);
  };
  /** The point whose coordinates these are: x / z², y / z³. */
  const pointOf = (bytes: Uint8Array): Point1 => {
    const field = (name === "g1" ? fields.Fp : fields.Fp2) as typeof fields.Fp;
    const numbers = Array.from({ length: bytes.length / 48 }, (_, index) =>
      BigInt(toHex(bytes.slice(index * 48, index * 48 + 48).reverse())),
    );
    const [x, y, z] = (
      name === "g1" ? numbers : [0, 2, 4].map((at) => ({ c0: numbers[at], c1: numbers[at + 1] }) as never)
    ) as [bigint, bigint, bigint];
    if (field.is0(z)) return Point.ZERO;
    const inverse = field.inv(z);
    const square = field.sqr(inverse);
    return Point.fromAffine({ x: field.mul(x, square), y: field.mul(y, field.mul(square, inverse)) });
  };
  const times = (factor: readonly bigint[]): Uint8Array =>
    call.bytes(path(`mul_projective_${name}`), 1, jacobian(base), list(factor.map(word)));
  const sum = (points: readonly Uint8Array[], factors: readonly bigint[]): Uint8Array =>
    call.bytes(path(`msm_${name}`), 1, list(points), list(factors.map(scalar)));

  it("times a number are those of another library", () => {
    for (const factor of [1n, 2n, 3n, 0xfedcba9876543210n])
      expect(pointOf(ok(times([factor]))).equals(base.multiply(factor))).toBe(true);
    // More than one word, and more than the order.
    const wide = 5n + (7n << 64n) + ((2n ** 63n) << 192n);
    expect(pointOf(ok(times([5n, 7n, 0n, 2n ** 63n]))).equals(base.multiply(wide % fields.Fr.ORDER))).toBe(true);
    expect(pointOf(ok(times([]))).is0()).toBe(true);
    expect(pointOf(ok(times([0n]))).is0()).toBe(true);
  });

  it("are added, each times a number", () => {
    const order = fields.Fr.ORDER;
    const zero = concatBytes(Uint8Array.of(0x40), new Uint8Array(2 * size - 1));
    for (const count of [0, 1, 2, 33]) {
      const points = Array.from({ length: count }, (_, index) => Point.BASE.multiply(BigInt(index + 1)));
      const factors = points.map((_, index) => (BigInt(index) * 0x9e3779b97f4a7c15f39cc0605cedc834n ** 2n) % order);
      const expected = factors.reduce((total, factor, index) => (total + factor * BigInt(index + 1)) % order, 0n);
      const found = pointOf(ok(sum(points.map(affine), factors)));
      expect(found.equals(Point.BASE.multiplyUnsafe(expected))).toBe(true);
    }
    const special = [affine(base), affine(base), zero, affine(base.negate())];
    expect(pointOf(ok(sum(special, [order - 1n, 1n, 5n, 0n]))).is0()).toBe(true);
  });

  it("are none for what does not decode, or is not as many", () => {
    expect(sum([affine(base)], [])).toEqual(none);
    expect(sum([affine(base)], [fields.Fr.ORDER])).toEqual(none);
    expect(sum([affine(base).subarray(1)], [1n])).toEqual(none);
    expect(call.bytes(path(`mul_projective_${name}`), 1, new Uint8Array(3 * size - 1), list([]))).toEqual(none);
    expect(call.bytes(path(`mul_projective_${name}`), 1, new Uint8Array(3 * size).fill(255), list([]))).toEqual(none);
    expect(call.bytes(path(`mul_projective_${name}`), 1, jacobian(base), word(1n))).toEqual(none);
  });
});

/** Hashes of what ark-bls12-381 0.4.0 itself answered, built outside the project, for points and numbers made as here. */
describe("the coordinates are those of arkworks", () => {
  const order = fields.Fr.ORDER;
  const numbers = [1n, 2n, 3n, 4n, 5n];
  const first = numbers.map((i) => affine(G1.Point.BASE.multiply(i * 7919n + 3n)));
  const second = numbers.map((i) => affine(G2.Point.BASE.multiply(i * 104729n + 11n)));
  const factors = (count: number): bigint[] =>
    Array.from({ length: count }, (_, i) => fields.Fr.pow(0x9e3779b97f4a7c15n, BigInt(i) * 13n + 1n));
  const hashed = (answer: Uint8Array): string => blake2Hex(ok(answer));
  const sum = (name: string, points: readonly Uint8Array[], scalars: readonly bigint[]): string =>
    hashed(call.bytes(path(`msm_${name}`), 1, list(points), list(scalars.map(scalar))));

  it("of a product of Miller loops, of points outside the curve too", () => {
    const product = miller(first, second);
    expect(hashed(product)).toBe("0xa99be5f2c9b8aeba6f085be8ee322ef47e2bfe4c44b139c3e731f256a0baf0bb");
    expect(hashed(final(ok(product)))).toBe("0x420501b0b9fd633102770b7082001eb5e2e2a2ec6f3c426c1a907ac28962659f");
    const big = (...values: number[]): Uint8Array =>
      concatBytes(...values.map((value) => fromHex(value.toString(16).padStart(96, "0"))));
    expect(hashed(miller([big(5, 9)], [big(3, 5, 1, 9)]))).toBe(
      "0x4513a40bce75e4f7906fb973e3989eef07c5edfa72d1380c9b0905ed6bb7679c",
    );
  });

  it.each([
    ["g1", "0xa1cc9bb5c233b43b3c61d4abfe18eae66cf3b60915a17311745f34e6e5dbd369"],
    ["g2", "0xeb5edf6be38fdb2d6ce7055ba896d3c42ac27543173266bd53d5a7657a4be15f"],
  ] as const)("of a point of %s times a number", (name, expected) => {
    const { x, y } = name === "g1" ? G1.Point.BASE.toAffine() : G2.Point.BASE.toAffine();
    const times = (base: Uint8Array, factor: readonly bigint[]): Uint8Array =>
      call.bytes(path(`mul_projective_${name}`), 1, base, list(factor.map(word)));
    const one = name === "g1" ? 1n : { c0: 1n, c1: 0n };
    const wide = [0x123456789abcdef0n, 0xfedcba9876543210n, 77n, 2n ** 63n];
    expect(hashed(times(ok(times(coordinates([x, y, one]), [3n])), wide))).toBe(expected);
  });

  it("of sums of products", () => {
    expect(sum("g1", first, factors(5))).toBe("0x6cb0f011468d9beb62496d343254734756ca70531cf02a6c73444c47ba098b04");
    expect(sum("g2", second, factors(5))).toBe("0x83cf9b771516333fc2fc21d3c13ca6fe03b7a9622ad9feabe3b9ba313a19c620");
    const many = Array.from({ length: 40 }, (_, i) => affine(G1.Point.BASE.multiply(BigInt(i + 1))));
    expect(sum("g1", many, factors(40))).toBe("0x87a18faedc83e36f842daa5afa3c5742c7588728e18d9c9f6bd857b6aad706bf");
    const zero = concatBytes(Uint8Array.of(0x40), new Uint8Array(95));
    const [a, b, c] = first as [Uint8Array, Uint8Array, Uint8Array];
    expect(sum("g1", [a, b, c, zero, c], [0n, 1n, order - 1n, 4n, 7n])).toBe(
      "0xd3892d0d524ccbfc129376f56de78cff9332cc69b3d18b82a6e03a09c87b68a5",
    );
  });
});
