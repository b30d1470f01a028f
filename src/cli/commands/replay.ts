import { basename } from "node:path";
import { messageOf, UserError } from "../../lib/user-error.ts";
import { FormatError } from "../../replay/chain-file.ts";
import { type FileOutcome, readRecording, replayFile } from "../../replay/replay-file.ts";
import type { Executor } from "../../wasm/executor.ts";
import type { Values } from "../option.ts";
import type { replayOptions } from "../options/commands.ts";
import { executorOfFile } from "../program-file.ts";

function replayOne(path: string, values: Values<typeof replayOptions>, executor: Executor | undefined): FileOutcome {
  const { blind, stopAt, trace, tryState, epochEngine } = values;
  try {
    return replayFile(basename(path), readRecording(path), {
      blind,
      stopAt,
      trace,
      tryState,
      epochEngine,
      executor,
      print: (line) => console.log(line),
    });
  } catch (error) {
    const readable = error instanceof FormatError || (error as NodeJS.ErrnoException).syscall !== undefined;
    if (!readable) throw error;
    return { passed: false, line: `FAIL ${basename(path)}: ${messageOf(error)}`, details: [] };
  }
}

/**
 * `replay`: one line for each recording, and under a failure what differs.
 * @returns the exit code: 0 only when all pass.
 */
export function replay(values: Values<typeof replayOptions>, files: readonly string[]): number {
  const { only } = values;
  const chosen = only === undefined ? files : files.filter((file) => basename(file).includes(only));
  if (chosen.length === 0)
    throw new UserError(`--only ${only}: none of the ${files.length} files has that in its name`, 2);
  const executor = values.runtime === undefined ? undefined : executorOfFile(values.runtime);
  let failed = 0;
  for (const file of chosen) {
    const outcome = replayOne(file, values, executor);
    console.log(outcome.line);
    for (const line of outcome.details) console.log(line);
    if (!outcome.passed) failed++;
  }
  if (chosen.length > 1) console.log(`${chosen.length - failed} of ${chosen.length} files pass.`);
  return failed === 0 ? 0 : 1;
}
