import { isBuiltin } from "node:module";
import { join, relative } from "node:path";
import type { Plugin } from "rolldown";
import { ownModules } from "../start-cache.js";
import { home, keptTogether } from "./contents.ts";
import { packedFiles, threadPlace } from "./packed-packages.ts";

/** Where the parts of the package lie, seen from the folder that files are joined into: with a slash at the end. */
export interface Places {
  /** The folder itself, from the package's root. */
  readonly folder: string;
  readonly threads: string;
  readonly packed: string;
}

const packedModule = "\0packed-packages";
const keptPrefix = "\0kept:";

/**
 * Node's own modules as start-cache.js takes them, member by member, under either of their names. A `require` of one stays.
 */
export function nodeModules(): Plugin {
  return {
    name: "node-modules",
    resolveId(id, _importer, { kind }) {
      if (id.startsWith("\0") || !isBuiltin(id)) return null;
      const name = id.startsWith("node:") ? id : `node:${id}`;
      return kind === "require-call" ? { id: name, external: true } : ownModules.resolveId(name);
    },
    load: (id) => ownModules.load(id),
  };
}

/**
 * Sources that find others by their own place go on doing so: the package has data where the project has it. Threads run
 * joined files, and what `createRequire` loads comes from packed files.
 */
export function keepPlaces({ folder, threads, packed }: Places): Plugin {
  const own = "import.meta.url";
  return {
    name: "keep-places",
    resolveId(id) {
      if (id === packedModule) return id;
      return Object.hasOwn(keptTogether, id) ? `${keptPrefix}${id}` : null;
    },
    load(id) {
      if (id === packedModule) return packedCode(packed);
      if (!id.startsWith(keptPrefix)) return null;
      const name = id.slice(keptPrefix.length);
      const members = (keptTogether[name] ?? []).map((member) => `export const ${member} = kept.${member};`);
      return [importPacked, `const kept = requirePacked(${JSON.stringify(name)});`, ...members].join("\n");
    },
    transform(code, id) {
      if (!id.startsWith(join(home, "src")) || !code.includes(own)) return null;
      const late = code.replaceAll(`createRequire(${own})`, "requirePacked");
      const place = JSON.stringify(relative(join(home, folder), id));
      const parts = late.split(threadPlace);
      if (parts.some((part, at) => at % 2 === 0 && part.includes('.ts", import.meta.url')))
        throw new Error(`${id} names a source by a place that the package cannot follow: it must lie beside it`);
      const placed = parts.map((part, at) =>
        at % 2 === 0
          ? part.replaceAll(own, `new URL(${place}, ${own}).href`)
          : `new URL("${threads}${part}.js", ${own})`,
      );
      return [...(late === code ? [] : [importPacked]), placed.join("")].join("\n");
    },
  };
}

const importPacked = `import { requirePacked } from ${JSON.stringify(packedModule)};`;

/** A module that loads a packed package, by the name that the sources know. */
function packedCode(folder: string): string {
  const files = [...packedFiles()].flatMap(([file, modules]) => modules.map((module) => [module, file]));
  return [
    'import { createRequire } from "node:module";',
    `const files = ${JSON.stringify(Object.fromEntries(files))};`,
    `export const requirePacked = (name) => createRequire(import.meta.url)(\`${folder}\${files[name]}.cjs\`)[name]();`,
  ].join("\n");
}

/** The files of packed packages: each has a table of its modules, which are run when they are first asked for. */
export function packedEntries(): Plugin {
  const prefix = "\0packed:";
  const files = packedFiles();
  return {
    name: "packed-entries",
    resolveId: (id) => (id.startsWith(prefix) ? id : null),
    load(id) {
      if (!id.startsWith(prefix)) return null;
      const lines = (files.get(id.slice(prefix.length)) ?? []).map((module) => {
        const name = JSON.stringify(module);
        return `exports[${name}] = () => require(${name});`;
      });
      return lines.join("\n");
    },
  };
}

/** The entries that `packedEntries` knows. */
export const packedInput = (): Record<string, string> =>
  Object.fromEntries([...packedFiles().keys()].map((file) => [file, `\0packed:${file}`]));
