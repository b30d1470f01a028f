import type { FieldInfo, TypeInfo, TypeParam } from "../../src/codec/type-info.ts";

const paramName = ({ type }: TypeParam): string[] => (type === undefined ? [] : [typeName(type)]);

/** The number that a type of the crate typenum stands for. */
function typeNumber({ path, params }: TypeInfo): number {
  if (path.at(-1) !== "UInt") return path.at(-1) === "B1" ? 1 : 0;
  const [high, low] = params.map(({ type }) => (type === undefined ? 0 : typeNumber(type)));
  return (high ?? 0) * 2 + (low ?? 0);
}

/** A fixed-point type by its bits, `I96F32`; undefined for other types. */
function fixedName({ path, params }: TypeInfo): string | undefined {
  const [, sign, bits] = /^Fixed([IU])(\d+)$/.exec(path.at(-1) ?? "") ?? [];
  const fraction = params[0]?.type;
  if (bits === undefined || fraction === undefined) return undefined;
  const after = typeNumber(fraction);
  return `${sign}${Number(bits) - after}F${after}`;
}

/** A type as Rust writes it, by the last part of its path: `Vec<(u16, AccountId32)>`. */
export function typeName(info: TypeInfo): string {
  if (info.outer !== undefined) return info.outer;
  const nameless = info.path.every((part) => part === "");
  const def = nameless ? info.def() : undefined;
  switch (def?.kind) {
    case undefined: {
      const name = fixedName(info) ?? info.path.at(-1) ?? "";
      const params = info.params.flatMap(paramName);
      const generic = ["Option", "Result", "BoundedVec", "WeakBoundedVec", "BTreeMap", "BTreeSet"].includes(name);
      return generic && params.length > 0 ? `${name}<${params.join(", ")}>` : name;
    }
    case "primitive":
      return def.name;
    case "sequence":
      return `Vec<${typeName(def.of)}>`;
    case "array":
      return `[${typeName(def.of)}; ${def.length}]`;
    case "tuple":
      return `(${def.of.map(typeName).join(", ")})`;
    case "compact":
      return `Compact<${typeName(def.of)}>`;
    case "bits":
      return "BitVec";
    case "composite":
      return def.fields.length === 1 && def.fields[0] !== undefined
        ? typeName(def.fields[0].type)
        : `{ ${fieldList(def.fields)} }`;
    default:
      return "enum";
  }
}

/** The type of a field: as the original spells it, unless that leans on a pallet's own generics or only renames a type. */
export function fieldType({ type, typeName: spelled }: Pick<FieldInfo, "type" | "typeName">): string {
  return spelled === undefined || /\bT\b|::|\bI\b|^\w+$|<>|[<(], ?|, ?[>)]/.test(spelled) ? typeName(type) : spelled;
}

/** Fields as a list in one line, with their names where they have any. */
export function fieldList(fields: readonly FieldInfo[]): string {
  return fields
    .map((field) => (field.name === undefined ? fieldType(field) : `${field.name}: ${fieldType(field)}`))
    .join(", ");
}
