// Completes package-lock.json with the platform packages that a partial registry could not name, so that `npm ci` accepts it everywhere.
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { home } from "./install.js";

const systems = ["aix", "android", "darwin", "freebsd", "linux", "netbsd", "openbsd", "openharmony", "sunos", "win32"];
const processors = ["arm64", "arm", "ia32", "loong64", "mips64el", "ppc64", "riscv64", "s390x", "wasm32", "x64"];

/**
 * The optional dependencies that packages of a lockfile ask for by exact version and that it does not hold.
 * @returns {{ path: string, version: string, dev: boolean }[]}
 */
function missingOptional(lock) {
  return Object.values(lock.packages).flatMap((entry) =>
    Object.entries(entry.optionalDependencies ?? {})
      .filter(([name, version]) => /^\d/.test(version) && lock.packages[`node_modules/${name}`] === undefined)
      .map(([name, version]) => ({ path: `node_modules/${name}`, version, dev: entry.dev === true })),
  );
}

/** What a lockfile says of a package that is named after its platform. */
function platformEntry({ path, version, dev }) {
  const words = path.split(/[-/]/);
  const has = (list) => list.filter((word) => words.includes(word)).slice(0, 1);
  const libc = words.includes("musl") ? ["musl"] : words.includes("gnu") ? ["glibc"] : [];
  const cpu = has(processors);
  if (cpu.length === 0) throw new Error(`${path}: which processor is it for?`);
  const os = has(systems);
  return {
    version,
    cpu,
    ...(dev ? { dev } : {}),
    ...(libc.length > 0 ? { libc } : {}),
    optional: true,
    ...(os.length > 0 ? { os } : {}),
  };
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const file = join(home, "package-lock.json");
  const lock = JSON.parse(readFileSync(file, "utf8"));
  const missing = missingOptional(lock);
  for (const item of missing) lock.packages[item.path] = platformEntry(item);
  const order = (a, b) => a[0].localeCompare(b[0], "en");
  lock.packages = Object.fromEntries(Object.entries(lock.packages).sort(order));
  writeFileSync(file, `${JSON.stringify(lock, null, 2)}\n`);
  console.log(`${missing.length} platform packages added`);
}
