import { basename } from "node:path";
import { UserError } from "../../lib/user-error.ts";
import { FormatError } from "../../replay/chain-file.ts";
import { readRecording, replayFile } from "../../replay/replay-file.ts";

export interface ReplayValues {
  readonly blind?: boolean | undefined;
  readonly stopAt?: number | undefined;
  readonly trace?: number | undefined;
  readonly only?: string | undefined;
}

/** Replays recordings, a line for each; the exit code is 0 only when all pass. */
export function replay(values: ReplayValues, files: readonly string[]): number {
  let failed = 0;
  for (const path of files.filter((file) => values.only === undefined || file.includes(values.only))) {
    const name = basename(path).replace(/\.json(\.gz)?$/, "");
    try {
      const outcome = replayFile(name, readRecording(path), values);
      console.log(outcome.line);
      for (const line of outcome.details) console.log(line);
      if (!outcome.passed) failed++;
    } catch (error) {
      if (error instanceof FormatError) throw new UserError(`${path}: ${error.message}`);
      if ((error as NodeJS.ErrnoException).code === "ENOENT") throw new UserError(`${path}: no such file`);
      failed++;
      console.log(`FAIL ${name}: ${(error as Error).message}`);
      console.log((error as Error).stack);
    }
  }
  return failed === 0 ? 0 : 1;
}
