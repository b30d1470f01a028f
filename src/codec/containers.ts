import type { Codec, Infer } from "./codec.ts";
import { DecodeError, type Reader, type Writer } from "./io.ts";
import { isReadWhole, layoutOf, treeSize } from "./layout.ts";
import { anonymous, type Layout, named, type OuterName, type TypeInfo, type TypeParam } from "./type-info.ts";

/** What reading a list counts of its items: whether it steps down for them, and how they lie in memory. */
interface Counted {
  readonly steps: boolean;
  readonly layout: Layout | undefined;
}

/** Worked out when the first list is read: a type may be declared before those it is made of. */
function countedOf(type: TypeInfo): () => Counted {
  let counted: Counted | undefined;
  return () => {
    counted ??= { steps: !isReadWhole(type), layout: layoutOf(type) };
    return counted;
  };
}

/** `Vec<T>`, `VecDeque<T>`. */
export function vec<T>(of: Codec<T>): Codec<T[]> {
  const counted = countedOf(of.info);
  return {
    encode(value, to) {
      to.compact(value.length);
      for (const item of value) of.encode(item, to);
    },
    decode(from) {
      const length = from.length(of.maxLength === 0 ? 0 : 1);
      const { steps, layout } = counted();
      from.allocate(length, layout?.size);
      if (steps) from.descend();
      const items: T[] = [];
      for (let i = 0; i < length; i++) items.push(of.decode(from));
      if (steps) from.ascend();
      return items;
    },
    info: anonymous(() => ({ kind: "sequence", of: of.info })),
    typeName: `Vec<${of.typeName ?? ""}>`,
  };
}

/** `Box<T>`: on the wire just T. */
export function box<T>(of: Codec<T>): Codec<T> {
  const counted = countedOf(of.info);
  return {
    ...of,
    decode(from) {
      from.descend();
      from.allocate(1, counted().layout?.size);
      const value = of.decode(from);
      from.ascend();
      return value;
    },
    typeName: `Box<${of.typeName ?? ""}>`,
  };
}

/** `[T; length]`. */
export function array<T>(length: number, of: Codec<T>): Codec<T[]> {
  return {
    encode(value, to) {
      if (value.length !== length) throw new RangeError(`${length} items expected, not ${value.length}`);
      for (const item of value) of.encode(item, to);
    },
    decode: (from) => Array.from({ length }, () => of.decode(from)),
    info: anonymous(() => ({ kind: "array", length, of: of.info })),
    typeName: `[${of.typeName ?? ""}; ${length}]`,
    ...(of.maxLength === undefined ? {} : { maxLength: of.maxLength * length }),
  };
}

/** `Option<T>`: undefined stands for None. */
export function option<T>(of: Codec<T>): Codec<T | undefined> {
  return {
    encode(value, to) {
      if (value === undefined) return to.u8(0);
      to.u8(1);
      of.encode(value, to);
    },
    decode(from) {
      const tag = from.u8();
      if (tag > 1) throw new DecodeError("0 or 1 expected for an Option", from.offset - 1);
      return tag === 1 ? of.decode(from) : undefined;
    },
    info: named(
      "Option",
      () => ({
        kind: "variant",
        variants: [
          { name: "None", index: 0, fields: [] },
          { name: "Some", index: 1, fields: [{ type: of.info }] },
        ],
      }),
      [{ name: "T", type: of.info }],
    ),
    typeName: `Option<${of.typeName ?? ""}>`,
    ...(of.maxLength === undefined ? {} : { maxLength: of.maxLength + 1 }),
  };
}

/** `Option<Option<T>>`, which has one value more than undefined can tell: Some(None) is `{ some: undefined }`. */
export function optionOfOption<T>(of: Codec<T>): Codec<{ readonly some: T | undefined } | undefined> {
  const inner = option(of);
  const outer = option(inner);
  return {
    encode(value, to) {
      to.u8(value === undefined ? 0 : 1);
      if (value !== undefined) inner.encode(value.some, to);
    },
    decode(from) {
      const tag = from.u8();
      if (tag > 1) throw new DecodeError("0 or 1 expected for an Option", from.offset - 1);
      return tag === 1 ? { some: inner.decode(from) } : undefined;
    },
    info: outer.info,
    ...(outer.typeName === undefined ? {} : { typeName: outer.typeName }),
    ...(outer.maxLength === undefined ? {} : { maxLength: outer.maxLength }),
  };
}

