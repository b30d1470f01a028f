import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { home, nativeLibrary, tools } from "./contents.ts";

/** A package whose code is in ours. */
interface Used {
  readonly name: string;
  readonly version: string;
  readonly licence: string;
  readonly author: string;
  readonly folder: string;
}

/** Licences under which code may be passed on in a package of ours, together with their texts. */
const fine = ["MIT", "ISC", "Apache-2.0", "BSD-2-Clause", "BSD-3-Clause", "0BSD", "Unlicense"];

interface Described {
  readonly name?: string;
  readonly version?: string;
  readonly license?: string;
  readonly author?: string | { readonly name?: string };
}

/** The package that a file belongs to: the nearest folder above it whose package.json has a name and a version. */
function packageOf(file: string): Used | undefined {
  const folders: string[] = [];
  for (let folder = dirname(file); folder.includes("node_modules"); folder = dirname(folder)) folders.push(folder);
  for (const folder of folders) {
    const path = join(folder, "package.json");
    if (!existsSync(path)) continue;
    const { name, version, license = "", author = "" } = JSON.parse(readFileSync(path, "utf8")) as Described;
    if (name === undefined || version === undefined) continue;
    const who = typeof author === "string" ? author : (author.name ?? "");
    return { name, version, licence: license, author: who, folder };
  }
  return undefined;
}

/** The texts that a package has about its licence. */
function textsOf({ folder }: Used): string[] {
  return readdirSync(folder)
    .filter((name) => /^(licen[cs]e|copying|notice)/i.test(name))
    .sort()
    .map((name) => readFileSync(join(folder, name), "utf8"));
}

const allowed = (licence: string): boolean =>
  licence
    .replaceAll(/[()]/g, "")
    .split(" OR ")
    .some((one) => one.split(" AND ").every((part) => fine.includes(part.trim())));

const tidy = (text: string): string => text.replaceAll("\r\n", "\n").trim();

/**
 * What THIRD-PARTY says: each package whose code is in ours, with its licence, and each text of a licence once.
 * @param files the files that were bundled
 * @throws Error for a package whose licence is none of those that are known to be fine
 */
export function thirdPartyText(files: Iterable<string>): string {
  const native = join(home, "node_modules", nativeLibrary.package);
  const whole = [nativeLibrary.package, ...tools].map((name) => join(home, "node_modules", name, "package.json"));
  const packages = new Map<string, Used>();
  for (const file of [...files, ...whole]) {
    const used = file.includes("node_modules") ? packageOf(file) : undefined;
    if (used !== undefined) packages.set(`${used.name} ${used.version}`, used);
  }
  const bad = [...packages].filter(([, { licence }]) => !allowed(licence)).map(([name]) => name);
  if (bad.length > 0) throw new Error(`no licence that is known to be fine: ${bad.join(", ")}`);

  const users = new Map<string, string[]>();
  const add = (text: string, user: string): void => {
    users.set(tidy(text), [...(users.get(tidy(text)) ?? []), user]);
  };
  for (const [name, used] of [...packages].sort()) {
    const texts = textsOf(used);
    for (const text of texts) add(text, name);
    if (texts.length === 0)
      add(`Licence: ${used.licence}. The package has no text of it. Author: ${used.author}`, name);
  }
  for (const path of nativeLibrary.licences) add(readFileSync(join(native, path), "utf8"), dirname(path));
  const blocks = [...users].map(
    ([text, names]) => `${"=".repeat(80)}\n${names.join("\n")}\n${"-".repeat(80)}\n${text}\n`,
  );
  return ["This package holds code of these packages, under these licences.\n", ...blocks].join("\n");
}
