import { UserError } from "../lib/user-error.ts";
import type { PortableTypeValue } from "./codecs.ts";

/** A field of a type, or an argument: where it has no name, its place stands for it. */
export interface NamedType {
  readonly name: string;
  readonly type: number;
}

/** The types of one metadata. */
export interface TypeTable {
  /** @throws UserError when the metadata has no type of that number */
  at(id: number): PortableTypeValue;
  /** What people call it: `Vec<AccountId32>`. */
  nameOf(id: number): string;
}

/** Names go no deeper and are no longer: metadata may say anything. */
const deepest = 64;
const longest = 240;

/** Last parts of paths that every pallet has. */
const ofPallets = new Set(["Call", "Event", "Error"]);

export function createTypeTable(types: readonly PortableTypeValue[]): TypeTable {
  const byId = new Map(types.map((type) => [type.id, type]));
  const names = new Map<number, string>();

  const at = (id: number): PortableTypeValue => {
    const type = byId.get(id);
    if (type === undefined) throw new UserError(`the metadata refers to type ${id}, which it does not have`);
    return type;
  };

  const makeName = (id: number, depth: number): string => {
    if (depth > deepest) return "…";
    const inner = (of: number): string => nameAt(of, depth + 1);
    const list = (fields: readonly NamedType[]): string => fields.map((field) => inner(field.type)).join(", ");
    const { path, params, def } = at(id);
    const last = path.at(-1);
    if (last !== undefined) {
      const given = params.flatMap(({ type }) => (type === undefined ? [] : [inner(type)]));
      const title = ofPallets.has(last) ? `${path[0]}::${last}` : last;
      return given.length === 0 ? title : `${title}<${given.join(", ")}>`;
    }
    switch (def.type) {
      case "primitive":
        return def.value;
      case "sequence":
        return `Vec<${inner(def.value)}>`;
      case "array":
        return `[${inner(def.value.type)}; ${def.value.length}]`;
      case "compact":
        return `Compact<${inner(def.value)}>`;
      case "tuple":
        return `(${def.value.map(inner).join(", ")})`;
      case "bits":
        return "BitVec";
      case "composite":
        return `{${list(fieldsOf(def.value))}}`;
      case "variant":
        return `{${def.value.map(({ name, fields }) => `${name}(${list(fieldsOf(fields))})`).join(" | ")}}`;
    }
  };

  const nameAt = (id: number, depth: number): string => {
    const known = names.get(id);
    if (known !== undefined) return known;
    // Stands for the type within itself.
    names.set(id, "…");
    const made = makeName(id, depth);
    const name = made.length > longest ? `${made.slice(0, longest)}…` : made;
    names.set(id, name);
    return name;
  };

  return { at, nameOf: (id) => nameAt(id, 0) };
}

/** Fields by their names, or by their places. */
export function fieldsOf(fields: readonly { readonly name: string | undefined; readonly type: number }[]): NamedType[] {
  return fields.map(({ name, type }, index) => ({ name: name ?? String(index), type }));
}

/** The primitive type that a value is, whatever wraps it; undefined for what is made of several. */
export function primitiveOf(types: TypeTable, type: number): string | undefined {
  let id: number | undefined = type;
  for (let depth = 0; id !== undefined && depth < 8; depth++) {
    const { def }: ReturnType<TypeTable["at"]> = types.at(id);
    if (def.type === "primitive") return def.value;
    id = def.type === "composite" && def.value.length === 1 ? def.value[0]?.type : undefined;
  }
  return undefined;
}
