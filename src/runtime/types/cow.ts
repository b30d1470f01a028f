import type { Codec, Infer } from "../../codec/codec.ts";
import { tuple } from "../../codec/containers.ts";
import { u64, unit } from "../../codec/primitives.ts";
import { anonymous, named, type TypeParam } from "../../codec/type-info.ts";

/** `Cow<T>`: on the wire and in our values just T. */
export function cow<T>(of: Codec<T>): Codec<T> {
  return {
    encode: of.encode,
    decode: of.decode,
    info: named("Cow", () => ({ kind: "composite", fields: [{ type: of.info }] }), [{ name: "T", type: of.info }]),
  };
}

export const NonZeroU64: Codec<bigint> = {
  encode: u64.encode,
  decode: u64.decode,
  info: named("NonZeroU64", () => ({ kind: "composite", fields: [{ type: u64.info }] })),
  maxLength: 8,
};

/** A struct of several unnamed fields, as a tuple. */
export function tupleStruct<const C extends readonly Codec<unknown>[]>(
  path: string,
  of: C,
  params: readonly TypeParam[] = [],
): Codec<{ -readonly [I in keyof C]: Infer<C[I]> }> {
  const parts = tuple(...of);
  return {
    ...parts,
    info: named(
      path,
      () => ({
        kind: "composite",
        fields: of.map((codec) => ({
          type: codec.info,
          ...(codec.typeName === undefined ? {} : { typeName: codec.typeName }),
        })),
      }),
      params,
    ),
  };
}

/** `Compact<()>`: nothing on the wire. */
export const compactUnit: Codec<undefined> = { ...unit, info: anonymous(() => ({ kind: "compact", of: unit.info })) };