export type Outcome<T, E> = { readonly ok: T } | { readonly err: E };

/** `Result<T, E>`. */
export function result<T, E>(ok: Codec<T>, err: Codec<E>): Codec<Outcome<T, E>> {
  return {
    encode(value, to) {
      if ("ok" in value) {
        to.u8(0);
        ok.encode(value.ok, to);
      } else {
        to.u8(1);
        err.encode(value.err, to);
      }
    },
    decode(from) {
      const tag = from.u8();
      if (tag > 1) throw new DecodeError("0 or 1 expected for a Result", from.offset - 1);
      return tag === 0 ? { ok: ok.decode(from) } : { err: err.decode(from) };
    },
    info: named(
      "Result",
      () => ({
        kind: "variant",
        variants: [
          { name: "Ok", index: 0, fields: [{ type: ok.info }] },
          { name: "Err", index: 1, fields: [{ type: err.info }] },
        ],
      }),
      [
        { name: "T", type: ok.info },
        { name: "E", type: err.info },
      ],
    ),
  };
}

type Items<C extends readonly Codec<unknown>[]> = { -readonly [I in keyof C]: Infer<C[I]> };

/** A tuple of two or more. */
export function tuple<const C extends readonly Codec<unknown>[]>(...of: C): Codec<Items<C>> {
  return {
    encode(value, to) {
      for (let i = 0; i < of.length; i++) (of[i] as Codec<unknown>).encode(value[i], to);
    },
    decode: (from) => of.map((codec) => codec.decode(from)) as Items<C>,
    info: anonymous(() => ({ kind: "tuple", of: of.map((codec) => codec.info) })),
    typeName: `(${of.map((codec) => codec.typeName ?? "").join(", ")})`,
    ...(of.every((codec) => codec.maxLength !== undefined)
      ? { maxLength: of.reduce((sum, codec) => sum + (codec.maxLength as number), 0) }
      : {}),
  };
}

/** `Compact<T>` of an unsigned integer type, or of a wrapper around one. */
export function compact<T extends number | bigint>(of: Codec<T>): Codec<T> {
  const size = of.maxLength as number;
  const limit = 1n << BigInt(size * 8);
  const most = Number(limit);
  return {
    encode: (value, to) => to.compact(value),
    decode(from) {
      const at = from.offset;
      const short = size <= 4 ? from.shortCompact() : undefined;
      if (short !== undefined && short < most) return short as T;
      const value = short ?? from.compact();
      if (value >= limit) throw new DecodeError(`compact integer does not fit ${size} bytes`, at);
      return (size <= 4 ? Number(value) : value) as T;
    },
    info: anonymous(() => ({ kind: "compact", of: of.info })),
    typeName: of.typeName ?? "",
    maxLength: size + 1,
  };
}

/** The items of a tree came otherwise than they are written. */
function outOfOrder({ counts }: Reader): void {
  if (counts !== undefined) counts.canonical = false;
}

/** Steps down into a tree of so many items. */
function intoTree(from: Reader, length: number, { layout }: Counted): void {
  from.descend();
  from.allocate(1, layout === undefined ? undefined : treeSize(length, layout));
}

