import type { Codec } from "./codec.ts";
import type { Layout, TypeInfo } from "./type-info.ts";

/** A vector, a string or a tree: three words of 32 bits. */
const list: Layout = { size: 12, align: 4 };

const primitives: Readonly<Record<string, number>> = {
  bool: 1,
  u8: 1,
  i8: 1,
  u16: 2,
  i16: 2,
  u32: 4,
  i32: 4,
  u64: 8,
  i64: 8,
  u128: 16,
  i128: 16,
};

/** Fields one after the other: Rust orders them by alignment, so that there is no gap but at the end. */
function inTurn(parts: readonly TypeInfo[]): Layout | undefined {
  let [size, align] = [0, 1];
  for (const part of parts) {
    const layout = layoutOf(part);
    if (layout === undefined) return undefined;
    size += layout.size;
    if (layout.align > align) align = layout.align;
  }
  return { size: size + ((align - (size % align)) % align), align };
}

/**
 * How a type lies in the memory of the original's 32-bit program. Undefined for enums that hold data, unless theirs is given
 * with `withLayout`: the compiler packs them as it likes.
 */
export function layoutOf(type: TypeInfo): Layout | undefined {
  if (type.layout !== undefined) return type.layout;
  const def = type.def();
  switch (def.kind) {
    case "primitive": {
      if (def.name === "str") return list;
      const size = primitives[def.name];
      return size === undefined ? undefined : { size, align: size };
    }
    case "compact":
      return layoutOf(def.of);
    case "sequence":
      return list;
    case "array": {
      const item = layoutOf(def.of);
      return item === undefined ? undefined : { size: item.size * def.length, align: item.align };
    }
    case "tuple":
      return type.outer === undefined ? inTurn(def.of) : undefined;
    case "composite":
      return inTurn(def.fields.map((field) => field.type));
    case "variant":
      return def.variants.every(({ fields }) => fields.length === 0) ? { size: 1, align: 1 } : undefined;
    default:
      return undefined;
  }
}

/** The same codec of a type whose layout was measured in the original. */
export function withLayout<T>(size: number, align: number, of: Codec<T>): Codec<T> {
  return { ...of, info: { ...of.info, layout: { size, align } } };
}

const readWhole = new Set<string>(["u8", "u16", "u32", "u64", "u128", "i8", "i16", "i32", "i64", "i128"]);

/** Whether a vector of these is read in one piece, without a step down: plain integers, and no newtype around one. */
export function isReadWhole(type: TypeInfo): boolean {
  const def = type.def();
  return def.kind === "primitive" && readWhole.has(def.name);
}

/** Bytes that a tree of so many items is estimated at. Rust: `parity_scale_codec: btree_utils.rs mem_size_of_btree`. */
export function treeSize(items: number, item: Layout): number {
  if (items === 0) return 0;
  // Eleven items, and a pointer with two lengths of 16 bits; a node above others has twelve more pointers.
  const align = item.align > 4 ? item.align : 4;
  const leaf = 11 * item.size + 8;
  const whole = leaf + ((align - (leaf % align)) % align);
  const nodes = (items - (items % 10)) / 10;
  return nodes === 0 ? whole : nodes * (whole + 48);
}
