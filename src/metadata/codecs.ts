import type { Codec, Infer } from "../codec/codec.ts";
import { at, enumeration, names, struct } from "../codec/composites.ts";
import { btreeMap, compact, option, vec } from "../codec/containers.ts";
import { bytes, fixedHex, str, u8, u32 } from "../codec/primitives.ts";

/** The parts that metadata of all versions are made of. Rust: the crates scale-info and frame-metadata. */
export const TypeId: Codec<number> = compact(u32);
const docs = vec(str);

const Field = struct("", { name: option(str), type: TypeId, typeName: option(str), docs });
const Variant = struct("", { name: str, fields: vec(Field), index: u8, docs });

export const primitiveNames = [
  "bool",
  "char",
  "str",
  "u8",
  "u16",
  "u32",
  "u64",
  "u128",
  "u256",
  "i8",
  "i16",
  "i32",
  "i64",
  "i128",
  "i256",
] as const;

export const TypeDef = enumeration("", {
  composite: vec(Field),
  variant: vec(Variant),
  sequence: TypeId,
  array: { fields: { length: u32, type: TypeId } },
  tuple: vec(TypeId),
  primitive: names("", primitiveNames),
  compact: TypeId,
  bits: { fields: { store: TypeId, order: TypeId } },
});

export const PortableType = struct("", {
  id: TypeId,
  path: vec(str),
  params: vec(struct("", { name: str, type: option(TypeId) })),
  def: TypeDef,
  docs,
});
export type PortableTypeValue = Infer<typeof PortableType>;

export const hasherNames = [
  "Blake2_128",
  "Blake2_256",
  "Blake2_128Concat",
  "Twox128",
  "Twox256",
  "Twox64Concat",
  "Identity",
] as const;

export const StorageType = enumeration("", {
  plain: TypeId,
  map: { fields: { hashers: vec(names("", hasherNames)), key: TypeId, value: TypeId } },
});

const entryFields = {
  name: str,
  modifier: names("", ["Optional", "Default"]),
  type: StorageType,
  default: bytes,
  docs,
};
const constantFields = { name: str, type: TypeId, value: bytes, docs };
const method = { name: str, inputs: vec(struct("", { name: str, type: TypeId })), output: TypeId, docs };
const extension = struct("", { identifier: str, type: TypeId, implicit: TypeId });
const outerEnums = struct("", { call: TypeId, event: TypeId, error: TypeId });
const custom = btreeMap(str, struct("", { type: TypeId, value: bytes }));
/** `meta` as a little-endian number, in front of all metadata. */
export const magic = 0x6174656d;

const palletFields = {
  name: str,
  storage: option(struct("", { prefix: str, entries: vec(struct("", entryFields)) })),
  calls: option(TypeId),
  event: option(TypeId),
  constants: vec(struct("", constantFields)),
  error: option(TypeId),
  index: u8,
};

export const MetadataV14 = struct("", {
  magic: u32,
  version: u8,
  types: vec(PortableType),
  pallets: vec(struct("", palletFields)),
  extrinsic: struct("", { type: TypeId, version: u8, extensions: vec(extension) }),
  type: TypeId,
});

export const MetadataV15 = struct("", {
  magic: u32,
  version: u8,
  types: vec(PortableType),
  pallets: vec(struct("", { ...palletFields, docs })),
  extrinsic: struct("", {
    version: u8,
    address: TypeId,
    call: TypeId,
    signature: TypeId,
    extra: TypeId,
    extensions: vec(extension),
  }),
  type: TypeId,
  apis: vec(struct("", { name: str, methods: vec(struct("", method)), docs })),
  outerEnums,
  custom,
});

const note = { fields: { note: str, since: option(str) } };
/** Whether a declaration is deprecated. */
export const Deprecation = enumeration("", { NotDeprecated: "unit", DeprecatedWithoutNote: "unit", Deprecated: note });
const variantDeprecation = enumeration("", { DeprecatedWithoutNote: at(1, "unit"), Deprecated: at(2, note) });
const enumDeprecation = btreeMap(u8, variantDeprecation);
const typedEnum = struct("", { type: TypeId, deprecation: enumDeprecation });
const deprecation = Deprecation;

export const MetadataV16 = struct("", {
  magic: u32,
  version: u8,
  types: vec(PortableType),
  pallets: vec(
    struct("", {
      name: str,
      storage: option(struct("", { prefix: str, entries: vec(struct("", { ...entryFields, deprecation })) })),
      calls: option(typedEnum),
      event: option(typedEnum),
      constants: vec(struct("", { ...constantFields, deprecation })),
      error: option(typedEnum),
      associatedTypes: vec(struct("", { name: str, type: TypeId, docs })),
      viewFunctions: vec(struct("", { id: fixedHex(32), ...method, deprecation })),
      index: u8,
      docs,
      deprecation,
    }),
  ),
  extrinsic: struct("", {
    versions: bytes,
    address: TypeId,
    call: TypeId,
    signature: TypeId,
    extensionsByVersion: btreeMap(u8, vec(compact(u32))),
    extensions: vec(extension),
  }),
  apis: vec(
    struct("", {
      name: str,
      methods: vec(struct("", { ...method, deprecation })),
      docs,
      version: compact(u32),
      deprecation,
    }),
  ),
  outerEnums,
  custom,
});

export type MetadataV14Value = Infer<typeof MetadataV14>;
export type MetadataV15Value = Infer<typeof MetadataV15>;
export type MetadataV16Value = Infer<typeof MetadataV16>;
