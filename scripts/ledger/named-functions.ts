import { readFileSync } from "node:fs";
import { join } from "node:path";

/** The functions of ours that the port ledger names, by file. @param home the project's folder. */
export function namedFunctions(home: string): Map<string, Set<string>> {
  const named = new Map<string, Set<string>>();
  for (const [, file, name] of readFileSync(join(home, "docs/port-ledger.tsv"), "utf8").matchAll(
    /((?:src|recordings)\/\S+)#(\S+)/g,
  )) {
    const names = named.get(file as string) ?? new Set();
    named.set(file as string, names.add(name as string));
  }
  return named;
}
