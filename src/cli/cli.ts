import { messageOf, UserError } from "../lib/user-error.ts";
import type { StopSignals } from "../node/stop-signals.ts";
import { StorageError } from "../storage/errors.ts";
import type { Command, Input } from "./command.ts";
import { commands } from "./commands.ts";
import { idleNotices } from "./help.ts";
import type { OptionGroup } from "./option.ts";
import { Answered, runProgram } from "./program.ts";

/**
 * Runs the command line: arguments after the program's name, to exit code.
 * Errors of the user are one line on standard error: exit code 1, wrong usage 2.
 */
export async function runCli(args: readonly string[], signals: StopSignals): Promise<number> {
  let exitCode = 0;
  const run = async (command: Command, input: Input<OptionGroup>): Promise<void> => {
    for (const notice of [...idleNotices(command, input.given), ...(command.notices?.(input) ?? [])]) {
      console.error(notice);
    }
    // Commands hold nothing that a signal could harm; the node ends in order.
    if (command.name !== "") signals.release();
    exitCode = (await command.run?.(input, signals)) ?? 0;
  };
  try {
    await runProgram(commands, args, run);
    return exitCode;
  } catch (error) {
    if (error instanceof Answered) return 0;
    if (error instanceof UserError || (error instanceof StorageError && error.problem !== "misuse")) {
      console.error(`subtensor: ${error.message}`);
      return error instanceof UserError ? error.exitCode : 1;
    }
    console.error(error instanceof Error ? (error.stack ?? messageOf(error)) : messageOf(error));
    return 1;
  }
}
