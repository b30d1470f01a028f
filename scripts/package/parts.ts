import type { OutputOptions } from "rolldown";
import { home } from "./contents.ts";

type Groups = NonNullable<Exclude<OutputOptions["codeSplitting"], boolean | undefined>["groups"]>;
type Context = { getModuleInfo(id: string): { readonly importedIds: readonly string[] } | null };

/** The files that given sources load at once, by what the bundler knows of them. */
function closure(sources: readonly string[]): (id: string, context: Context) => boolean {
  let found: Set<string> | undefined;
  const walk = (context: Context): Set<string> => {
    const ids = new Set(sources.map((source) => `${home}/${source}`));
    for (const id of ids) for (const imported of context.getModuleInfo(id)?.importedIds ?? []) ids.add(imported);
    return ids;
  };
  return (id, context) => {
    found ??= walk(context);
    return found.has(id);
  };
}

function part(name: string, priority: number, holds: (id: string, context: Context) => boolean): Groups[number] {
  return { debugName: name, name: (id, context) => (holds(id, context) ? name : null), priority, minShareCount: 2 };
}

/**
 * What several commands share, in three files: a file more costs half a millisecond of a start, and one that has what others
 * need its reading. The first is what every command loads, `--help` too; the second what a running node loads besides.
 */
export const parts: Groups = [
  part("start", 3, closure(["src/main.ts", "src/cli/cli.ts"])),
  part("node", 2, closure(["src/cli/commands/run.ts", "src/node/run-node.ts", "src/runtime/index.ts"])),
  part("tools", 1, () => true),
];
