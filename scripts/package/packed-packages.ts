import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { home, keptTogether } from "./contents.ts";

/** Sources of the node: all but tests. */
function sources(): string[] {
  return readdirSync(join(home, "src"), { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".ts") && !name.endsWith(".test.ts"))
    .map((name) => join(home, "src", name))
    .sort();
}

/**
 * The modules of packages that sources load when they are first asked for, by `createRequire`: each string that names a
 * package of package.json, in a file that has such a call, beside its imports.
 */
function lateModules(): string[] {
  const { dependencies } = JSON.parse(readFileSync(join(home, "package.json"), "utf8")) as {
    dependencies: Record<string, string>;
  };
  const isOfPackage = (text: string): boolean =>
    Object.keys(dependencies).some((name) => text === name || text.startsWith(`${name}/`));
  const found = sources()
    .map((file) => readFileSync(file, "utf8"))
    .filter((text) => text.includes("createRequire(import.meta.url)"))
    .flatMap((text) => [...text.replaceAll(/ from "[^"]*"/g, "").matchAll(/"(@?[a-z][^"\s]*)"/g)])
    .flatMap(([, text = ""]) => (isOfPackage(text) ? [text] : []));
  return [...new Set([...Object.keys(keptTogether), ...found])].sort();
}

/** How a source names the file of a thread: by its own place, in its own folder. */
export const threadPlace = /new URL\("\.\/([\w-]+)\.ts", import\.meta\.url\)/;

/** @returns the files that threads run, by their name in the package. @throws Error when two have one name */
export function threadFiles(): ReadonlyMap<string, string> {
  const files = new Map<string, string>();
  for (const file of sources())
    for (const [, name = ""] of readFileSync(file, "utf8").matchAll(new RegExp(threadPlace, "g"))) {
      const path = join(file, "..", `${name}.ts`);
      if ((files.get(name) ?? path) !== path) throw new Error(`two files for threads are called ${name}`);
      files.set(name, path);
    }
  return files;
}

/** The file that a module of a package lies in: one for all of a scope's small libraries, or one for the package. */
function fileOf(module: string): string {
  const [scope = "", name = ""] = module.split("/");
  if (scope === "@noble") return "noble";
  return scope.startsWith("@") ? `${scope.slice(1)}-${name}` : scope;
}

/** Modules that are loaded late, by the file that has them. */
export function packedFiles(): ReadonlyMap<string, readonly string[]> {
  const files = new Map<string, string[]>();
  for (const module of lateModules()) files.set(fileOf(module), [...(files.get(fileOf(module)) ?? []), module]);
  return files;
}
