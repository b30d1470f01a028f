import { messageOf, UserError } from "../lib/user-error.ts";
import type { StopSignals } from "../node/stop-signals.ts";
import { StorageError } from "../storage/errors.ts";
import type { Command } from "./command.ts";
import { commands } from "./commands.ts";
import { commandHelp, idleNotices } from "./help.ts";
import { parseArguments } from "./parse.ts";
import { versionText } from "./version.ts";

/** The command that the first words name, and the arguments after them. */
function chooseCommand(args: readonly string[]): { chosen: Command; rest: readonly string[] } {
  const firstFlag = args.findIndex((word) => word.startsWith("-"));
  const words = firstFlag < 0 ? args : args.slice(0, firstFlag);
  for (let length = Math.min(words.length, 2); length >= 0; length--) {
    const chosen = commands.find(({ name }) => name === words.slice(0, length).join(" "));
    if (chosen !== undefined) return { chosen, rest: args.slice(length) };
  }
  throw new Error("there is no root command");
}

/**
 * Runs the command line: arguments after the program's name, to exit code.
 * Errors of the user are one line on standard error: exit code 1, wrong usage 2.
 */
export async function runCli(args: readonly string[], signals: StopSignals): Promise<number> {
  try {
    const { chosen, rest } = chooseCommand(args);
    const options = rest.slice(0, rest.includes("--") ? rest.indexOf("--") : rest.length);
    if (options.includes("--help") || options.includes("-h")) {
      process.stdout.write(commandHelp(chosen, commands));
      return 0;
    }
    if (options.includes("--version") || options.includes("-V")) {
      console.log(versionText());
      return 0;
    }
    if (chosen.name === "" && rest[0] !== undefined && !rest[0].startsWith("-")) {
      throw new UserError(`unknown command '${rest[0]}'; see --help`, 2);
    }
    const input = parseArguments(chosen, rest);
    for (const notice of idleNotices(chosen, input.given)) console.error(notice);
    // Commands hold nothing that a signal could harm; the node ends in order.
    if (chosen.name !== "") signals.release();
    return (await chosen.run(input, signals)) ?? 0;
  } catch (error) {
    if (error instanceof UserError || (error instanceof StorageError && error.problem !== "misuse")) {
      console.error(`subtensor: ${error.message}`);
      return error instanceof UserError ? error.exitCode : 1;
    }
    console.error(error instanceof Error ? (error.stack ?? messageOf(error)) : messageOf(error));
    return 1;
  }
}
