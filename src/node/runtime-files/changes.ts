import { fieldsOf, type NamedType, type TypeTable } from "../../metadata/type-table.ts";
import type { TypeComparison } from "./compare-types.ts";

export const parts = [
  "version",
  "pallet",
  "call",
  "storage",
  "event",
  "error",
  "constant",
  "view function",
  "extrinsic",
  "extension",
  "api",
  "method",
  "type",
  "import",
] as const;

/** One thing that came, went or changed. */
export interface Change {
  readonly part: (typeof parts)[number];
  /** The pallet, or the API, that it belongs to. */
  readonly of?: string;
  readonly name: string;
  readonly change: "came" | "went" | "changed";
  /** What came or went, as people read it: the arguments, the types. */
  readonly text?: string;
  /** How it changed. */
  readonly details?: readonly Detail[];
}

export interface Detail {
  readonly what: string;
  readonly from?: string;
  readonly to?: string;
  /** Of types: whether their values have the same bytes as before. */
  readonly sameBytes?: boolean;
  /** Of types with one name: the change is inside of it, and stands among the types. */
  readonly inside?: boolean;
}

/** Two runtimes' types, and the changes of named types that were met so far. */
export interface Comparing {
  readonly before: TypeTable;
  readonly after: TypeTable;
  readonly types: TypeComparison;
  readonly typeChanges: Map<string, Change>;
  /** Pairs of types that were looked into: a type may be within itself. */
  readonly met: Set<string>;
}

/** A detail when two values are not the same. */
export function detail(what: string, from: string, to: string): Detail[] {
  return from === to ? [] : [{ what, from, to }];
}

/** A detail when two types are not the same. */
export function typeDetail(comparing: Comparing, what: string, before: number, after: number): Detail[] {
  const { types } = comparing;
  if (types.same(before, after)) return [];
  const [from, to] = [comparing.before.nameOf(before), comparing.after.nameOf(after)];
  const sameBytes = types.sameBytes(before, after);
  if (from !== to) return [{ what, from, to, sameBytes }];
  noteType(comparing, before, after);
  return [{ what, from, to, sameBytes, inside: true }];
}

/** What came, went and changed among arguments or fields. @param word what they are called: `argument` */
export function fieldDetails(
  comparing: Comparing,
  word: string,
  before: readonly NamedType[],
  after: readonly NamedType[],
): Detail[] {
  const others = new Map(after.map((field) => [field.name, field]));
  const known = new Set(before.map(({ name }) => name));
  const details = before.flatMap(({ name, type }): Detail[] => {
    const other = others.get(name);
    if (other === undefined) return [{ what: `${word} ${name} went`, from: comparing.before.nameOf(type) }];
    return typeDetail(comparing, `${word} ${name}`, type, other.type);
  });
  for (const { name, type } of after) {
    if (!known.has(name)) details.push({ what: `${word} ${name} came`, to: comparing.after.nameOf(type) });
  }
  return [...details, ...orderDetails(`order of ${word}s`, before, after)];
}

type Named = { readonly name: string };

/** A detail when those that both sides have do not come in the same order. */
export function orderDetails(what: string, before: readonly Named[], after: readonly Named[]): Detail[] {
  const common = (list: readonly Named[], other: readonly Named[]): string => {
    const names = new Set(other.map(({ name }) => name));
    return list.flatMap(({ name }) => (names.has(name) ? [name] : [])).join(", ");
  };
  return detail(what, common(before, after), common(after, before));
}

/** Looks for what changed inside of a type whose name stayed, and notes each named type of which something did. */
function noteType(comparing: Comparing, before: number, after: number): void {
  const { typeChanges, met } = comparing;
  const [one, other] = [comparing.before.at(before), comparing.after.at(after)];
  // Short names are shared: each scheme has its Public and its Signature.
  const name = [...one.path.slice(0, -1), comparing.before.nameOf(before)].join("::");
  const pair = `${before} ${after}`;
  if (met.has(pair)) return;
  met.add(pair);
  const details = insideDetails(comparing, one.def, other.def).filter(({ inside }) => inside !== true);
  if (one.path.length === 0 || details.length === 0) return;
  typeChanges.set(name, { part: "type", name, change: "changed", details });
}

type Definition = ReturnType<TypeTable["at"]>["def"];

function insideDetails(comparing: Comparing, one: Definition, other: Definition): Detail[] {
  const inner = (before: number, after: number) => typeDetail(comparing, "item", before, after);
  if (one.type !== other.type) return [{ what: "kind", from: one.type, to: other.type }];
  if (one.type === "composite" && other.type === "composite") {
    return fieldDetails(comparing, "field", fieldsOf(one.value), fieldsOf(other.value));
  }
  if (one.type === "variant" && other.type === "variant") return variantDetails(comparing, one.value, other.value);
  if (one.type === "sequence" || one.type === "compact") return inner(one.value, other.value as number);
  if (one.type === "array" && other.type === "array") {
    return [
      ...detail("length", String(one.value.length), String(other.value.length)),
      ...inner(one.value.type, other.value.type),
    ];
  }
  if (one.type === "tuple" && other.type === "tuple") {
    const items = (list: readonly number[]) => list.map((type, index) => ({ name: String(index), type }));
    return fieldDetails(comparing, "item", items(one.value), items(other.value));
  }
  return one.type === "primitive" ? detail("kind", one.value, String(other.value)) : [];
}

type Variants = Extract<Definition, { type: "variant" }>["value"];

function variantDetails(comparing: Comparing, before: Variants, after: Variants): Detail[] {
  const others = new Map(after.map((variant) => [variant.name, variant]));
  const known = new Set(before.map(({ name }) => name));
  const details = before.flatMap(({ name, index, fields }): Detail[] => {
    const other = others.get(name);
    if (other === undefined) return [{ what: `variant ${name} went`, from: `number ${index}` }];
    return [
      ...detail(`number of variant ${name}`, String(index), String(other.index)),
      ...fieldDetails(comparing, `variant ${name}: field`, fieldsOf(fields), fieldsOf(other.fields)),
    ];
  });
  for (const { name, index } of after)
    if (!known.has(name)) details.push({ what: `variant ${name} came`, to: `number ${index}` });
  return details;
}

/** The types of which something changed themselves, by name. */
export function changedTypes({ typeChanges }: Comparing): Change[] {
  return [...typeChanges.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
}
