import { Help, type HelpConfiguration } from "commander";
import type { Command } from "./command.ts";
import { flagOf, type Idle, type OptionSpec } from "./option.ts";

const idleNotes: Readonly<Record<Idle, string>> = {
  later: "No effect yet: the part it configures is not built.",
  inside: "No effect: it configures a part that only the original has.",
  command: "No effect on this command.",
};

/** How an option is written in the help. */
export function optionUsage(key: string, spec: OptionSpec<unknown>): string {
  const short = spec.short === undefined ? "" : `-${spec.short}, `;
  const value = spec.placeholder === undefined ? "" : ` <${spec.placeholder}>${spec.many === "once" ? "" : "..."}`;
  return `${short}${flagOf(key)}${spec.bare === undefined ? value : ` [${spec.placeholder}]`}`;
}

/** The sentences about an option: its purpose, its default, its other names, and that it has no effect if so. */
export function optionDoc(spec: OptionSpec<unknown>): string {
  const standard =
    spec.default === undefined || spec.default === false || spec.many !== "once" ? "" : ` [${String(spec.default)}]`;
  const aliases = spec.aliases?.map((alias) => ` Also --${alias}.`).join("") ?? "";
  return `${spec.doc}${standard}${aliases}${spec.idle === undefined ? "" : ` ${idleNotes[spec.idle]}`}`;
}

/** The sentences about a command. */
export function docOf({ doc, unbuilt }: Command): string {
  return unbuilt === undefined ? doc : `${doc} Not built: ${unbuilt}.`;
}

const indent = "      ";

/**
 * Each option on a line of its own, its sentences below it: the flags are too long for two columns. Those without effect
 * come last, by their names alone: their sentences would hide the others.
 */
export const helpFormat = (command: Command): HelpConfiguration => ({
  formatHelp: (parser, helper) =>
    `${Help.prototype.formatHelp.call(helper, parser, helper)}${idleHelp(command, helper)}`,
  formatItem: (term, _width, description, helper) => {
    const lines = helper.boxWrap(description, (helper.helpWidth ?? 80) - indent.length).replaceAll("\n", `\n${indent}`);
    return `  ${term}\n${indent}${lines}`;
  },
  optionDescription: ({ description }) => description,
  subcommandTerm: (command) =>
    command.commands.length === 0
      ? command.name()
      : `${command.name()} ${command.commands.map((one) => one.name()).join("|")}`,
});

/** The options of a command that are taken and change nothing, by the reason. */
function idleHelp({ options }: Command, helper: Help): string {
  const kinds = (Object.keys(idleNotes) as Idle[]).flatMap((kind) => {
    const flags = Object.keys(options).filter((key) => options[key]?.idle === kind);
    return flags.length === 0 ? [] : [helper.formatItem(idleNotes[kind], 0, flags.map(flagOf).join(", "), helper)];
  });
  return kinds.length === 0 ? "" : `\nTaken without effect:\n${kinds.join("\n")}\n`;
}

/** One line for each kind of option that was given and changes nothing. */
export function idleNotices(command: Command, given: ReadonlySet<string>): string[] {
  return (Object.keys(idleNotes) as Idle[]).flatMap((kind) => {
    const flags = [...given].filter((key) => command.options[key]?.idle === kind).map(flagOf);
    return flags.length === 0 ? [] : [`${flags.join(", ")}: ${idleNotes[kind]}`];
  });
}