/** `BTreeMap<K, V>`: by keys in the order in which they sort in the original, the last of two with the same key. */
export function btreeMap<K, V>(
  key: Codec<K>,
  value: Codec<V>,
  compare: (a: K, b: K) => number = natural,
): Codec<Map<K, V>> {
  const entry = tuple(key, value).info;
  const entries = anonymous(() => ({ kind: "sequence", of: entry }));
  const counted = countedOf(entry);
  const byKey = (a: readonly [K, V], b: readonly [K, V]): number => compare(a[0], b[0]);
  return {
    encode(map, to) {
      to.compact(map.size);
      for (const [k, v] of [...map].sort(byKey)) {
        key.encode(k, to);
        value.encode(v, to);
      }
    },
    decode(from) {
      const length = from.length(1);
      intoTree(from, length, counted());
      const read: [K, V][] = [];
      for (let i = 0; i < length; i++) read.push([key.decode(from), value.decode(from)]);
      from.ascend();
      if (isAscending(read, byKey)) return new Map(read);
      outOfOrder(from);
      return new Map(read.sort(byKey));
    },
    info: named("BTreeMap", () => ({ kind: "composite", fields: [{ type: entries }] }), [
      { name: "K", type: key.info },
      { name: "V", type: value.info },
    ]),
  };
}

/** `BTreeSet<T>`, kept as a sorted array without repeats. */
export function btreeSet<T>(of: Codec<T>, compare: (a: T, b: T) => number = natural): Codec<T[]> {
  const list = vec(of);
  const counted = countedOf(of.info);
  return {
    encode: (value, to) => list.encode(isAscending(value, compare) ? value : sortedUnique(value, compare), to),
    decode(from) {
      const length = from.length(1);
      intoTree(from, length, counted());
      const items: T[] = [];
      for (let i = 0; i < length; i++) items.push(of.decode(from));
      from.ascend();
      if (isAscending(items, compare)) return items;
      outOfOrder(from);
      return sortedUnique(items, compare);
    },
    info: named("BTreeSet", () => ({ kind: "composite", fields: [{ type: list.info }] }), [
      { name: "T", type: of.info },
    ]),
  };
}

/** Whether each sorts after the one before: the order in which a tree is written. */
function isAscending<T>(items: readonly T[], compare: (a: T, b: T) => number): boolean {
  for (let i = 1; i < items.length; i++) if (compare(items[i - 1] as T, items[i] as T) >= 0) return false;
  return true;
}

function sortedUnique<T>(items: readonly T[], compare: (a: T, b: T) => number): T[] {
  const sorted = [...items].sort(compare);
  return sorted.filter((item, i) => i === 0 || compare(sorted[i - 1] as T, item) !== 0);
}

/** The order of numbers, bigints and hex texts. */
function natural(a: unknown, b: unknown): number {
  const [x, y] = [a as number, b as number];
  return x < y ? -1 : x > y ? 1 : 0;
}

/** `BoundedVec<T, S>` and its like: a vector with a greatest length, refused when longer. */
export function bounded<T extends { readonly length: number }>(
  of: Codec<T>,
  max: number,
  path: string,
  params: readonly TypeParam[],
): Codec<T> {
  return {
    encode: of.encode,
    decode(from) {
      const at = from.offset;
      const value = of.decode(from);
      if (value.length > max) throw new DecodeError(`more than ${max} items`, at);
      return value;
    },
    info: named(
      path,
      () => ({
        kind: "composite",
        fields: [{ type: of.info, ...(of.typeName === undefined ? {} : { typeName: of.typeName }) }],
      }),
      params,
    ),
  };
}

/**
 * A type that only the composed runtime knows; what reads or writes it must be given the runtime's outer types.
 * @param layout as measured in the original, where lists or boxes of them are read.
 */
export function outer<T>(name: OuterName, typeName: string, layout?: Layout): Codec<T> {
  const find = (io: Reader | Writer): Codec<T> => {
    const codec = io.outer[name];
    if (codec === undefined) throw new Error(`${name} is read or written without a composed runtime`);
    return codec as Codec<T>;
  };
  return {
    encode: (value, to) => find(to).encode(value, to),
    decode: (from) => find(from).decode(from),
    info: {
      path: [],
      params: [],
      outer: name,
      def: () => ({ kind: "tuple", of: [] }),
      ...(layout === undefined ? {} : { layout }),
    },
    typeName,
  };
}
