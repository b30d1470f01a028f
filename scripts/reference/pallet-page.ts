import { decode, encode } from "../../src/codec/codec.ts";
import { fieldInfos } from "../../src/codec/composites.ts";
import { keyToHex } from "../../src/lib/bytes.ts";
import type { BuildName } from "../../src/primitives/build-name.ts";
import type { CallDeclaration } from "../../src/runtime/frame/calls.ts";
import type { Runtime } from "../../src/runtime/frame/compose.ts";
import type { EventInfo } from "../../src/runtime/frame/events.ts";
import type { Pallet } from "../../src/runtime/frame/pallet.ts";
import type { StorageDeclaration } from "../../src/runtime/frame/storage.ts";
import type { Weight } from "../../src/runtime/frame/weight.ts";
import type { Rules } from "../../src/runtime/rules.ts";
import { cell, code, deprecation, page, table } from "./markdown.ts";
import { fieldList, fieldType, typeName } from "./type-names.ts";
import { valueText } from "./values.ts";

/** The runtime of every build. */
export type Configurations = Readonly<Record<BuildName, Runtime>>;

const rulesOf = (configurations: Configurations): readonly Rules[] =>
  Object.values(configurations).map(({ rules }) => rules);

/** What each build has; once, without names, where all agree. */
function inEach(configurations: Configurations, text: (rules: Rules) => string): string {
  const groups = Object.entries(Object.groupBy(rulesOf(configurations), (rules) => code(text(rules))));
  if (groups.length === 1) return `${groups[0]?.[0]}`;
  return groups.map(([value, group]) => `${group?.map(({ name }) => name).join(" and ")} ${value}`).join(", ");
}

const grouped = (number: bigint): string => number.toString().replace(/\B(?=(\d{3})+$)/g, "_");

/** Whether the weight is by the arguments or fixed, in ps of the reference machine and bytes of proof. */
function weightText(weight: CallDeclaration["weight"]): string {
  if (weight === undefined) return "";
  if (typeof weight === "function") return "weight by its arguments";
  const { ref_time, proof_size } = weight as Weight;
  return `weight ${grouped(ref_time)} ps, ${grouped(proof_size)} bytes of proof`;
}

function callFacts(call: CallDeclaration, configurations: Configurations): string[] {
  const missing = rulesOf(configurations).filter((rules) => call.when !== undefined && !call.when(rules));
  return [
    weightText(call.weight),
    call.class === undefined ? "Normal" : typeof call.class === "string" ? call.class : "class by its arguments",
    call.pays === undefined ? "pays a fee" : call.pays === "No" ? "pays no fee" : "fee by its arguments",
    ...missing.map(({ name }) => `not in ${name}`),
    ...(call.run === undefined ? ["**not built**"] : []),
    ...(call.unbuilt === undefined ? [] : [`**not built: ${call.unbuilt}**`]),
  ].filter((fact) => fact !== "");
}

function callSection(call: CallDeclaration, configurations: Configurations): string[] {
  const fields = fieldInfos(call.args);
  return [
    `### ${call.name}`,
    "",
    `${call.docs}${deprecation(call.deprecated)}`,
    "",
    `Call ${call.index} · ${callFacts(call, configurations).join(" · ")}`,
    "",
    ...table(
      ["argument", "type"],
      fields.map((field) => [code(field.name ?? ""), code(fieldType(field))]),
    ),
  ];
}

function storageDefault(item: StorageDeclaration, configurations: Configurations): string {
  if (item.optional) return "none";
  return inEach(configurations, (rules) => valueText(item.value, decode(item.value, item.defaultBytes(rules))));
}

function storageRow(item: StorageDeclaration, configurations: Configurations): string[] {
  const keys = item.hashers.map(({ hasher, codec }) => code(`${hasher}(${fieldType({ type: codec.info })})`));
  return [
    `**${item.name}**<br>${code(keyToHex(item.prefix))}`,
    keys.length === 0 ? "plain value" : keys.join("<br>"),
    code(fieldType({ type: item.value.info, typeName: item.value.typeName })),
    storageDefault(item, configurations),
    cell(item.docs + deprecation(item.deprecated)),
  ];
}

function eventRow({ index, eventName, fields, docs, deprecated }: EventInfo): string[] {
  const list = Array.isArray(fields)
    ? fields.map((codec) => ({ type: codec.info, typeName: codec.typeName }))
    : fieldInfos(fields as Parameters<typeof fieldInfos>[0]);
  const text = fieldList(list);
  return [String(index), code(eventName), text === "" ? "" : code(text), cell(docs + deprecation(deprecated))];
}

function section(title: string, intro: string, lines: readonly string[]): string[] {
  return lines.length === 0 ? [] : [`## ${title}`, "", ...(intro === "" ? [] : [intro, ""]), ...lines];
}

/** The reference page of one pallet, from its declarations. */
export function palletPage(index: number, pallet: Pallet, configurations: Configurations): string {
  const calls = Object.values(pallet.calls ?? {}).sort((a, b) => a.index - b.index);
  const constants = Object.entries(pallet.constants ?? {}).map(([name, { codec, docs, valueOf }]) => [
    code(name),
    code(fieldType({ type: codec.info, typeName: codec.typeName })),
    inEach(configurations, (rules) => {
      const bytes = encode(codec, valueOf(rules), configurations.production.outer);
      return valueText(codec, decode(codec, bytes, configurations.production.outer));
    }),
    cell(docs),
  ]);
  const views = (pallet.viewFunctions ?? []).map(({ name, inputs, output, docs }) => [
    code(name),
    code(fieldList(fieldInfos(inputs))),
    code(typeName(output.info)),
    cell(docs),
  ]);
  return page([
    `# ${pallet.name} (pallet ${index})`,
    "",
    pallet.docs,
    "",
    "Written by `npm run docs` from the declarations; do not edit. [All pallets](../README.md) · [types](../types.md)",
    "",
    ...section(
      "Calls",
      "Arguments are encoded in this order, after the two bytes of pallet and call.",
      calls.flatMap((call) => callSection(call, configurations)),
    ),
    ...section(
      "Storage",
      "A key is the 32 bytes below the item's name, and then each key of the map, hashed as named: `Identity` is the encoded key itself, the `Concat` hashers put it behind its hash.",
      table(
        ["item and prefix", "keys", "value", "default", ""],
        Object.values(pallet.storage ?? {}).map((item) => storageRow(item, configurations)),
      ),
    ),
    ...section("Events", "", table(["index", "event", "fields", ""], Object.values(pallet.events ?? {}).map(eventRow))),
    ...section(
      "Errors",
      "",
      table(
        ["index", "error", ""],
        Object.values(pallet.errors ?? {}).map((error) => [String(error.index), code(error.name), cell(error.docs)]),
      ),
    ),
    ...section("Constants", "", table(["constant", "type", "value", ""], constants)),
    ...section("View functions", "", table(["function", "arguments", "result", ""], views)),
  ]);
}
