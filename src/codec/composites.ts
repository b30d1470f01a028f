import type { Codec, Infer } from "./codec.ts";
import { DecodeError, type Reader, type Writer } from "./io.ts";
import { type FieldInfo, named, type TypeParam, type VariantInfo } from "./type-info.ts";

export type Fields = Readonly<Record<string, Codec<unknown>>>;
export type Values<F extends Fields> = { -readonly [K in keyof F]: Infer<F[K]> };

/** Fields as metadata has them, in order. */
export function fieldInfos(fields: Fields, unnamed = false): FieldInfo[] {
  return Object.entries(fields).map(([name, codec]) => ({
    ...(unnamed ? {} : { name }),
    type: codec.info,
    ...(codec.typeName === undefined ? {} : { typeName: codec.typeName }),
  }));
}

/** Writes the fields one after another, in the order of their declaration. */
export function encodeFields(fields: Fields, value: Readonly<Record<string, unknown>>, to: Writer): void {
  for (const name in fields) (fields[name] as Codec<unknown>).encode(value[name], to);
}

/** Reads what `encodeFields` wrote. @throws DecodeError */
export function decodeFields<F extends Fields>(fields: F, from: Reader): Values<F> {
  const value: Record<string, unknown> = {};
  for (const name in fields) value[name] = (fields[name] as Codec<unknown>).decode(from);
  return value as Values<F>;
}

function lengthOf(codecs: readonly Codec<unknown>[]): { maxLength?: number } {
  return codecs.every((codec) => codec.maxLength !== undefined)
    ? { maxLength: codecs.reduce((sum, codec) => sum + (codec.maxLength as number), 0) }
    : {};
}

/** A struct with named fields. `path` as in metadata; a struct without path only in tests. */
export function struct<F extends Fields>(path: string, fields: F, params: readonly TypeParam[] = []): Codec<Values<F>> {
  return {
    encode: (value, to) => encodeFields(fields, value as Record<string, unknown>, to),
    decode: (from) => decodeFields(fields, from),
    info: named(path, () => ({ kind: "composite", fields: fieldInfos(fields) }), params),
    ...lengthOf(Object.values(fields)),
  };
}

/** A struct with one unnamed field that stands for that field (`struct X(T)`), or with one named field that is not told in our values. */
export function wrapper<T>(
  path: string,
  of: Codec<T>,
  params: readonly TypeParam[] = [],
  fieldName?: string,
): Codec<T> {
  return {
    encode: of.encode,
    decode: of.decode,
    info: named(
      path,
      () => ({
        kind: "composite",
        fields: [
          {
            ...(fieldName === undefined ? {} : { name: fieldName }),
            type: of.info,
            ...(of.typeName === undefined ? {} : { typeName: of.typeName }),
          },
        ],
      }),
      params,
    ),
    ...lengthOf([of]),
  };
}

/** What a variant of an enum holds: nothing, one unnamed value, several unnamed values, or named fields. */
export type VariantSpec = "unit" | Codec<unknown> | readonly Codec<unknown>[] | { readonly fields: Fields };
/** A variant whose index is not its position. */
export interface Indexed<S extends VariantSpec> {
  readonly index: number;
  readonly spec: S;
}
export type Variants = Readonly<Record<string, VariantSpec | Indexed<VariantSpec>>>;

type SpecValue<S> = S extends "unit"
  ? { readonly value?: undefined }
  : S extends Codec<infer T>
    ? { readonly value: T }
    : S extends readonly Codec<unknown>[]
      ? { readonly value: { -readonly [I in keyof S]: Infer<S[I]> } }
      : S extends { readonly fields: infer F extends Fields }
        ? { readonly value: Values<F> }
        : never;
/** The value of an enum: `{ type, value }`. */
export type EnumValue<V extends Variants> = {
  [K in keyof V & string]: { readonly type: K } & (V[K] extends Indexed<infer S> ? SpecValue<S> : SpecValue<V[K]>);
}[keyof V & string];

/** Gives a variant an index of its own. */
export function at<const S extends VariantSpec>(index: number, spec: S): Indexed<S> {
  return { index, spec };
}

