import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join, posix, relative } from "node:path";
import ts from "typescript";
import { home, peers } from "./contents.ts";

/** Where the types of a source lie, from the package's root. */
export const typesFile = (source: string): string => `types/${source.replace(/\.ts$/, ".d.ts")}`;

/** A name of another file in a declaration: `from "./x.ts"`, `import("./x.ts")`. */
const reference = /(\bfrom |\bimport\(|\bimport )"([^"]+)"/g;

/**
 * Makes the types of sources, and of what those types name.
 * @param sources paths from the project's folder
 * @returns each file's text by its path from the package's root
 * @throws Error with the compiler's words, or when a type comes from a package that users of ours do not have
 */
export function declarations(sources: readonly string[]): ReadonlyMap<string, string> {
  const made = compile(sources);
  const wanted = new Map<string, string>();
  const add = (path: string): void => {
    if (wanted.has(path)) return;
    const text = made.get(path);
    if (text === undefined) throw new Error(`${path} was not made`);
    const own = text.replaceAll(reference, (all, before: string, name: string) =>
      name.startsWith(".") ? `${before}"${name.replace(/\.ts$/, ".js")}"` : all,
    );
    wanted.set(path, own);
    for (const [, , name = ""] of text.matchAll(reference)) {
      if (name.startsWith("node:")) continue;
      if (Object.hasOwn(peers, name)) continue;
      if (!name.startsWith(".")) throw new Error(`${path} has types of ${name}, which a user of the package lacks`);
      add(typesFile(posix.join(posix.dirname(path).slice("types/".length), name)));
    }
  };
  for (const source of sources) add(typesFile(source));
  return wanted;
}

function compile(sources: readonly string[]): ReadonlyMap<string, string> {
  const { config } = ts.readConfigFile(join(home, "tsconfig.json"), ts.sys.readFile);
  const { options } = ts.convertCompilerOptionsFromJson(config.compilerOptions, home);
  const program = ts.createProgram(
    sources.map((source) => join(home, source)),
    {
      ...options,
      noEmit: false,
      declaration: true,
      emitDeclarationOnly: true,
      rootDir: home,
      outDir: join(home, "types"),
    },
  );
  const made = new Map<string, string>();
  const { diagnostics } = program.emit(undefined, (path, text) => made.set(relative(home, path), text));
  if (diagnostics.length > 0)
    throw new Error(
      ts.formatDiagnostics(diagnostics, {
        getCurrentDirectory: () => home,
        getCanonicalFileName: (name) => name,
        getNewLine: () => "\n",
      }),
    );
  return made;
}

/** Writes the types of sources into a package. */
export function writeDeclarations(sources: readonly string[], target: string): void {
  for (const [path, text] of declarations(sources)) {
    mkdirSync(join(target, dirname(path)), { recursive: true });
    writeFileSync(join(target, path), text);
  }
}
