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
  const head = [`- ${sideText(before)}`, `+ ${sideText(after)}`, ...notes, ""];
  return [...head, ...parts.flatMap((part) => partText(changes, part)), ...summary(changes)].join("\n");
}

/** What changed in the whole runtime of one kind; behind pallets and APIs, what changed in each of them. */
function partText(changes: readonly Change[], part: Change["part"]): string[] {
  const own = changes.filter((change) => change.part === part && change.of === undefined);
  const lines = own.length === 0 ? [] : [titles[part], ...own.flatMap((change) => changeLines(change, "  ")), ""];
  if (part === "pallet") return [...lines, ...ownersText(changes, (change) => change.part !== "method")];
  if (part === "method") return [...lines, ...ownersText(changes, (change) => change.part === "method")];
  return lines;
}

const sideText = ({ file, spec, metadata }: DiffSide): string =>
  `${file}: ${spec === undefined ? "" : `${spec}, `}metadata ${metadata}`;

/** What changed in each pallet, or in each API. */
function ownersText(changes: readonly Change[], wanted: (change: Change) => boolean): string[] {
  const owners = Map.groupBy(
    changes.filter((change) => change.of !== undefined && wanted(change)),
    ({ of }) => of,
  );
  return [...owners].flatMap(([owner = "", list]) => [
    owner,
    ...parts.flatMap((part) => {
      const own = list.filter((change) => change.part === part);
      return own.length === 0 ? [] : [`  ${titles[part]}`, ...own.flatMap((change) => changeLines(change, "    "))];
    }),
    "",
  ]);
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
  if (changes.length === 0) return ["Nothing differs."];
  const count = (change: Change["change"]) => changes.filter((one) => one.change === change).length;
  return [`${count("came")} came, ${count("went")} went, ${count("changed")} changed.`];
}
