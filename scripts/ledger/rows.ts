import { matchesGlob } from "node:path";
import { collectAnswers, type Place } from "./answers.ts";
import type { Original } from "./original.ts";
import type { OurFile } from "./our-functions.ts";
import type { Reason, Reasons } from "./reasons.ts";
import { declaredNames, reasonByForm } from "./rules.ts";
import type { RustFunction } from "./rust-functions.ts";

/** A line of the ledger: a function of the original, and what became of it. */
export interface Row {
  readonly fn: RustFunction;
  /** The impl or trait it stands in and its name, e.g. `Hooks for Pallet::on_initialize`. */
  readonly label: string;
  readonly places: readonly Place[];
  /** Where there are no places: why; undefined for what is not ported. */
  readonly reason: string | undefined;
}

const unreachedText = {
  nothing: "nothing of the original calls it but its tests, benchmarks and migrations",
  contracts: "only precompiles and chain extensions call it: executing contract code is not built",
};

/** The rows of all functions, and what is wrong with the reasons. */
export function createRows(
  original: Original,
  files: readonly OurFile[],
  reasons: Reasons,
): { rows: Row[]; faults: string[] } {
  const answers = collectAnswers(files);
  const declared = declaredNames(files);
  const used = new Set<string>();
  const rows = original.functions.map((fn): Row => {
    const label = labelOf(fn);
    const given = reasonFor(fn, label, reasons, used);
    const said = answers.of(fn);
    const documented = said.filter((place) => place.by === "docs");
    if (documented.length > 0) return { fn, label, places: documented, reason: undefined };
    if (typeof given === "string") return { fn, label, places: [], reason: given };
    if (given !== undefined) {
      const places = given.names.map((name): Place => ({ file: given.file, name, by: "reason" }));
      return { fn, label, places, reason: undefined };
    }
    if (said.length > 0) return { fn, label, places: said, reason: undefined };
    const form = reasonByForm(fn, declared);
    const unreached = original.unreached(fn);
    return { fn, label, places: [], reason: form ?? (unreached && unreachedText[unreached]) };
  });
  return { rows, faults: faultsOf(reasons, used, files) };
}

/** Name of a function with what it belongs to; inherent functions of a pallet go by their name alone. */
function labelOf(fn: RustFunction): string {
  const owner = fn.scopes.findLast((one) => one.kind !== "mod" && one.kind !== "macro" && one.name !== "");
  return owner === undefined || owner.name === "Pallet" ? fn.name : `${owner.name}::${fn.name}`;
}

function reasonFor(fn: RustFunction, label: string, reasons: Reasons, used: Set<string>): Reason | undefined {
  for (const [path, names] of Object.entries(reasons)) {
    if (path !== fn.file && !(path.includes("*") && matchesPath(path, fn.file))) continue;
    for (const [key, reason] of Object.entries(names)) {
      if (key !== fn.name && key !== label && !matches(key, label) && !matches(key, fn.name)) continue;
      used.add(`${path} ${key}`);
      return reason;
    }
  }
  return undefined;
}

/** `*` in a path may stand for several folders. */
function matchesPath(pattern: string, path: string): boolean {
  return matchesGlob(path, pattern) || matchesGlob(path, pattern.replace(/\*$/, "**"));
}

function matches(pattern: string, text: string): boolean {
  const escaped = pattern.split("*").map((part) => part.replace(/[.?+^$()[\]{}|\\]/g, "\\$&"));
  return new RegExp(`^${escaped.join(".*")}$`).test(text);
}

/** Reasons that name what does not exist, there or here. */
function faultsOf(reasons: Reasons, used: ReadonlySet<string>, files: readonly OurFile[]): string[] {
  const ours = new Set(files.flatMap((file) => file.functions.map((fn) => `${fn.file} ${fn.name}`)));
  const faults: string[] = [];
  for (const [path, names] of Object.entries(reasons))
    for (const [key, reason] of Object.entries(names)) {
      if (!used.has(`${path} ${key}`)) faults.push(`a reason for ${path} ${key}, which is not in the original`);
      if (typeof reason === "string") continue;
      for (const name of reason.names)
        if (!ours.has(`${reason.file} ${name}`)) faults.push(`${path} ${key}: ${reason.file} has no ${name}`);
    }
  return faults;
}
