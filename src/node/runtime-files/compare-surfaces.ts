import type { Constant, Method, PalletSurface, StorageEntry, Surface, Variant } from "../../metadata/surface.ts";
import type { NamedType, TypeTable } from "../../metadata/type-table.ts";
import {
  type Change,
  type Comparing,
  changedTypes,
  type Detail,
  detail,
  fieldDetails,
  orderDetails,
  typeDetail,
} from "./changes.ts";
import { createTypeComparison } from "./compare-types.ts";
import { showValue } from "./show-value.ts";

type Part = Change["part"];

/** How things of one kind are compared: by their names. */
interface Kind<T> {
  readonly part: Part;
  readonly of?: string;
  show(item: T, types: TypeTable): string;
  /** What is in it, told when the whole of it came or went. */
  items?(item: T): [what: string, names: string][];
  details(before: T, after: T): Detail[];
}

function compareNamed<T extends { readonly name: string }>(
  { before, after }: Comparing,
  { part, of, show, details, items }: Kind<T>,
  old: readonly T[],
  now: readonly T[],
): Change[] {
  const place = of === undefined ? { part } : { part, of };
  const others = new Map(now.map((item) => [item.name, item]));
  const known = new Set(old.map(({ name }) => name));
  const whole = (item: T, change: "came" | "went", types: TypeTable): Change => {
    const inside = items?.(item).map(([what, names]) =>
      change === "came" ? { what, to: names } : { what, from: names },
    );
    const told = { ...place, name: item.name, change, text: show(item, types) };
    return inside === undefined ? told : { ...told, details: inside };
  };
  const changes = old.flatMap((item): Change[] => {
    const other = others.get(item.name);
    if (other === undefined) return [whole(item, "went", before)];
    const found = details(item, other);
    return found.length === 0 ? [] : [{ ...place, name: item.name, change: "changed", details: found }];
  });
  for (const item of now) if (!known.has(item.name)) changes.push(whole(item, "came", after));
  return changes;
}

const showFields = (fields: readonly NamedType[], types: TypeTable): string =>
  fields
    .map(({ name, type }) => (/^\d+$/.test(name) ? types.nameOf(type) : `${name}: ${types.nameOf(type)}`))
    .join(", ");

const showMethod = ({ inputs, output }: Method, types: TypeTable): string =>
  `(${showFields(inputs, types)}) -> ${types.nameOf(output)}`;

function showStorage({ type, modifier }: StorageEntry, types: TypeTable): string {
  if (type.type === "plain") return `${types.nameOf(type.value)}, ${modifier}`;
  const { hashers, key, value } = type.value;
  return `${hashers.join(" ")} ${types.nameOf(key)} => ${types.nameOf(value)}, ${modifier}`;
}

const valueType = ({ type }: StorageEntry): number => (type.type === "plain" ? type.value : type.value.value);

/** Kinds of things in a pallet. */
function kindsOf(comparing: Comparing, of: string) {
  const { before, after } = comparing;
  const variants = (part: Part, word: string): Kind<Variant> => ({
    ...{ part, of },
    show: ({ fields, index }, types) => {
      const number = `number ${index}`;
      return fields.length === 0 ? number : `(${showFields(fields, types)}), ${number}`;
    },
    details: (old, now) => [
      ...detail("number", String(old.index), String(now.index)),
      ...fieldDetails(comparing, word, old.fields, now.fields),
    ],
  });
  const storage: Kind<StorageEntry> = {
    ...{ part: "storage", of },
    show: showStorage,
    details: (old, now) => [
      ...keyDetails(comparing, old, now),
      ...typeDetail(comparing, "value", valueType(old), valueType(now)),
      ...detail("modifier", old.modifier, now.modifier),
      ...(old.modifier === now.modifier && old.modifier === "Optional"
        ? []
        : detail(
            "default",
            showValue(before, valueType(old), old.default),
            showValue(after, valueType(now), now.default),
          )),
    ],
  };
  const constants: Kind<Constant> = {
    ...{ part: "constant", of },
    show: ({ type, value }, types) => `${types.nameOf(type)} = ${showValue(types, type, value)}`,
    details: (old, now) => [
      ...typeDetail(comparing, "type", old.type, now.type),
      ...(Buffer.compare(old.value, now.value) === 0
        ? []
        : [{ what: "value", from: showValue(before, old.type, old.value), to: showValue(after, now.type, now.value) }]),
    ],
  };
  return { variants, storage, constants, methods: methodKind(comparing, "view function", of) };
}

