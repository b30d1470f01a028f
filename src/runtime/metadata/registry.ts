import type { OuterTypes } from "../../codec/codec.ts";
import type { FieldInfo, TypeInfo } from "../../codec/type-info.ts";
import type { PortableTypeValue } from "../../metadata/codecs.ts";

type Portable = PortableTypeValue;
type Definition = Portable["def"];

/**
 * Numbers types in the order in which they are met, each followed by what it is made of.
 * Two descriptions of one type (same path and parameters, or same shape without a path) are one. Rust: scale-info's Registry.
 */
export interface Registry {
  idOf(type: TypeInfo): number;
  types(): Portable[];
}

/** An empty registry; `outer` resolves the types that only the composed runtime knows. */
export function createRegistry(outer: OuterTypes): Registry {
  const ids = new Map<string, number>();
  const portable: Portable[] = [];
  const keys = new Map<TypeInfo, string>();

  const resolve = (type: TypeInfo): TypeInfo => {
    if (type.outer === undefined) return type;
    const found = outer[type.outer];
    if (found === undefined) throw new Error(`metadata without ${type.outer}`);
    return found.info;
  };

  const keyOf = (given: TypeInfo): string => {
    if (given.outer !== undefined) return `outer ${given.outer}`;
    const known = keys.get(given);
    if (known !== undefined) return known;
    const key = given.path.length > 0 ? namedKey(given) : shapeKey(given);
    keys.set(given, key);
    return key;
  };

  const namedKey = ({ path, params }: TypeInfo): string =>
    `${path.join("::")}<${params.map(({ type }) => (type === undefined ? "_" : keyOf(type))).join(",")}>`;

  const shapeKey = (type: TypeInfo): string => {
    const def = type.def();
    switch (def.kind) {
      case "primitive":
        return def.name;
      case "sequence":
        return `[${keyOf(def.of)}]`;
      case "array":
        return `[${keyOf(def.of)};${def.length}]`;
      case "tuple":
        return `(${def.of.map(keyOf).join(",")})`;
      case "compact":
        return `compact ${keyOf(def.of)}`;
      case "bits":
        return `bits ${keyOf(def.store)} ${keyOf(def.order)}`;
      default:
        throw new Error("a composite or variant type needs a path");
    }
  };

  const idOf = (given: TypeInfo): number => {
    const key = keyOf(given);
    const known = ids.get(key);
    if (known !== undefined) return known;
    const id = ids.size;
    ids.set(key, id);
    const type = resolve(given);
    const params = type.params.map((param) => ({
      name: param.name,
      type: param.type === undefined ? undefined : idOf(param.type),
    }));
    portable[id] = { id, path: [...type.path], params, def: definition(type), docs: [] };
    return id;
  };

  const fields = (list: readonly FieldInfo[]) =>
    list.map(({ name, type, typeName }) => ({
      name,
      type: idOf(type),
      typeName: typeName === "" ? undefined : typeName,
      docs: [] as string[],
    }));

  const definition = (type: TypeInfo): Definition => {
    const def = type.def();
    switch (def.kind) {
      case "composite":
        return { type: "composite", value: fields(def.fields) };
      case "variant":
        return {
          type: "variant",
          value: def.variants.map((variant) => ({
            name: variant.name,
            fields: fields(variant.fields),
            index: variant.index,
            docs: variant.docs === undefined ? [] : [variant.docs],
          })),
        };
      case "sequence":
        return { type: "sequence", value: idOf(def.of) };
      case "array":
        return { type: "array", value: { length: def.length, type: idOf(def.of) } };
      case "tuple":
        return { type: "tuple", value: def.of.map(idOf) };
      case "primitive":
        return { type: "primitive", value: def.name };
      case "compact":
        return { type: "compact", value: idOf(def.of) };
      case "bits":
        return { type: "bits", value: { store: idOf(def.store), order: idOf(def.order) } };
    }
  };

  return { idOf, types: () => portable };
}
