import type { TypeDef, TypeInfo } from "../../src/codec/type-info.ts";
import { code, page, table } from "./markdown.ts";
import { fieldList, fieldType } from "./type-names.ts";

function inside(def: TypeDef): TypeInfo[] {
  switch (def.kind) {
    case "composite":
      return def.fields.map(({ type }) => type);
    case "variant":
      return def.variants.flatMap(({ fields }) => fields.map(({ type }) => type));
    case "tuple":
      return [...def.of];
    case "sequence":
    case "array":
    case "compact":
      return [def.of];
    default:
      return [];
  }
}

const hidden = new Set(["Option", "Result", "BoundedVec", "WeakBoundedVec", "BTreeMap", "BTreeSet"]);

/** Every named struct and enum below these types, by path. */
function collect(roots: readonly TypeInfo[]): Map<string, TypeDef> {
  const found = new Map<string, TypeDef>();
  const seen = new Set<string>();
  const visit = (info: TypeInfo): void => {
    const path = info.path.join("::");
    if (info.outer !== undefined || path.startsWith("substrate_typenum::")) return;
    const generic = info.params.some(({ type }) => type !== undefined);
    if (path !== "" && !generic && seen.has(path)) return;
    seen.add(path);
    const def = info.def();
    const shown = def.kind === "composite" || def.kind === "variant";
    if (path !== "" && shown && !hidden.has(info.path.at(-1) ?? "") && !found.has(path)) found.set(path, def);
    for (const part of inside(def)) visit(part);
  };
  for (const root of roots) visit(root);
  return found;
}

function typeSection(path: string, def: TypeDef): string[] {
  const head = [`## ${path.split("::").at(-1)}`, "", code(path), ""];
  if (def.kind === "variant") {
    const rows = def.variants.map(({ index, name, fields }) => [
      String(index),
      code(name),
      fields.length === 0 ? "" : code(fieldList(fields)),
    ]);
    return [...head, ...table(["index", "variant", "fields"], rows)];
  }
  if (def.kind !== "composite") return head;
  const rows = def.fields.map((field, place) => [code(field.name ?? String(place)), code(fieldType(field))]);
  return [...head, ...table(["field", "type"], rows)];
}

/** The reference page of the structs and enums below the given types, by name. */
export function typesPage(roots: readonly TypeInfo[]): string {
  const last = (path: string): string => path.split("::").at(-1) ?? "";
  const types = [...collect(roots)].sort(([a], [b]) => {
    const [one, other] = [`${last(a)} ${a}`, `${last(b)} ${b}`];
    return one < other ? -1 : 1;
  });
  return page([
    "# Types",
    "",
    "Written by `npm run docs` from the codecs of calls, storage, events, constants and runtime APIs; do not edit. [Index](README.md)",
    "",
    "A struct is its fields one after the other; an enum is the byte of its index and then the variant's fields.",
    "",
    ...types.flatMap(([path, def]) => typeSection(path, def)),
  ]);
}
