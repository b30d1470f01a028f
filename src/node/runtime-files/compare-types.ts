import { UserError } from "../../lib/user-error.ts";
import type { PortableTypeValue } from "../../metadata/codecs.ts";
import { fieldsOf, type NamedType, type TypeTable } from "../../metadata/type-table.ts";

type Definition = PortableTypeValue["def"];

/** Compares types of two metadata by what they are made of; the numbers that they have there do not matter. */
export interface TypeComparison {
  /** Whether they are the same in everything: kinds, names, fields, variants and their numbers. */
  same(before: number, after: number): boolean;
  /** Whether their values have the same bytes, whatever things are called and wrapped in. */
  sameBytes(before: number, after: number): boolean;
}

export function createTypeComparison(before: TypeTable, after: TypeTable): TypeComparison {
  return {
    same: comparing((left, right, same) => sameShape(before, after, left, right, same)),
    sameBytes: comparing((left, right, same) => {
      const [one, other] = [partsOf(before, left), partsOf(after, right)];
      if (one.length !== 1 || other.length !== 1) return all(one, other, same);
      return sameLayout(before, after, one[0] as number, other[0] as number, same);
    }),
  };
}

type Same = (before: number, after: number) => boolean;

/** Steps down that are made at most: no runtime has a type that deep, but a file may say so. */
const deepest = 200;

/**
 * Compares by a rule for one pair, which asks for others. Types may contain themselves: a pair that is being compared counts
 * as equal meanwhile, and what was found equal stays so only when the whole is.
 */
function comparing(rule: (before: number, after: number, same: Same) => boolean): Same {
  const equal = new Set<string>();
  const different = new Set<string>();
  let assumed = new Set<string>();
  let depth = 0;
  const same: Same = (before, after) => {
    const pair = `${before} ${after}`;
    if (different.has(pair)) return false;
    if (equal.has(pair) || assumed.has(pair)) return true;
    if (depth >= deepest) throw new UserError("the metadata has types nested too deep");
    assumed.add(pair);
    depth++;
    const found = rule(before, after, same);
    depth--;
    if (!found) different.add(pair);
    if (depth > 0) return found;
    if (found) for (const one of assumed) equal.add(one);
    assumed = new Set();
    return found;
  };
  return (before, after) => {
    depth = 0;
    assumed = new Set();
    return same(before, after);
  };
}

function all(before: readonly number[], after: readonly number[], same: Same): boolean {
  return before.length === after.length && before.every((type, index) => same(type, after[index] as number));
}

const types = (fields: readonly NamedType[]): number[] => fields.map(({ type }) => type);

function sameFields(before: readonly NamedType[], after: readonly NamedType[], same: Same): boolean {
  const named = before.every(({ name }, index) => name === after[index]?.name);
  return named && all(types(before), types(after), same);
}

/** Calls, events and errors of a whole runtime are compared by pallet: a type is not another because one was added. */
const ofRuntimes = new Set(["RuntimeCall", "RuntimeEvent", "RuntimeError"]);

function sameShape(before: TypeTable, after: TypeTable, left: number, right: number, same: Same): boolean {
  const [one, other] = [before.at(left), after.at(right)];
  const name = one.path.at(-1);
  if (name !== other.path.at(-1)) return false;
  if (name !== undefined && ofRuntimes.has(name)) return true;
  return sameDefinition(one.def, other.def, same, true);
}

/** @param named whether names count too. The order of variants never does: their numbers say which is which. */
function sameDefinition(one: Definition, other: Definition, same: Same, named: boolean): boolean {
  if (one.type === "variant" && other.type === "variant") {
    const sorted = (list: typeof one.value) => list.toSorted((a, b) => a.index - b.index);
    const [first, second] = [sorted(one.value), sorted(other.value)];
    if (first.length !== second.length) return false;
    return first.every((variant, index) => {
      const match = second[index] as typeof variant;
      if (variant.index !== match.index || (named && variant.name !== match.name)) return false;
      const [fields, others] = [fieldsOf(variant.fields), fieldsOf(match.fields)];
      return named ? sameFields(fields, others, same) : all(types(fields), types(others), same);
    });
  }
  if (one.type === "composite" && other.type === "composite") {
    return sameFields(fieldsOf(one.value), fieldsOf(other.value), same);
  }
  if (one.type === "sequence" && other.type === "sequence") return same(one.value, other.value);
  if (one.type === "compact" && other.type === "compact") return same(one.value, other.value);
  if (one.type === "primitive" && other.type === "primitive") return one.value === other.value;
  if (one.type === "tuple" && other.type === "tuple") return all(one.value, other.value, same);
  if (one.type === "array" && other.type === "array") {
    return one.value.length === other.value.length && same(one.value.type, other.value.type);
  }
  return one.type === "bits" && other.type === "bits" && same(one.value.store, other.value.store);
}

/** The same for two types that are no composites. */
function sameLayout(before: TypeTable, after: TypeTable, left: number, right: number, same: Same): boolean {
  const [one, other] = [before.at(left).def, after.at(right).def];
  if (isText(before, one) && isText(after, other)) return true;
  return sameDefinition(one, other, same, false);
}

/** Text and bytes are written alike. */
function isText(table: TypeTable, def: Definition): boolean {
  if (def.type === "primitive") return def.value === "str";
  if (def.type !== "sequence") return false;
  const [item, ...more] = partsOf(table, def.value);
  const inner = item === undefined || more.length > 0 ? undefined : table.at(item).def;
  return inner?.type === "primitive" && inner.value === "u8";
}

/** Parts that a type has at most. */
const mostParts = 10_000;

/** What a value is written as, one after the other: composites and tuples are no more than what they are made of. */
function partsOf(table: TypeTable, id: number): number[] {
  const parts: number[] = [];
  const open = [id];
  for (let looked = 0; ; looked++) {
    const next = open.pop();
    if (next === undefined) return parts;
    if (looked > mostParts) throw new UserError("the metadata has a type of too many parts");
    const { def } = table.at(next);
    if (def.type === "composite") for (const { type } of def.value.toReversed()) open.push(type);
    else if (def.type === "tuple") for (const type of def.value.toReversed()) open.push(type);
    else parts.push(next);
  }
}