function keyDetails(comparing: Comparing, { type: old }: StorageEntry, { type: now }: StorageEntry): Detail[] {
  if (old.type === "map" && now.type === "map") {
    return [
      ...detail("hashers", old.value.hashers.join(" "), now.value.hashers.join(" ")),
      ...typeDetail(comparing, "key", old.value.key, now.value.key),
    ];
  }
  return detail("kind", old.type, now.type);
}

function methodKind(comparing: Comparing, part: Part, of: string): Kind<Method> {
  return {
    ...{ part, of },
    show: showMethod,
    details: (old, now) => [
      ...fieldDetails(comparing, "argument", old.inputs, now.inputs),
      ...typeDetail(comparing, "answer", old.output, now.output),
    ],
  };
}

/** What is in a pallet, by name. */
function itemsOf({ calls, storage, events, errors, constants, views }: PalletSurface): [what: string, names: string][] {
  const lists: [string, readonly { readonly name: string }[]][] = [
    ["calls", calls],
    ["storage", storage],
    ["events", events],
    ["errors", errors],
    ["constants", constants],
    ["view functions", views],
  ];
  return lists.flatMap(([what, list]) => (list.length === 0 ? [] : [[what, list.map(({ name }) => name).join(", ")]]));
}

function palletItems(comparing: Comparing, old: PalletSurface, now: PalletSurface): Change[] {
  const { variants, storage, constants, methods } = kindsOf(comparing, old.name);
  return [
    ...compareNamed(comparing, variants("call", "argument"), old.calls, now.calls),
    ...compareNamed(comparing, storage, old.storage, now.storage),
    ...compareNamed(comparing, variants("event", "field"), old.events, now.events),
    ...compareNamed(comparing, variants("error", "field"), old.errors, now.errors),
    ...compareNamed(comparing, constants, old.constants, now.constants),
    ...compareNamed(comparing, methods, old.views, now.views),
  ];
}

function palletChanges(comparing: Comparing, before: Surface, after: Surface): Change[] {
  const pallets = compareNamed<PalletSurface>(
    comparing,
    {
      part: "pallet",
      show: ({ index }) => `number ${index}`,
      items: itemsOf,
      details: (old, now) => [
        ...detail("number", String(old.index), String(now.index)),
        ...(old.prefix === undefined || now.prefix === undefined
          ? []
          : detail("storage prefix", old.prefix, now.prefix)),
      ],
    },
    before.pallets,
    after.pallets,
  );
  const others = new Map(after.pallets.map((pallet) => [pallet.name, pallet]));
  const items = before.pallets.map((old) => {
    const now = others.get(old.name);
    return now === undefined ? [] : palletItems(comparing, old, now);
  });
  return [...pallets, ...items.flat()];
}

function extrinsicChanges(comparing: Comparing, before: Surface, after: Surface): Change[] {
  const named = ({ extensions }: Surface) =>
    extensions.map((extension) => ({ ...extension, name: extension.identifier }));
  const extensions = compareNamed(
    comparing,
    {
      part: "extension",
      show: ({ type, implicit }, types) => `${types.nameOf(type)}, signs ${types.nameOf(implicit)}`,
      details: (old, now) => [
        ...typeDetail(comparing, "what is sent", old.type, now.type),
        ...typeDetail(comparing, "what is only signed", old.implicit, now.implicit),
      ],
    },
    named(before),
    named(after),
  );
  const details = [
    ...detail("versions", before.extrinsicVersions.join(", "), after.extrinsicVersions.join(", ")),
    ...fieldDetails(comparing, "type", before.extrinsicTypes, after.extrinsicTypes),
    ...orderDetails("order of extensions", named(before), named(after)),
  ];
  const whole: Change[] =
    details.length === 0 ? [] : [{ part: "extrinsic", name: "extrinsic", change: "changed", details }];
  return [...whole, ...extensions];
}

function methodChanges(comparing: Comparing, before: Surface, after: Surface): Change[] {
  if (before.apis === undefined || after.apis === undefined) return [];
  const found: Change[][] = [];
  for (const [name, methods] of before.apis) {
    const others = after.apis.get(name);
    // An API that came or went is said with its version.
    if (others !== undefined)
      found.push(compareNamed(comparing, methodKind(comparing, "method", name), methods, others));
  }
  return found.flat();
}

/** All that came, went and changed from one runtime to another, apart from documentation. */
export function compareSurfaces(before: Surface, after: Surface): Change[] {
  const comparing: Comparing = {
    ...{ before: before.types, after: after.types, typeChanges: new Map(), met: new Set() },
    types: createTypeComparison(before.types, after.types),
  };
  const changes = [
    ...palletChanges(comparing, before, after),
    ...extrinsicChanges(comparing, before, after),
    ...methodChanges(comparing, before, after),
  ];
  return [...changes, ...changedTypes(comparing)];
}
