// Writes node_modules/.cache/start: the sources as few files, which Node loads in half the time. bin/subtensor takes them only
// while no source is newer; when they are missing or outdated the sources themselves run (plain JavaScript: runs on Node 20).
import { spawnSync } from "node:child_process";
import { mkdirSync, readdirSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join, relative, sep } from "node:path";
import { fileURLToPath } from "node:url";
import { home, pinnedNode } from "./install.js";

const target = join(home, "node_modules", ".cache", "start");
const sources = join(home, "src");

/** What threads run, joined for themselves in a folder of their own: the start of the node loads nothing more for them. */
const threads = {
  folder: "threads",
  input: {
    "verify-worker": join(sources, "crypto", "verify-worker.ts"),
    "engine-worker": join(sources, "engine", "thread", "engine-worker.ts"),
    "block-worker": join(sources, "engine", "thread", "block-worker.ts"),
    "fork-worker": join(sources, "fork", "fork-worker.ts"),
  },
};

/** Files that find others by their own place go on doing so; what a thread runs is found joined. */
const keepPlaces = (folder, threadFolder) => ({
  name: "keep-places",
  transform(code, id) {
    if (!id.endsWith(".ts") || !code.includes("import.meta.url")) return null;
    const place = JSON.stringify(relative(folder, id).split(sep).join("/"));
    const own = `new URL(${place}, import.meta.url).href`;
    const worker = /new URL\("\.\/([\w-]+-worker)\.ts", import\.meta\.url\)/;
    return code
      .split(worker)
      .map((part, index) =>
        index % 2 === 0
          ? part.replaceAll("import.meta.url", own)
          : `new URL("${threadFolder}${part}.js", import.meta.url)`,
      )
      .join("");
  },
});

/** Packages that every start loads go into the files too. */
const joined = ["commander"];

/** Loaded when a member is asked for: commander starts programs only for commands that are programs of their own. */
const late = ["node:child_process"];

/**
 * Node's own modules, without what Node does for an import of one: it reads every member, and members of `node:fs` and
 * `node:process` load streams or open standard input when they are read. Only the members that are used are read here.
 */
export const ownModules = {
  name: "own-modules",
  resolveId: (id) => (id.startsWith("node:") ? `\0${id}` : null),
  load(id) {
    if (!id.startsWith("\0node:")) return null;
    const name = JSON.stringify(id.slice(1));
    if (late.includes(id.slice(1))) {
      return `export default new Proxy({}, { get: (_, key) => process.getBuiltinModule(${name})[key] });`;
    }
    const members = Object.keys(process.getBuiltinModule(id.slice(1))).filter((key) => /^[A-Za-z_$][\w$]*$/.test(key));
    const named = members.filter((key) => key !== "default").map((key) => `const _${key} = own.${key};`);
    const names = members.filter((key) => key !== "default").map((key) => `_${key} as ${key}`);
    const code = `const own = process.getBuiltinModule(${name});\n${named.join("\n")}\nexport { own as default, ${names.join(", ")} };`;
    return { code, moduleSideEffects: false };
  },
};

/**
 * Text as the engine keeps it with one byte for each character: it takes two for a whole file as soon as one character is
 * beyond Latin-1. The few that are become escapes; they stand in strings and regular expressions only.
 */
export const oneByteText = (code) =>
  code.replaceAll(/[\u0100-\uffff]/g, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`);

/** When a source was last changed, ms. */
function lastChange(directory) {
  const own = [statSync(directory).ctimeMs];
  for (const entry of readdirSync(directory, { withFileTypes: true })) {
    const path = join(directory, entry.name);
    own.push(entry.isDirectory() ? lastChange(path) : statSync(path).ctimeMs);
  }
  return Math.max(...own);
}

/** Whether what is there was made from the sources as they are. */
function isCurrent(changed) {
  const made = statSync(join(target, "main.js"), { throwIfNoEntry: false });
  return made !== undefined && made.mtimeMs > changed;
}

/** @returns what kept it from being written, undefined when it is there. */
export async function writeStartCache() {
  const before = lastChange(sources);
  if (isCurrent(before)) return undefined;
  let rolldown;
  try {
    ({ rolldown } = await import("rolldown"));
  } catch {
    return "no bundler is installed";
  }
  const fresh = `${target}.${process.pid}`;
  try {
    mkdirSync(fresh, { recursive: true });
    const writeJoined = async (input, folder, threadFolder) => {
      const bundle = await rolldown({
        input,
        platform: "node",
        external: (id) => !/^([./\0]|node:)/.test(id) && !joined.includes(id),
        treeshake: { propertyReadSideEffects: false },
        plugins: [keepPlaces(join(target, folder), threadFolder), ownModules],
        logLevel: "silent",
      });
      const { output } = await bundle.generate({ format: "esm", comments: false });
      mkdirSync(join(fresh, folder), { recursive: true });
      for (const { fileName, code } of output) writeFileSync(join(fresh, folder, fileName), oneByteText(code));
      await bundle.close();
    };
    await writeJoined({ main: join(sources, "main.ts") }, "", `./${threads.folder}/`);
    await writeJoined(threads.input, threads.folder, "./");
    // Without it Node parses each file twice to see what kind it is.
    writeFileSync(join(fresh, "package.json"), '{ "type": "module" }\n');
    if (lastChange(sources) !== before) return "the sources changed meanwhile";
    rmSync(target, { recursive: true, force: true });
    renameSync(fresh, target);
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  } finally {
    rmSync(fresh, { recursive: true, force: true });
  }
}

const file = fileURLToPath(import.meta.url);
if (process.argv[1] === file) {
  // Node's own modules have members that the sources take and that an older Node.js lacks: joining would miss them.
  const older = Number(process.versions.node.split(".")[0]) < 22 ? pinnedNode() : undefined;
  const why = older === undefined ? await writeStartCache() : undefined;
  if (older !== undefined) spawnSync(older, [file], { stdio: "inherit" });
  // Nothing depends on it but the time of a start.
  if (why !== undefined) console.error(`The start cache was not written: ${why}.`);
}
