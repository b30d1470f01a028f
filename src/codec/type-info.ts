/**
 * What a codec says of its type: the node of a scale-info registry that it becomes in metadata.
 * `def` is a function so that types may refer to each other in rings.
 */
export interface TypeInfo {
  readonly path: readonly string[];
  readonly params: readonly TypeParam[];
  def(): TypeDef;
  /** The composed runtime's own types (the call, the event, ...) are named here and filled in when metadata is made. */
  readonly outer?: OuterName;
  /** Given where `layoutOf` cannot work it out: an enum of the original that holds data. */
  readonly layout?: Layout;
}

/** Bytes that a value of a type takes in the original's 32-bit program, without what it points to. Rust: `core::alloc::Layout`. */
export interface Layout {
  readonly size: number;
  readonly align: number;
}

export interface TypeParam {
  readonly name: string;
  readonly type: TypeInfo | undefined;
}

export interface FieldInfo {
  readonly name?: string | undefined;
  readonly type: TypeInfo;
  /** The type as the original's source spells it; clients show it. */
  readonly typeName?: string | undefined;
}

export interface VariantInfo {
  readonly name: string;
  readonly index: number;
  readonly fields: readonly FieldInfo[];
  readonly docs?: string;
}

export type PrimitiveName =
  | "bool"
  | "char"
  | "str"
  | "u8"
  | "u16"
  | "u32"
  | "u64"
  | "u128"
  | "u256"
  | "i8"
  | "i16"
  | "i32"
  | "i64"
  | "i128"
  | "i256";

export type TypeDef =
  | { readonly kind: "primitive"; readonly name: PrimitiveName }
  | { readonly kind: "composite"; readonly fields: readonly FieldInfo[] }
  | { readonly kind: "variant"; readonly variants: readonly VariantInfo[] }
  | { readonly kind: "sequence"; readonly of: TypeInfo }
  | { readonly kind: "array"; readonly length: number; readonly of: TypeInfo }
  | { readonly kind: "tuple"; readonly of: readonly TypeInfo[] }
  | { readonly kind: "compact"; readonly of: TypeInfo }
  | { readonly kind: "bits"; readonly store: TypeInfo; readonly order: TypeInfo };

/** Types that only the composed runtime knows. */
export type OuterName =
  | "RuntimeCall"
  | "RuntimeEvent"
  | "RuntimeError"
  | "OriginCaller"
  | "HoldReason"
  | "FreezeReason";

/** A type without a path: primitives, sequences, tuples, compacts. */
export function anonymous(def: () => TypeDef): TypeInfo {
  return { path: [], params: [], def };
}

/** A type with a path, such as `sp_core::crypto::AccountId32`. */
export function named(path: string, def: () => TypeDef, params: readonly TypeParam[] = []): TypeInfo {
  return { path: path.split("::"), params, def };
}
