import type { Command } from "../../src/cli/command.ts";
import { commands } from "../../src/cli/commands.ts";
import { docOf, optionDoc, optionUsage } from "../../src/cli/help.ts";
import { flagOf, type OptionSpec } from "../../src/cli/option.ts";
import { runOptions } from "../../src/cli/options/run.ts";

type Options = [key: string, spec: OptionSpec<unknown>][];

const cell = (text: string): string => text.replaceAll("|", "\\|");

function optionTable(options: Options): string[] {
  if (options.length === 0) return [];
  const rows = options.map(([key, spec]) => `| \`${cell(optionUsage(key, spec))}\` | ${cell(optionDoc(spec))} |`);
  return ["| option | |", "|---|---|", ...rows, ""];
}

/** The options of the node: a table for each heading of its help. */
function nodeOptions({ groups }: Command): string[] {
  return Object.entries(groups).flatMap(([heading, group]) => [
    `### ${heading}`,
    "",
    ...optionTable(Object.entries(group) as Options),
  ]);
}

/** The options of another command: those that mean the same as the node's, or have no effect, are only named. */
function ownOptions({ options }: Command): string[] {
  const all = Object.entries(options) as Options;
  const node: Readonly<Record<string, unknown>> = runOptions;
  const isIdle = ([, spec]: Options[number]): boolean => spec.idle === "command";
  const isShared = ([key, spec]: Options[number]): boolean => node[key] === spec;
  const named = (heading: string, options: Options): string[] =>
    options.length === 0 ? [] : [`${heading}: ${options.map(([key]) => `\`${flagOf(key)}\``).join(", ")}.`, ""];
  return [
    ...optionTable(all.filter((option) => !isShared(option) && !isIdle(option))),
    ...named("As for the node", all.filter(isShared)),
    ...named("Accepted without effect on this command", all.filter(isIdle)),
  ];
}

/** The reference page of the command line, from the declarations that parsing and help come from. */
export function commandLineReference(): string {
  const sections = commands.flatMap((command) => [
    `## subtensor${command.name === "" ? "" : ` ${command.name}`}`,
    "",
    docOf(command),
    "",
    ...command.positionals.map(({ name, doc }) => `- \`${name}\`: ${doc}`),
    ...(command.positionals.length === 0 ? [] : [""]),
    ...(command.name === "" ? nodeOptions(command) : ownOptions(command)),
  ]);
  const head = [
    "# The command line",
    "",
    "Written by `npm run docs` from `src/cli/options/`; do not edit.",
    "Both `--option value` and `--option=value` are read. In [brackets]: the default. Exit codes: 0, 1 for an error, 2 for wrong usage.",
    "Each command has `--help` (also `subtensor help COMMAND`) and `--version`. An option that has no effect says so when it is given.",
    "",
  ];
  return `${[...head, ...sections].join("\n").trimEnd()}\n`;
}
