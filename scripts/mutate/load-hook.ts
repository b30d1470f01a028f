import { readFileSync } from "node:fs";
import { registerHooks } from "node:module";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { mutantsOf } from "./candidates.ts";
import { withSwitches } from "./function-nodes.ts";

/** The project's folder. */
export const home = fileURLToPath(new URL("../..", import.meta.url));

/**
 * What serves files of src/ and recordings/ with a note of what ran and a switch in each function that has a mutant: `globalThis.mutant` is
 * the number of the one that is on. Gives undefined for files that stay as they are.
 */
export function switchingServer(): (path: string) => string | undefined {
  const mutants = mutantsOf(home);
  return (path) => {
    const ours = ["src/", "recordings/"].some((folder) => path.startsWith(join(home, folder)));
    if (!ours || !path.endsWith(".ts") || path.endsWith(".test.ts")) return undefined;
    const file = path.slice(home.length);
    const values = new Map(
      mutants.flatMap((one, number) => (one.file === file ? [[one.index, { number, value: one.value }]] : [])),
    );
    return withSwitches(file, readFileSync(path, "utf8"), values);
  };
}

/** From now on this process loads files so. */
export function hookLoading(): void {
  const serve = switchingServer();
  registerHooks({
    load(url, context, next) {
      const source = url.startsWith("file:") ? serve(fileURLToPath(url)) : undefined;
      return source === undefined ? next(url, context) : { format: "module-typescript", source, shortCircuit: true };
    },
  });
}

/** Indices of the functions that ran, by file. */
export type Hits = Record<string, number[]>;

const noted = (): Record<string, (1 | undefined)[]> =>
  (globalThis as { functionHits?: Record<string, (1 | undefined)[]> }).functionHits ?? {};

/** The notes so far. */
export function hits(): Hits {
  const out: Hits = {};
  for (const [file, flags] of Object.entries(noted())) {
    const ran = flags.flatMap((flag, index) => (flag === 1 ? [index] : []));
    if (ran.length > 0) out[file] = ran;
  }
  return out;
}

export function clearHits(): void {
  for (const flags of Object.values(noted())) flags.length = 0;
}
