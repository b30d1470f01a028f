import type { MetadataV14Value, MetadataV15Value, MetadataV16Value } from "./codecs.ts";
import { createTypeTable, fieldsOf, type NamedType, type TypeTable } from "./type-table.ts";

export type AnyMetadata = MetadataV14Value | MetadataV15Value | MetadataV16Value;
type Pallet = AnyMetadata["pallets"][number];
export type StorageEntry = NonNullable<Pallet["storage"]>["entries"][number];

/** A call, event or error. */
export interface Variant {
  readonly name: string;
  readonly index: number;
  readonly fields: readonly NamedType[];
}

export interface Constant {
  readonly name: string;
  readonly type: number;
  readonly value: Uint8Array;
}

/** A function that answers: of a runtime API, or a view function of a pallet. */
export interface Method {
  readonly name: string;
  readonly inputs: readonly NamedType[];
  readonly output: number;
}

export interface PalletSurface {
  readonly name: string;
  readonly index: number;
  /** What its storage keys begin with, hashed; undefined without storage. */
  readonly prefix: string | undefined;
  readonly calls: readonly Variant[];
  readonly storage: readonly StorageEntry[];
  readonly events: readonly Variant[];
  readonly errors: readonly Variant[];
  readonly constants: readonly Constant[];
  readonly views: readonly Method[];
}

/** What the metadata of any version says that a runtime has, for those who use it. */
export interface Surface {
  readonly types: TypeTable;
  readonly pallets: readonly PalletSurface[];
  /** Versions of extrinsics that it takes, and the types in them. */
  readonly extrinsicVersions: readonly number[];
  readonly extrinsicTypes: readonly NamedType[];
  /** The type of the runtime's calls; undefined where the metadata does not say. */
  readonly callType: number | undefined;
  readonly extensions: readonly { readonly identifier: string; readonly type: number; readonly implicit: number }[];
  /** The methods of its runtime APIs; undefined in metadata of version 14. */
  readonly apis: ReadonlyMap<string, readonly Method[]> | undefined;
}

/** @throws UserError when the metadata refers to types that it does not have */
export function surfaceOf(metadata: AnyMetadata): Surface {
  const types = createTypeTable(metadata.types);
  return {
    types,
    pallets: metadata.pallets.map((pallet) => palletSurface(pallet, types)),
    ...extrinsicOf(metadata, types),
    extensions: metadata.extrinsic.extensions,
    apis:
      "apis" in metadata ? new Map(metadata.apis.map(({ name, methods }) => [name, methods.map(methodOf)])) : undefined,
  };
}

/** Of version 14 the parts are parameters of the extrinsic's type. */
function extrinsicOf(
  { extrinsic }: AnyMetadata,
  types: TypeTable,
): Pick<Surface, "extrinsicVersions" | "extrinsicTypes" | "callType"> {
  const extrinsicVersions = "versions" in extrinsic ? [...extrinsic.versions] : [extrinsic.version];
  if ("address" in extrinsic) {
    const { address, signature, call: callType } = extrinsic;
    const extrinsicTypes = [
      { name: "address", type: address },
      { name: "signature", type: signature },
    ];
    return { extrinsicVersions, extrinsicTypes, callType };
  }
  const { params } = types.at(extrinsic.type);
  const extrinsicTypes = params.flatMap(({ name, type }) => {
    const wanted = name === "Address" || name === "Signature";
    return wanted && type !== undefined ? [{ name: name.toLowerCase(), type }] : [];
  });
  return { extrinsicVersions, extrinsicTypes, callType: params.find(({ name }) => name === "Call")?.type };
}

function palletSurface(pallet: Pallet, types: TypeTable): PalletSurface {
  const { name, index, storage, calls, event, error, constants } = pallet;
  return {
    name,
    index,
    prefix: storage?.prefix,
    calls: variantsOf(calls, types),
    storage: storage?.entries ?? [],
    events: variantsOf(event, types),
    errors: variantsOf(error, types),
    constants,
    views: "viewFunctions" in pallet ? pallet.viewFunctions.map(methodOf) : [],
  };
}

function variantsOf(of: number | { readonly type: number } | undefined, types: TypeTable): Variant[] {
  if (of === undefined) return [];
  const { def } = types.at(typeof of === "number" ? of : of.type);
  if (def.type !== "variant") return [];
  return def.value.map(({ name, index, fields }) => ({ name, index, fields: fieldsOf(fields) }));
}

function methodOf({ name, inputs, output }: Method): Method {
  return { name, inputs, output };
}
