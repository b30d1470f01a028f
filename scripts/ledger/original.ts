import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { type RustFunction, rustFunctions } from "./rust-functions.ts";
import { maskRust } from "./rust-text.ts";

/** Why a file of the original, or a function in it, has no row. */
export const excluded: readonly (readonly [name: string, path: RegExp, why: string])[] = [
  ["tests", /(?:^|\/)(?:tests?|mock|mocks|testing)(?:\/|\.rs$)|_tests?\.rs$|\/tests?_/, "they test the original"],
  ["benchmarks", /bench/, "they measure weights; the figures are in our declarations"],
  ["weight tables", /(?:^|\/)weights(?:\.rs$|\/)/, "figures, in our declarations and weights.ts files"],
  ["build scripts", /(?:^|\/)build\.rs$/, "they build the original"],
];

/** What only serves tests, benchmarks or the original's own state checks, by its attributes. */
const excludedAttribute = /^(?:cfg\(.*\b(?:test|std-test)\b.*\)|test|tokio::test|cfg\(feature = *\))$/;

/** The functions of a checkout of the original, and which of them nothing calls. */
export interface Original {
  readonly functions: readonly RustFunction[];
  /** Functions left out, by class. */
  readonly left: ReadonlyMap<string, number>;
  /** Which functions nothing reaches but tests, benchmarks and migrations; or but the EVM's and contracts' code. */
  unreached(fn: RustFunction): "nothing" | "contracts" | undefined;
}

interface Source {
  readonly file: string;
  readonly masked: string;
  readonly functions: readonly RustFunction[];
  /** What its mentions of a function count as. */
  readonly side: "runtime" | "contracts" | "none";
}

/** Reads the Rust sources of the folders given; others (precompiles, chain extensions) only as callers. */
export function readOriginal(checkout: string, folders: readonly string[], callers: readonly string[]): Original {
  const sources = [...folders, ...callers].flatMap((folder) =>
    globSync(`${folder}/**/*.rs`, { cwd: checkout })
      .sort()
      .map((file) => readSource(checkout, file, callers.includes(folder))),
  );
  return originalOf(sources, callers);
}

export function originalOf(sources: readonly Source[], callers: readonly string[]): Original {
  const left = new Map<string, number>();
  const functions: RustFunction[] = [];
  for (const source of sources) {
    if (callers.some((one) => source.file.startsWith(one))) continue;
    const kind = classOf(source.file);
    for (const fn of source.functions) {
      const why = kind ?? classOfFunction(fn);
      if (why === undefined) functions.push(fn);
      else left.set(why, (left.get(why) ?? 0) + 1);
    }
  }
  const reach = reachability(sources, functions);
  return { functions, left, unreached: (fn) => reach.get(fn) };
}

/** One file; `name` is its path in the ledger. */
export function readSource(folder: string, file: string, contracts: boolean, name = file): Source {
  const masked = maskRust(readFileSync(join(folder, file), "utf8"));
  const dropped = classOf(name) !== undefined || /\/migrations?\//.test(name);
  return {
    file: name,
    masked,
    functions: rustFunctions(name, masked),
    side: dropped ? "none" : contracts ? "contracts" : "runtime",
  };
}

function classOf(file: string): string | undefined {
  return excluded.find(([, path]) => path.test(file))?.[0];
}

function classOfFunction(fn: RustFunction): string | undefined {
  if (fn.body === undefined) return "declarations without a body (trait methods, host functions)";
  if (fn.attributes.some((one) => excludedAttribute.test(one.replace(/\s+/g, " ")))) return "tests";
  if (fn.scopes.some((one) => one.kind === "mod" && /^(?:tests?|mock|benchmarks?)$/.test(one.name))) return "tests";
  return undefined;
}

/** A fixed point: what is mentioned only in bodies that are unreached themselves is unreached. */
function reachability(
  sources: readonly Source[],
  functions: readonly RustFunction[],
): Map<RustFunction, "nothing" | "contracts"> {
  const named = new Map<string, RustFunction[]>();
  for (const fn of functions) named.set(fn.name, [...(named.get(fn.name) ?? []), fn]);
  const mentions = new Map<string, { inside: RustFunction | undefined; side: Source["side"] }[]>();
  for (const source of sources) {
    for (const match of source.masked.matchAll(/(?<!\bfn )\b[A-Za-z_]\w*/g)) {
      if (!named.has(match[0])) continue;
      const inside = source.functions.findLast((fn) => fn.from <= match.index && match.index < fn.to);
      const tested = inside !== undefined && classOfFunction(inside) !== undefined && inside.body !== undefined;
      const list = mentions.get(match[0]) ?? [];
      list.push({ inside, side: tested ? "none" : source.side });
      mentions.set(match[0], list);
    }
  }
  const out = new Map<RustFunction, "nothing" | "contracts">();
  for (let before = -1; before !== out.size; ) {
    before = out.size;
    for (const fn of functions) {
      if (out.has(fn) || !mayBeUnreached(fn)) continue;
      const alive = (mentions.get(fn.name) ?? []).filter(
        ({ inside, side }) => side !== "none" && inside !== fn && !(inside && out.get(inside) === "nothing"),
      );
      if (alive.length === 0) out.set(fn, "nothing");
      else if (alive.every(({ inside, side }) => side === "contracts" || (inside && out.has(inside))))
        out.set(fn, "contracts");
    }
  }
  return out;
}

/** Calls, and what traits and macros call, are reached without being mentioned. */
function mayBeUnreached(fn: RustFunction): boolean {
  const scope = fn.scopes.findLast((one) => one.kind === "impl" || one.kind === "trait");
  if (fn.attributes.some((one) => one.startsWith("pallet::"))) return fn.attributes.includes("pallet::type_value");
  if (scope?.kind === "trait") return true;
  return !/ for /.test(scope?.name ?? "");
}
