import { commands } from "../../src/cli/commands.ts";
import { optionDoc, optionUsage } from "../../src/cli/help.ts";
import type { OptionSpec } from "../../src/cli/option.ts";

const cell = (text: string): string => text.replaceAll("|", "\\|");

function optionTable(group: Readonly<Record<string, unknown>>): string[] {
  const rows = Object.entries(group as Record<string, OptionSpec<unknown>>).map(
    ([key, spec]) => `| \`${cell(optionUsage(key, spec))}\` | ${cell(optionDoc(spec))} |`,
  );
  return ["| option | |", "|---|---|", ...rows, ""];
}

/** The reference page of the command line, from the declarations that parsing and help come from. */
export function commandLineReference(): string {
  const sections = commands.flatMap((command) => [
    `## subtensor${command.name === "" ? "" : ` ${command.name}`}`,
    "",
    command.doc,
    "",
    ...command.positionals.map(({ name, doc }) => `- \`${name}\`: ${doc}`),
    ...(command.positionals.length === 0 ? [] : [""]),
    ...Object.entries(command.groups).flatMap(([heading, group]) =>
      Object.keys(group).length === 0
        ? []
        : [...(command.name === "" ? [`### ${heading}`, ""] : []), ...optionTable(group)],
    ),
  ]);
  const head = [
    "# The command line",
    "",
    "Written by `npm run docs` from `src/cli/options/`; do not edit.",
    "Both `--option value` and `--option=value` are read. In [brackets]: the default. Exit codes: 0, 1 for an error, 2 for wrong usage.",
    "",
  ];
  return `${[...head, ...sections].join("\n").trimEnd()}\n`;
}
