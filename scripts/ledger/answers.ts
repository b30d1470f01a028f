import { isFunction, isMadeBy, type OurFile } from "./our-functions.ts";
import { partOf } from "./parts.ts";
import type { RustFunction } from "./rust-functions.ts";

/** Where a Rust function went: our file and function, and how that is known. */
export interface Place {
  readonly file: string;
  readonly name: string;
  readonly by: "docs" | "name" | "reason";
}

export interface Answers {
  /** The functions of ours that answer to one of the original. */
  of(fn: RustFunction): Place[];
}

interface Claim extends Place {
  /** What follows "Rust:". */
  readonly text: string;
  readonly words: ReadonlySet<string>;
}

/** Collects what our docs and names say. */
export function collectAnswers(files: readonly OurFile[]): Answers {
  const claims: Claim[] = [];
  const names = new Map<string, Place[]>();
  for (const file of files) {
    for (const one of file.functions) {
      const text = answering(one.docs);
      if (text !== "") claims.push({ file: one.file, name: one.name, by: "docs", text, words: wordsOf(text) });
      const last = one.name.slice(one.name.lastIndexOf(".") + 1);
      if (!isFunction(one) && !isMadeBy(one, "call") && !isMadeBy(one, "query")) continue;
      const keys = isMadeBy(one, "call")
        ? [`call ${last}`]
        : isMadeBy(one, "query", 4)
          ? [`query ${last}`]
          : [last, one.name];
      for (const key of new Set(keys)) {
        const places = names.get(key) ?? [];
        places.push({ file: one.file, name: one.name, by: "name" });
        names.set(key, places);
      }
    }
  }
  return {
    of(fn) {
      const part = partOf(fn.file);
      const inPart = (place: Place): boolean => part.ours.some((folder) => place.file.startsWith(folder));
      const said = claims.filter((claim) => claim.words.has(fn.name) && claimFits(claim, fn, inPart(claim)));
      if (said.length > 0) return distinct(said);
      const isCall = fn.attributes.some((one) => one.startsWith("pallet::call_index"));
      const isApi = fn.scopes.some((scope) => scope.name === "impl_runtime_apis!");
      if (isApi) return distinct(names.get(`query ${fn.name}`) ?? []);
      if (tooCommon.has(fn.name)) return [];
      const named = (names.get(isCall ? `call ${fn.name}` : camelCase(fn.name)) ?? []).filter(inPart);
      return closest(named, fn);
    },
  };
}

/** Whether a doc that holds the function's word means this function. */
function claimFits(claim: Claim, fn: RustFunction, inPart: boolean): boolean {
  const base = fn.file.slice(fn.file.lastIndexOf("/") + 1);
  const paths = claim.text.match(/[\w/-]+\.rs/g) ?? [];
  const owners = fn.scopes.flatMap((scope) => scope.name.match(/\w+/g) ?? []);
  const qualified = [...claim.text.matchAll(new RegExp(`(\\w+)::${fn.name}\\b`, "g"))].map((one) => one[1] as string);
  // Names that many types have count only with their type.
  if (tooCommon.has(fn.name) && !qualified.some((owner) => owners.includes(owner))) return false;
  if (
    qualified.length > 0 &&
    paths.length === 0 &&
    !qualified.some((owner) => owners.includes(owner) || owner === "Pallet")
  )
    return false;
  if (paths.length === 0) return inPart || claim.text.includes(fn.file.split("/").slice(0, 2).join("/"));
  return paths.some((path) => (path.includes("/") ? fn.file.endsWith(path) : path === base && inPart));
}

/** The rest of the sentence after "Rust:" in a doc comment. */
function answering(docs: string): string {
  const [, text] = /Rust: ?(.*)/s.exec(docs) ?? [];
  return text?.split(/\.(?: |$)/)[0] ?? "";
}

function wordsOf(text: string): Set<string> {
  return new Set(text.replace(/[\w/-]+\.rs\b/g, " ").match(/\w+/g) ?? []);
}

/** Of functions with the right name those in the file that answers, or else those that stand by themselves. */
function closest(named: readonly Place[], fn: RustFunction): Place[] {
  const base = fn.file.slice(fn.file.lastIndexOf("/") + 1, -".rs".length).replaceAll("_", "-");
  const sameFile = named.filter((place) => place.file.endsWith(`/${base}.ts`));
  const alone = named.filter((place) => !place.name.includes("."));
  return distinct(sameFile.length > 0 ? sameFile : alone.length > 0 ? alone : named).slice(0, 2);
}

function camelCase(name: string): string {
  return name.replace(/(?<=[a-zA-Z0-9])_+(\w)/g, (_, letter: string) => letter.toUpperCase());
}

function distinct(places: readonly Place[]): Place[] {
  const seen = new Map(
    places.map((one) => [`${one.file} ${one.name}`, { file: one.file, name: one.name, by: one.by }]),
  );
  return [...seen.values()];
}

const tooCommon = new Set(
  "new default from into get set fmt name encode decode build call weight id filter convert try_from try_into add sub mul div is_zero one zero eq cmp".split(
    " ",
  ),
);
