import { type Change, type Detail, parts } from "./changes.ts";
import type { DiffSide, RuntimeDiff } from "./diff.ts";

const titles: Readonly<Record<Change["part"], string>> = {
  version: "Version",
  pallet: "Pallets",
  call: "calls",
  storage: "storage",
  event: "events",
  error: "errors",
  constant: "constants",
  "view function": "view functions",
  extrinsic: "Extrinsics",
  extension: "Transaction extensions",
  api: "Runtime APIs",
  method: "methods",
  type: "Types",
  import: "Host functions",
};

const signs = { came: "+", went: "-", changed: "~" } as const;

/** A comparison as text for people. */
export function diffText({ before, after, changes, notes }: RuntimeDiff): string {
  const lines = [`- ${sideText(before)}`, `+ ${sideText(after)}`, ...notes, ""];
  if (changes.length === 0) lines.push("Nothing differs.");
  for (const part of parts) {
    const own = changes.filter((change) => change.part === part && change.of === undefined);
    if (own.length > 0) lines.push(titles[part], ...own.flatMap((change) => changeLines(change, "  ")), "");
    if (part === "pallet") lines.push(...ownersText(changes, (change) => change.part !== "method"));
    if (part === "method") lines.push(...ownersText(changes, (change) => change.part === "method"));
  }
  lines.push(...summary(changes));
  return lines.join("\n");
}

const sideText = ({ file, spec, metadata }: DiffSide): string =>
  `${file}: ${spec === undefined ? "" : `${spec}, `}metadata ${metadata}`;

/** What changed in each pallet, or in each API. */
function ownersText(changes: readonly Change[], wanted: (change: Change) => boolean): string[] {
  const chosen = changes.filter((change) => change.of !== undefined && wanted(change));
  const owners = new Map<string, Change[]>();
  for (const change of chosen) {
    const list = owners.get(change.of as string);
    if (list === undefined) owners.set(change.of as string, [change]);
    else list.push(change);
  }
  const lines: string[] = [];
  for (const [owner, list] of owners) {
    lines.push(owner);
    for (const part of parts) {
      const own = list.filter((change) => change.part === part);
      if (own.length > 0) lines.push(`  ${titles[part]}`, ...own.flatMap((change) => changeLines(change, "    ")));
    }
    lines.push("");
  }
  return lines;
}

function changeLines({ name, change, text = "", details = [] }: Change, margin: string): string[] {
  const joined = text === "" ? "" : text.startsWith("(") ? text : `: ${text}`;
  const [only] = details;
  if (change === "changed" && only !== undefined && details.length === 1) {
    return [`${margin}~ ${name}: ${detailText(only)}`];
  }
  return [`${margin}${signs[change]} ${name}${joined}`, ...details.map((one) => `${margin}    ${detailText(one)}`)];
}

function detailText({ what, from, to, sameBytes, inside }: Detail): string {
  const bytes = sameBytes === true ? " (same bytes)" : "";
  if (inside === true) return `${what}: ${from} changed inside${bytes}`;
  if (from !== undefined && to !== undefined) return `${what}: ${from} -> ${to}${bytes}`;
  const value = from ?? to;
  return value === undefined ? what : `${what}: ${value}`;
}

function summary(changes: readonly Change[]): string[] {
  if (changes.length === 0) return [];
  const count = (change: Change["change"]) => changes.filter((one) => one.change === change).length;
  return [`${count("came")} came, ${count("went")} went, ${count("changed")} changed.`];
}
