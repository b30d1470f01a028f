import type { Codec } from "../../codec/codec.ts";
import { i64, i128, u128 } from "../../codec/primitives.ts";
import { named, type TypeInfo } from "../../codec/type-info.ts";

const empty = (path: string): TypeInfo => named(path, () => ({ kind: "composite", fields: [] }));
const zero = empty("substrate_typenum::bit::B0");
const one = empty("substrate_typenum::bit::B1");

/** The type-level number of typenum: `UInt<UInt<UTerm, B1>, B0>` is 2. */
function typeNumber(value: number): TypeInfo {
  if (value === 0) return named("substrate_typenum::uint::UTerm", () => ({ kind: "composite", fields: [] }));
  const upper = typeNumber(value >> 1);
  const bit = value % 2 === 1 ? one : zero;
  return named(
    "substrate_typenum::uint::UInt",
    () => ({
      kind: "composite",
      fields: [
        { name: "msb", type: upper, typeName: "U" },
        { name: "lsb", type: bit, typeName: "B" },
      ],
    }),
    [
      { name: "U", type: upper },
      { name: "B", type: bit },
    ],
  );
}

function fixed(path: string, bits: Codec<bigint>, fraction: number): Codec<bigint> {
  return {
    encode: bits.encode,
    decode: bits.decode,
    info: named(
      path,
      () => ({
        kind: "composite",
        fields: [
          { name: "bits", type: bits.info, ...(bits.typeName === undefined ? {} : { typeName: bits.typeName }) },
        ],
      }),
      [{ name: "Frac", type: typeNumber(fraction) }],
    ),
    ...(bits.maxLength === undefined ? {} : { maxLength: bits.maxLength }),
  };
}

/** Fixed-point numbers on the wire: the raw bits as bigint. */
export const U64F64: Codec<bigint> = fixed("substrate_fixed::FixedU128", u128, 64);
export const I64F64: Codec<bigint> = fixed("substrate_fixed::FixedI128", i128, 64);
export const U96F32: Codec<bigint> = fixed("substrate_fixed::FixedU128", u128, 32);
export const I96F32: Codec<bigint> = fixed("substrate_fixed::FixedI128", i128, 32);
export const I32F32: Codec<bigint> = fixed("substrate_fixed::FixedI64", i64, 32);
