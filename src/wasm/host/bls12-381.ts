import { result } from "../../codec/containers.ts";
import { bytes as bytesCodec, unit } from "../../codec/primitives.ts";
import { curve, targetBytes } from "../../crypto/bls12-381.ts";
import {
  type Affine,
  type Cursor,
  coordinates,
  EncodingError,
  type Jacobian,
  takeFp,
  takeFp2,
  takeFp12,
  takeG1,
  takeG2,
  takeJacobian,
  takeList,
  takeScalar,
  takeWord,
} from "../../crypto/bls12-381-encoding.ts";
import { type Field, jacobianCurve } from "../../crypto/bls12-381-jacobian.ts";
import { finalExponentiation, multiMillerLoop } from "../../crypto/bls12-381-miller-loop.ts";
import { Trap } from "../memory.ts";
import { type HostFunction, hostFunction } from "./function.ts";
import { answerEncoded, bytes } from "./marshal.ts";

const answer = answerEncoded(result(bytesCodec, unit));
type Outcome = { readonly ok: Uint8Array } | { readonly err: undefined };

/** Bits of the order of the groups. */
const scalarBits = 255;

/** The result, or none where an argument does not decode; what comes after an argument does not matter. */
function tried(give: () => Uint8Array | undefined): Outcome {
  try {
    const ok = give();
    return ok === undefined ? { err: undefined } : { ok };
  } catch (error) {
    if (error instanceof EncodingError) return { err: undefined };
    throw error;
  }
}

const cursor = (data: Uint8Array): Cursor => ({ bytes: data, at: 0 });

/** The coordinates of a group's points: the field, and how they are read. */
interface Group<F extends Parameters<typeof coordinates>[0][number]> {
  readonly field: () => Field<F>;
  readonly coordinate: (cursor: Cursor) => F;
  readonly point: (cursor: Cursor) => Affine<F>;
}

/** The number whose words of 64 bits these are, the least significant first. */
function joined(words: readonly bigint[]): bigint {
  return BigInt(
    `0x0${words
      .map((word) => word.toString(16).padStart(16, "0"))
      .reverse()
      .join("")}`,
  );
}

function groupFunctions<F extends Parameters<typeof coordinates>[0][number]>(
  name: string,
  { field, coordinate, point }: Group<F>,
): readonly HostFunction[] {
  const written = ({ x, y, z }: Jacobian<F>): Uint8Array => coordinates([x, y, z]);
  return [
    /** The sum of points, each times its number; none when there are not as many of both. Rust: `host_calls::bls12_381_msm_g1` */
    hostFunction(`host_calls_bls12_381_msm_${name}`, 1, [bytes, bytes], answer, (_host, bases, scalars) =>
      tried(() => {
        const points = takeList(cursor(bases), point);
        const numbers = takeList(cursor(scalars), takeScalar);
        if (points.length !== numbers.length) return undefined;
        return written(jacobianCurve(field()).sumOfProducts(points, numbers, scalarBits));
      }),
    ),
    /** A point times a number of any length. Rust: `host_calls::bls12_381_mul_projective_g1` */
    hostFunction(`host_calls_bls12_381_mul_projective_${name}`, 1, [bytes, bytes], answer, (_host, base, scalar) =>
      tried(() => {
        const factor = takeJacobian(cursor(base), coordinate);
        return written(jacobianCurve(field()).multiply(factor, joined(takeList(cursor(scalar), takeWord))));
      }),
    ),
  ];
}

/**
 * The curve of drand's signatures. Points are taken as they are, without a look at the curve or the group.
 * Rust: `sp_crypto_ec_utils: bls12_381.rs HostCalls`, over ark-bls12-381 0.4
 */
export const bls12381Functions: readonly HostFunction[] = [
  /** The product of Miller loops. Rust: `host_calls::bls12_381_multi_miller_loop` */
  hostFunction("host_calls_bls12_381_multi_miller_loop", 1, [bytes, bytes], answer, (_host, a, b) =>
    tried(() => {
      const first = takeList(cursor(a), takeG1);
      const second = takeList(cursor(b), takeG2);
      if (first.length !== second.length) throw new Trap("a pairing has not as many points of both groups");
      return targetBytes(multiMillerLoop(first.map((point, index) => [point, second[index]])));
    }),
  ),
  /** The pairing of such a product; none for zero. Rust: `host_calls::bls12_381_final_exponentiation` */
  hostFunction("host_calls_bls12_381_final_exponentiation", 1, [bytes], answer, (_host, f) =>
    tried(() => {
      const value = finalExponentiation(takeFp12(cursor(f)));
      return value === undefined ? undefined : targetBytes(value);
    }),
  ),
  ...groupFunctions<bigint>("g1", { field: () => curve().fields.Fp, coordinate: takeFp, point: takeG1 }),
  ...groupFunctions("g2", { field: () => curve().fields.Fp2, coordinate: takeFp2, point: takeG2 }),
];