function isIndexed(spec: VariantSpec | Indexed<VariantSpec>): spec is Indexed<VariantSpec> {
  return typeof spec === "object" && "spec" in spec;
}

function isCodec(spec: VariantSpec): spec is Codec<unknown> {
  return typeof spec === "object" && "decode" in spec;
}

interface Resolved {
  readonly name: string;
  readonly index: number;
  readonly encode: (value: unknown, to: Writer) => void;
  readonly decode: (from: Reader) => unknown;
  readonly fields: () => FieldInfo[];
}

function resolve(name: string, index: number, spec: VariantSpec): Resolved {
  if (spec === "unit") return { name, index, encode: () => {}, decode: () => undefined, fields: () => [] };
  if (isCodec(spec))
    return {
      name,
      index,
      encode: (value, to) => spec.encode(value, to),
      decode: (from) => spec.decode(from),
      fields: () => fieldInfos({ value: spec }, true),
    };
  if ("fields" in spec) {
    const { fields } = spec;
    return {
      name,
      index,
      encode: (value, to) => encodeFields(fields, value as Record<string, unknown>, to),
      decode: (from) => decodeFields(fields, from),
      fields: () => fieldInfos(fields),
    };
  }
  return {
    name,
    index,
    encode: (value, to) => {
      for (const [i, codec] of spec.entries()) codec.encode((value as unknown[])[i], to);
    },
    decode: (from) => spec.map((codec) => codec.decode(from)),
    fields: () => fieldInfos(Object.fromEntries(spec.map((codec, i) => [`_${i}`, codec])), true),
  };
}

/** An enum some of whose variants hold data. */
export function enumeration<const V extends Variants>(
  path: string,
  variants: V,
  params: readonly TypeParam[] = [],
): Codec<EnumValue<V>> {
  const list = Object.entries(variants).map(([name, spec], position) =>
    isIndexed(spec) ? resolve(name, spec.index, spec.spec) : resolve(name, position, spec),
  );
  const byName = new Map(list.map((variant) => [variant.name, variant]));
  const byIndex = new Map(list.map((variant) => [variant.index, variant]));
  return {
    encode(value, to) {
      const variant = byName.get(value.type);
      if (variant === undefined) throw new RangeError(`${path} has no variant ${value.type}`);
      to.u8(variant.index);
      variant.encode((value as { value?: unknown }).value, to);
    },
    decode(from) {
      const index = from.u8();
      const variant = byIndex.get(index);
      if (variant === undefined) throw new DecodeError(`${path} has no variant ${index}`, from.offset - 1);
      const value = variant.decode(from);
      return (value === undefined ? { type: variant.name } : { type: variant.name, value }) as EnumValue<V>;
    },
    info: named(
      path,
      () => ({
        kind: "variant",
        variants: list.map((v): VariantInfo => ({ name: v.name, index: v.index, fields: v.fields() })),
      }),
      params,
    ),
  };
}

/** An enum without data: the variant's name. Indices are positions unless an object name -> index is given. */
export function names<const N extends string>(
  path: string,
  list: readonly N[] | Readonly<Record<N, number>>,
  params: readonly TypeParam[] = [],
): Codec<N> {
  const entries: readonly (readonly [N, number])[] = Array.isArray(list)
    ? list.map((name: N, index: number) => [name, index] as const)
    : (Object.entries(list) as [N, number][]);
  const byName = new Map(entries);
  const byIndex = new Map(entries.map(([name, index]) => [index, name] as const));
  return {
    encode(value, to) {
      const index = byName.get(value);
      if (index === undefined) throw new RangeError(`${path} has no variant ${value}`);
      to.u8(index);
    },
    decode(from) {
      const index = from.u8();
      const name = byIndex.get(index);
      if (name === undefined) throw new DecodeError(`${path} has no variant ${index}`, from.offset - 1);
      return name;
    },
    info: named(
      path,
      () => ({ kind: "variant", variants: entries.map(([name, index]) => ({ name, index, fields: [] })) }),
      params,
    ),
    maxLength: 1,
  };
}
