// Replays recordings on the parent's word, in a process that can take any mutant's decision away and give it back.
import { readRecording, replayFile } from "./hooked-replay.ts";
import { clearHits, hits, home } from "./load-hook.ts";

/** What the parent asks for: coverage of some files, or one file with a mutant (or with none, up to a block). */
export type Request =
  | { readonly cover: readonly string[] }
  | { readonly mutant: number | undefined; readonly file: string; readonly stopAt?: number };

/** Functions by file and index, with the milliseconds until they first ran. */
export interface Coverage {
  readonly milliseconds: number;
  readonly first: Record<string, Record<number, number>>;
  /** Without a mutant something failed. */
  readonly failed?: string;
}

/** What failed, and in which block; a failure without one is past all blocks. */
export interface Verdict {
  readonly failed?: string;
  readonly block?: number;
}

/** Failures of runtime API calls, which come after the last block. */
const inApi = /runtime API |\b[A-Z]\w+_[a-z]\w+: |results differ/;

const kept = new Map<string, unknown>();

/** The last few recordings stay in memory: neighbouring mutants share them. */
function recording(file: string): unknown {
  const known = kept.get(file) ?? readRecording(`${home}test/vectors/${file}`);
  kept.delete(file);
  kept.set(file, known);
  for (const oldest of kept.keys()) if (kept.size > 8) kept.delete(oldest);
  return known;
}

function cover(files: readonly string[]): Coverage {
  const first: Coverage["first"] = {};
  const read = files.map((file) => [file, recording(file)] as const);
  clearHits();
  const start = performance.now();
  const note = (): void => {
    const now = Math.round(performance.now() - start);
    for (const [file, indices] of Object.entries(hits())) {
      first[file] ??= {};
      for (const index of indices) first[file][index] ??= now;
    }
  };
  let failed: string | undefined;
  for (const [file, json] of read) {
    const { passed, line } = replayFile(file, json, { onBlock: (number) => number % 4 === 1 && note() });
    note();
    if (!passed) failed ??= line;
  }
  return { milliseconds: Math.round(performance.now() - start), first, ...(failed === undefined ? {} : { failed }) };
}

function judge(mutant: number | undefined, file: string, stopAt: number | undefined): Verdict {
  const name = file.replace(/\.json\.gz$/, "");
  const json = recording(file);
  (globalThis as { mutant?: number | undefined }).mutant = mutant;
  let reached = 0;
  try {
    const options = {
      ...(stopAt === undefined ? {} : { stopAt }),
      onBlock: (number: number) => {
        reached = number;
      },
    };
    const { passed, line, details } = replayFile(name, json, options);
    if (passed) return {};
    const failed = [line.replace(/^FAIL /, ""), details[0]?.trim()].filter(Boolean).join("; ");
    return inApi.test(failed) ? { failed } : { failed, block: reached + 1 };
  } catch (error) {
    const text = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
    const failed = `${name}: ${text.split("\n")[0]}`;
    return inApi.test(failed) ? { failed } : { failed, block: reached + 1 };
  } finally {
    (globalThis as { mutant?: number | undefined }).mutant = undefined;
  }
}

process.on("message", (request: Request) => {
  const answer = "cover" in request ? cover(request.cover) : judge(request.mutant, request.file, request.stopAt);
  process.send?.(answer);
});
process.send?.({});
