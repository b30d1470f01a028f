import type { FieldInfo, TypeInfo } from "../../codec/type-info.ts";
import type { CallValue } from "../frame/calls.ts";
import type { Runtime } from "../frame/compose.ts";

/** Items of these types are read in one piece, without a step down. Newtypes around them are not among them. */
const readAtOnce = new Set<string>(["u8", "u16", "u32", "u64", "u128", "i8", "i16", "i32", "i64", "i128"]);

function isReadAtOnce(type: TypeInfo): boolean {
  const def = type.def();
  return def.kind === "primitive" && readAtOnce.has(def.name);
}

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

const itemsOf = (value: unknown): readonly unknown[] =>
  value instanceof Map ? [...value] : Array.isArray(value) ? value : [];

const deepest = (depths: readonly number[]): number => depths.reduce((most, depth) => (depth > most ? depth : most), 0);

/**
 * How many steps down the original makes at most when it decodes a call: one for each box, for each vector of anything but
 * plain integers, and for each tree. Answers to `parity_scale_codec: depth_limit.rs decode_with_depth_limit`.
 */
export function decodeDepth(runtime: Runtime, call: CallValue): number {
  const ofCall = ({ pallet, name, args }: CallValue): number =>
    deepest(
      Object.entries(runtime.callOf({ pallet, name, args }).args).map(([field, { info, typeName }]) =>
        ofField({ type: info, typeName }, args[field]),
      ),
    );
  const ofField = ({ type, typeName }: FieldInfo, value: unknown): number =>
    value === undefined ? 0 : (typeName?.includes("Box<") ? 1 : 0) + ofValue(type, value);
  const ofFields = (fields: readonly FieldInfo[], value: unknown): number => {
    const [only, second] = fields;
    if (
      only !== undefined &&
      second === undefined &&
      !(isRecord(value) && only.name !== undefined && only.name in value)
    )
      return ofField(only, value);
    return deepest(
      fields.map((field, i) => ofField(field, Array.isArray(value) ? value[i] : memberOf(value, field.name))),
    );
  };
  const ofValue = (type: TypeInfo, value: unknown): number => {
    if (type.outer !== undefined) return type.outer === "RuntimeCall" ? ofCall(value as CallValue) : 0;
    const def = type.def();
    const each = (of: TypeInfo): number => deepest(itemsOf(value).map((item) => ofValue(of, item)));
    switch (def.kind) {
      case "sequence":
        return isReadAtOnce(def.of) ? 0 : 1 + each(def.of);
      case "array":
        return each(def.of);
      case "tuple":
        return deepest(def.of.map((of, i) => ofValue(of, itemsOf(value)[i])));
      case "composite": {
        // A tree steps down once, also for integers; its list is the only field of it.
        const list =
          type.path.at(-1) === "BTreeSet" || type.path.at(-1) === "BTreeMap" ? def.fields[0]?.type.def() : undefined;
        return list?.kind === "sequence" ? 1 + each(list.of) : ofFields(def.fields, value);
      }
      case "variant": {
        if (type.path.at(-1) === "Option") return ofFields(def.variants[1]?.fields ?? [], value);
        const variant = isRecord(value) ? def.variants.find(({ name }) => name === value.type) : undefined;
        return variant === undefined ? 0 : ofFields(variant.fields, (value as { readonly value?: unknown }).value);
      }
      default:
        return 0;
    }
  };
  return ofCall(call);
}

const memberOf = (value: unknown, name: string | undefined): unknown =>
  isRecord(value) && name !== undefined ? value[name] : undefined;
