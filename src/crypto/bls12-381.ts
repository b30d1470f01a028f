import { createRequire } from "node:module";

type Noble = typeof import("@noble/curves/bls12-381");
type Curve = Noble["bls12_381"];
/** A point of the group of signatures (48 bytes compressed), or its zero. */
export type G1Point = InstanceType<Curve["G1"]["Point"]>;
/** A point of the group of public keys (96 bytes compressed), or its zero. */
export type G2Point = InstanceType<Curve["G2"]["Point"]>;

let loaded: Curve | undefined;

/** The library takes some 100 ms to load, which only a pulse of drand is worth. */
export function curve(): Curve {
  loaded ??= (createRequire(import.meta.url)("@noble/curves/bls12-381") as Noble).bls12_381;
  return loaded;
}

const coordinateBytes = 48;
const compressedFlag = 0x80;
const infinityFlag = 0x40;
const greaterFlag = 0x20;

/** A coordinate from 48 bytes, big end first; undefined when it is not below the field's order. */
function coordinate(bytes: Uint8Array, at: number, mask: number): bigint | undefined {
  let value = 0n;
  for (let i = 0; i < coordinateBytes; i++)
    value = (value << 8n) | BigInt((bytes[at + i] as number) & (i === 0 ? mask : 0xff));
  return value < curve().fields.Fp.ORDER ? value : undefined;
}

/** `undefined` instead of what a root that does not exist throws. */
function root<T>(take: () => T): T | undefined {
  try {
    return take();
  } catch {
    return undefined;
  }
}

/**
 * The point of the signature group at the start of `bytes`, in the form of Zcash; what follows is not looked at.
 * Undefined for anything that is no point of the group. Rust: ark-bls12-381: curves/g1.rs deserialize_with_mode.
 */
export function readG1(bytes: Uint8Array): G1Point | undefined {
  const flags = bytes[0] ?? 0;
  if (bytes.length < coordinateBytes || (flags & compressedFlag) === 0) return undefined;
  const { G1, fields } = curve();
  if ((flags & infinityFlag) !== 0) return G1.Point.ZERO;
  const { Fp } = fields;
  const x = coordinate(bytes, 0, 0x1f);
  if (x === undefined) return undefined;
  const y = root(() => Fp.sqrt(Fp.add(Fp.mul(Fp.sqr(x), x), 4n)));
  if (y === undefined) return undefined;
  const other = Fp.neg(y);
  const point = G1.Point.fromAffine({ x, y: y > other === ((flags & greaterFlag) !== 0) ? y : other });
  return point.isTorsionFree() ? point : undefined;
}

/** The same of the group of public keys: the second coordinate of x comes first. Rust: ark-bls12-381: curves/g2.rs. */
export function readG2(bytes: Uint8Array): G2Point | undefined {
  const flags = bytes[0] ?? 0;
  if (bytes.length < 2 * coordinateBytes || (flags & compressedFlag) === 0) return undefined;
  const { G2, fields } = curve();
  if ((flags & infinityFlag) !== 0) return G2.Point.ZERO;
  const { Fp2 } = fields;
  const c1 = coordinate(bytes, 0, 0x1f);
  const c0 = coordinate(bytes, coordinateBytes, 0xff);
  if (c0 === undefined || c1 === undefined) return undefined;
  const x = { c0, c1 };
  const y = root(() => Fp2.sqrt(Fp2.add(Fp2.mul(Fp2.sqr(x), x), { c0: 4n, c1: 4n })));
  if (y === undefined) return undefined;
  const other = Fp2.neg(y);
  const greater = y.c1 === other.c1 ? y.c0 > other.c0 : y.c1 > other.c1;
  const point = G2.Point.fromAffine({ x, y: greater === ((flags & greaterFlag) !== 0) ? y : other });
  return point.isTorsionFree() ? point : undefined;
}

/** A point in 48 or 96 bytes, as `readG1` and `readG2` take it. */
export function pointBytes(point: G1Point | G2Point): Uint8Array {
  return point.toBytes(true);
}

/** Hashes a message to the signature group. `domain` names the scheme. RFC 9380, SSWU with SHA-256. */
export function hashToG1(message: Uint8Array, domain: string): G1Point {
  return curve().G1.hashToCurve(message, { DST: domain }) as G1Point;
}

/** An element of the field that pairings lie in. */
export type Fp12 = ReturnType<Curve["pairing"]>;
/** A coordinate of a point of the group of public keys. */
export type Fp2 = G2Point["x"];

/** e(p, q); one when either is zero, where the library throws. */
export function pairing(p: G1Point, q: G2Point): Fp12 {
  const { fields } = curve();
  return p.is0() || q.is0() ? fields.Fp12.ONE : curve().pairing(p, q);
}

/** Whether e(signature, generator) = e(hash, publicKey). Rust: `pallets/drand/src/bls12_381.rs fast_pairing_opt`. */
export function verifyBls(publicKey: G2Point, hash: G1Point, signature: G1Point): boolean {
  const { G2, fields } = curve();
  const pairs = [
    { g1: signature.negate() as G1Point, g2: G2.Point.BASE },
    { g1: hash, g2: publicKey },
  ].filter(({ g1, g2 }) => !g1.is0() && !g2.is0());
  return pairs.length === 0 || fields.Fp12.eql(curve().pairingBatch(pairs), fields.Fp12.ONE);
}

/** An element of the target group in 576 bytes, each coordinate with its small end first. Rust: ark-ff's serialize_compressed. */
export function targetBytes({ c0, c1 }: Fp12): Uint8Array {
  const out = new Uint8Array(12 * coordinateBytes);
  let at = 0;
  for (const six of [c0, c1])
    for (const two of [six.c0, six.c1, six.c2])
      for (let value of [two.c0, two.c1]) {
        for (let i = 0; i < coordinateBytes; i++, value >>= 8n) out[at + i] = Number(value & 0xffn);
        at += coordinateBytes;
      }
  return out;
}
