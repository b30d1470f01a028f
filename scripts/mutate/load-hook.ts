import { readFileSync } from "node:fs";
import { registerHooks } from "node:module";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { applyEdit, type Edit, withHits } from "./function-nodes.ts";

/** The project's folder. */
export const home = fileURLToPath(new URL("../..", import.meta.url));

/** The text that a file of src/ has under an edit, or with notes of what ran; undefined for files that stay as they are. */
export function servedText(path: string, edit: Edit | undefined): string | undefined {
  if (!path.startsWith(join(home, "src/")) || !path.endsWith(".ts") || path.endsWith(".test.ts")) return undefined;
  const file = path.slice(home.length);
  if (edit === undefined) return withHits(file, readFileSync(path, "utf8"));
  return edit.file === file ? applyEdit(readFileSync(path, "utf8"), edit) : undefined;
}

/** From now on this process loads files with the edit, or (without one) with notes. */
export function hookLoading(edit: Edit | undefined): void {
  registerHooks({
    load(url, context, next) {
      const source = url.startsWith("file:") ? servedText(fileURLToPath(url), edit) : undefined;
      return source === undefined ? next(url, context) : { format: "module-typescript", source, shortCircuit: true };
    },
  });
}

/** Indices of the functions that ran, by file. */
export type Hits = Record<string, number[]>;

/** The notes so far. */
export function hits(): Hits {
  const noted = (globalThis as { functionHits?: Record<string, (1 | undefined)[]> }).functionHits ?? {};
  const out: Hits = {};
  for (const [file, flags] of Object.entries(noted)) {
    const ran = flags.flatMap((flag, index) => (flag === 1 ? [index] : []));
    if (ran.length > 0) out[file] = ran;
  }
  return out;
}
