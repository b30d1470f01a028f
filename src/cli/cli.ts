import { messageOf, UserError } from "../lib/user-error.ts";
import type { StopSignals } from "../node/stop-signals.ts";
import { StorageError } from "../storage/errors.ts";
import type { Command, Input } from "./command.ts";
import { commands } from "./commands.ts";
import { idleNotices } from "./help.ts";
import type { OptionGroup } from "./option.ts";
import { Answered, runProgram } from "./program.ts";
import { say } from "./say.ts";

/** The exit code after a reader of standard output went away: 128 and the number of SIGPIPE, which shells expect. */
const readerGone = 141;

const isReaderGone = (error: unknown): boolean => (error as NodeJS.ErrnoException | undefined)?.code === "EPIPE";

/**
 * Ends the process when the reader of standard output goes away, or when it cannot be written (a full disk); what
 * standard error cannot tell is dropped.
 */
export function hearReaders(): void {
  process.stdout.on("error", (error) => {
    if (isReaderGone(error)) process.exit(readerGone);
    say("error", `standard output cannot be written: ${messageOf(error)}`, false);
    process.exit(1);
  });
  process.stderr.on("error", () => {});
}

/**
 * Runs the command line: arguments after the program's name, to exit code.
 * Errors of the user are one line on standard error: exit code 1, wrong usage 2.
 */
export async function runCli(args: readonly string[], signals: StopSignals): Promise<number> {
  let exitCode = 0;
  let json = false;
  const run = async (command: Command, input: Input<OptionGroup>): Promise<void> => {
    json = input.values.logFormat === "json";
    for (const notice of [...idleNotices(command, input.given), ...(command.notices?.(input) ?? [])]) {
      say("warn", notice, json);
    }
    // Most commands hold nothing that a signal could harm; the node ends in order.
    if (command.takesSignals !== true) signals.release();
    for (const key of input.given) {
      const { idle, check } = command.options[key] ?? {};
      if (idle === undefined) await check?.(input.values[key]);
    }
    exitCode = (await command.run?.(input, signals)) ?? 0;
  };
  try {
    await runProgram(commands, args, run);
    return exitCode;
  } catch (error) {
    if (error instanceof Answered) return 0;
    if (isReaderGone(error)) return readerGone;
    if (error instanceof UserError || (error instanceof StorageError && error.problem !== "misuse")) {
      say("error", error.message, json);
      return error instanceof UserError ? error.exitCode : 1;
    }
    console.error(error instanceof Error ? (error.stack ?? messageOf(error)) : messageOf(error));
    return 1;
  }
}
