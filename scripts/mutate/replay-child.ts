// Replays recordings in this process: notes what runs (one file), or serves a mutant until a file fails. One line of JSON comes out.
import type { Edit } from "./function-nodes.ts";
import { type Hits, hits, home, hookLoading } from "./load-hook.ts";

/** What the parent asks for, in the first argument. */
export interface ReplayTask {
  /** Paths below test/vectors/. */
  readonly files: readonly string[];
  readonly edit?: Edit;
}

/** For a coverage task: functions by file and index, with the milliseconds until they first ran. */
export interface Coverage {
  readonly milliseconds: number;
  readonly first: Record<string, Record<number, number>>;
}

/** For a mutant: what failed. */
export interface Verdict {
  readonly killedBy?: string;
}

const task = JSON.parse(process.argv[2] ?? "") as ReplayTask;
hookLoading(task.edit);
try {
  const { readRecording, replayFile } = await import("../../src/replay/replay-file.ts");
  console.log(
    JSON.stringify(task.edit === undefined ? cover(readRecording, replayFile) : judge(readRecording, replayFile)),
  );
} catch (error) {
  console.log(JSON.stringify({ killedBy: `every test: ${textOf(error)}` }));
}

type Replay = typeof import("../../src/replay/replay-file.ts");

function cover(read: Replay["readRecording"], replay: Replay["replayFile"]): Coverage {
  const first: Coverage["first"] = {};
  let start = 0;
  const note = (seen: Hits): void => {
    const now = start === 0 ? 0 : Math.round(performance.now() - start);
    for (const [file, indices] of Object.entries(seen)) {
      first[file] ??= {};
      for (const index of indices) first[file][index] ??= now;
    }
  };
  note(hits());
  const recordings = task.files.map((file) => [file, read(`${home}test/vectors/${file}`)] as const);
  start = performance.now();
  for (const [file, recording] of recordings) {
    replay(file, recording, { onBlock: (number) => number % 4 === 1 && note(hits()) });
    note(hits());
  }
  return { milliseconds: Math.round(performance.now() - start), first };
}

function judge(read: Replay["readRecording"], replay: Replay["replayFile"]): Verdict {
  for (const file of task.files) {
    try {
      const { passed, line, details } = replay(file.replace(/\.json\.gz$/, ""), read(`${home}test/vectors/${file}`));
      if (!passed) return { killedBy: [line.replace(/^FAIL /, ""), details[0]?.trim()].filter(Boolean).join("; ") };
    } catch (error) {
      return { killedBy: `${file.replace(/\.json\.gz$/, "")}: ${textOf(error)}` };
    }
  }
  return {};
}

function textOf(error: unknown): string {
  return (error instanceof Error ? `${error.name}: ${error.message}` : String(error)).split("\n")[0] ?? "";
}
