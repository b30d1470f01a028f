// Writes node_modules/.cache/start: the sources as few files, which Node loads in half the time. bin/subtensor takes them only
// while no source is newer; when they are missing or outdated the sources themselves run (plain JavaScript: runs on Node 20).
import { mkdirSync, readdirSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join, relative, sep } from "node:path";
import { fileURLToPath } from "node:url";
import { home } from "./install.js";

const target = join(home, "node_modules", ".cache", "start");
const sources = join(home, "src");

/** Files that find others by their own place go on doing so. */
const keepPlaces = {
  name: "keep-places",
  transform(code, id) {
    if (!id.endsWith(".ts") || !code.includes("import.meta.url")) return null;
    const place = JSON.stringify(relative(target, id).split(sep).join("/"));
    return code.replaceAll("import.meta.url", `new URL(${place}, import.meta.url).href`);
  },
};

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
  return made !== undefined && made.ctimeMs > changed;
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
    const bundle = await rolldown({
      input: { main: join(sources, "main.ts") },
      platform: "node",
      external: (id) => !id.startsWith(".") && !id.startsWith(home),
      plugins: [keepPlaces],
      logLevel: "silent",
    });
    await bundle.write({ dir: fresh, format: "esm" });
    await bundle.close();
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

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const why = await writeStartCache();
  // Nothing depends on it but the time of a start.
  if (why !== undefined) console.error(`The start cache was not written: ${why}.`);
}
