import { twox128 } from "../../crypto/hashing.ts";
import { keyToHex, type StateKey, toHex, toKey, utf8 } from "../../lib/bytes.ts";
import type { Surface } from "../../metadata/surface.ts";
import type { Migrated, Migrations, Weight } from "./migrations.ts";
import { plot } from "./plot.ts";
import type { Rehearsal, RehearsedSubnet } from "./rehearse.ts";
import type { SubnetValues, UidValues } from "./subnet-values.ts";

/** Keys of one item, and uids of one subnet, that are shown; others are counted. */
const mostShown = 12;
/** Characters of a value that are shown. */
const longestValue = 66;

/** A rehearsal for people. @param surfaces of the new program and of the old rules: where a key lies */
export function rehearsalText(rehearsal: Rehearsal, surfaces: readonly Surface[]): string[] {
  const { from, versions, slots, migrations, blocks, subnets } = rehearsal;
  return [
    `The upgrade on a copy of block #${from.number} (${from.hash})`,
    ...migrationLines(migrations, surfaces),
    ...slotLines(slots),
    ...(versions.after > versions.before
      ? []
      : [
          `set_code refuses this program: its spec version ${versions.after} is not above the chain's ${versions.before}`,
        ]),
    "",
    `${blocks} blocks without it and with it, of inherents alone`,
    ...subnets.flatMap(subnetLines),
  ];
}

function migrationLines(
  { changes, weight, mostWeight, milliseconds, ownChecks }: Migrations,
  surfaces: readonly Surface[],
) {
  const items = new Map<string, Migrated[]>();
  for (const change of changes) {
    const name = itemOf(change.key, surfaces);
    items.set(name, [...(items.get(name) ?? []), change]);
  }
  const lines = [...items]
    .sort()
    .flatMap(([name, list]) => [
      `  ${name}: ${keys(list.length)}`,
      ...list
        .slice(0, mostShown)
        .map(({ key, before, after }) => `    ${keyToHex(key)}: ${shown(before)} -> ${shown(after)}`),
      ...(list.length > mostShown ? [`    and ${list.length - mostShown} more`] : []),
    ]);
  const fits =
    mostWeight === undefined || (weight.refTime <= mostWeight.refTime && weight.proofSize <= mostWeight.proofSize);
  return [
    changes.length === 0 ? "Migrations change nothing." : `Migrations change ${keys(changes.length)}:`,
    ...lines,
    `Migrations weigh ${weightText(weight)}${mostWeight === undefined ? "" : ` of at most ${weightText(mostWeight)} a block: ${fits ? "the block fits" : "THE BLOCK DOES NOT FIT"}`}; they took ${milliseconds.toFixed(0)} ms here.`,
    ownChecks === undefined
      ? "The program was built without checks of its own (try-runtime)."
      : `try-runtime: ${ownChecks}`,
  ];
}

/**
 * A warning where slots get another length. A node reads it once, when it starts; blocks in slots of the old length then
 * have a time outside of their slot, which the new program refuses.
 */
function slotLines({ before, after }: Rehearsal["slots"]): string[] {
  if (before === after) return [];
  return [
    `SLOTS OF ${before} ms BECOME ${after} ms: authors go on with the old length, the new program refuses their blocks, and blocks stop until every author is started again.`,
  ];
}

const keys = (count: number): string => `${count} ${count === 1 ? "key" : "keys"}`;

/** The largest u64, which stands for no limit. */
const noLimit = 0xffff_ffff_ffff_ffffn;

const weightText = ({ refTime, proofSize }: Weight): string =>
  `${(Number(refTime) / 1e9).toFixed(1)} ms and ${proofSize === noLimit ? "any number of" : proofSize} bytes of proof`;

function shown(value: Uint8Array | undefined): string {
  if (value === undefined) return "absent";
  const text = toHex(value);
  return text.length <= longestValue ? text : `${text.slice(0, longestValue)}… (${value.length} bytes)`;
}

/** Pallet and item of a key, by the hashes that it begins with. */
function itemOf(key: StateKey, surfaces: readonly Surface[]): string {
  if (key.startsWith(":")) return key.split("\0")[0] ?? key;
  for (const { pallets } of surfaces) {
    for (const { prefix, name, storage } of pallets) {
      if (prefix === undefined || !key.startsWith(hashed(prefix))) continue;
      const item = storage.find((entry) => key.startsWith(hashed(entry.name), 16));
      if (item !== undefined) return `${name}.${item.name}`;
      if (key.startsWith(hashed(":__STORAGE_VERSION__:"), 16)) return `${name} (storage version)`;
    }
  }
  return "unknown item";
}

const hashes = new Map<string, StateKey>();
function hashed(text: string): StateKey {
  const known = hashes.get(text) ?? toKey(twox128(utf8(text)));
  hashes.set(text, known);
  return known;
}

function subnetLines({ netuid, before, after }: RehearsedSubnet): string[] {
  const [old, now] = [before.at(-1), after.at(-1)];
  if (old === undefined || now === undefined) return [];
  const figures = (["price", "tao", "alphaIn", "alphaOut"] as const).flatMap((name) =>
    old[name] === now[name]
      ? []
      : [`  ${names[name]}: ${old[name] ?? "none"} -> ${now[name] ?? "none"} ${change(old[name], now[name])}`],
  );
  const uids = uidLines(old, now);
  if (figures.length === 0 && uids.length === 0) return ["", `subnet ${netuid}: no difference`];
  const prices = (list: readonly SubnetValues[]): number[] => list.map(({ price }) => Number(price ?? 0n) / 1e9);
  // A curve is drawn of prices: rules that tell none have none.
  const told = [...before, ...after].every(({ price }) => price !== undefined);
  const priced = told && figures.some((line) => line.includes(names.price)) && before.length > 1;
  return [
    "",
    `subnet ${netuid}`,
    ...figures,
    ...uids,
    ...(priced
      ? ["  price in TAO, block by block: o without, x with the upgrade", ...plot(prices(before), prices(after))]
      : []),
  ];
}

const names = {
  price: "price, rao for one alpha",
  tao: "TAO in the pool, rao",
  alphaIn: "alpha in the pool, rao",
  alphaOut: "alpha outside, rao",
} as const;

function uidLines(old: SubnetValues, now: SubnetValues): string[] {
  const count = Math.max(old.uids.length, now.uids.length);
  const lines: string[] = [];
  for (let uid = 0; uid < count; uid++) {
    const parts = (["emission", "incentive", "dividends", "stake"] as const).flatMap((name) => {
      const [a, b] = [old.uids[uid]?.[name], now.uids[uid]?.[name]];
      return a === b ? [] : [`${name} ${a ?? "none"} -> ${b ?? "none"} ${change(a, b)}`];
    });
    if (parts.length > 0) lines.push(`  uid ${uid}: ${parts.join(", ")}`);
  }
  const left = lines.length - mostShown;
  return left > 0 ? [...lines.slice(0, mostShown), `  and ${left} uids more`] : lines;
}

/** By how much a figure changes, in per cent. */
function change(before: UidValues[keyof UidValues] | undefined, after: UidValues[keyof UidValues] | undefined): string {
  if (before === undefined || after === undefined || Number(before) === 0) return "";
  const percent = (Number(after) / Number(before) - 1) * 100;
  return `(${percent > 0 ? "+" : ""}${percent.toFixed(2)} %)`;
}
