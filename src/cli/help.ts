import type { HelpConfiguration } from "commander";
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

/** Each option on a line of its own, its sentences below it: the flags are too long for two columns. */
export const helpFormat: HelpConfiguration = {
  formatItem: (term, _width, description, helper) => {
    const lines = helper.boxWrap(description, (helper.helpWidth ?? 80) - indent.length).replaceAll("\n", `\n${indent}`);
    return `  ${term}\n${indent}${lines}`;
  },
  optionDescription: ({ description }) => description,
  subcommandTerm: (command) =>
    command.commands.length === 0
      ? command.name()
      : `${command.name()} ${command.commands.map((one) => one.name()).join("|")}`,
};

/** One line for each kind of option that was given and changes nothing. */
export function idleNotices(command: Command, given: ReadonlySet<string>): string[] {
  return (Object.keys(idleNotes) as Idle[]).flatMap((kind) => {
    const flags = [...given].filter((key) => command.options[key]?.idle === kind).map(flagOf);
    return flags.length === 0 ? [] : [`${flags.join(", ")}: ${idleNotes[kind]}`];
  });
}
