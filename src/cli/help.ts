import type { Command } from "./command.ts";
import { flagOf, type OptionSpec } from "./option.ts";

const idleNotes = {
  network: "No effect yet: this node has no peer-to-peer network.",
  later: "No effect yet.",
  never: "Accepted; no effect in this client.",
};

/** The lines of a text, none longer than `width`. */
function wrap(text: string, width: number): string[] {
  const lines = [""];
  for (const word of text.split(" ")) {
    const last = lines[lines.length - 1] ?? "";
    if (last !== "" && last.length + 1 + word.length > width) lines.push(word);
    else lines[lines.length - 1] = last === "" ? word : `${last} ${word}`;
  }
  return lines;
}

/** How an option is called in the help. */
export function optionUsage(key: string, spec: OptionSpec<unknown>): string {
  const short = spec.short === undefined ? "" : `-${spec.short}, `;
  const value = spec.placeholder === undefined ? "" : ` <${spec.placeholder}>${spec.many ? "..." : ""}`;
  return `${short}${flagOf(key)}${spec.bare === undefined ? value : ` [${spec.placeholder}]`}`;
}

/** What an option is for, with its default and whether it does anything. */
export function optionDoc(spec: OptionSpec<unknown>): string {
  const standard =
    spec.default === undefined || spec.default === false || spec.many ? "" : ` [${String(spec.default)}]`;
  const aliases = spec.aliases?.map((alias) => ` Also --${alias}.`).join("") ?? "";
  return `${spec.doc}${standard}${aliases}${spec.idle === undefined ? "" : ` ${idleNotes[spec.idle]}`}`;
}

function entry(left: string, doc: string): string {
  return `  ${left}\n${wrap(doc, 104)
    .map((line) => `      ${line}`)
    .join("\n")}`;
}

const plural = (many: boolean): string => (many ? "..." : "");

/** The help of one command. */
export function commandHelp(command: Command, commands: readonly Command[]): string {
  const positionals = command.positionals.map(({ name, required, many }) =>
    required ? ` ${name}${plural(many)}` : ` [${name}${plural(many)}]`,
  );
  const name = command.name === "" ? "" : ` ${command.name}`;
  const below = commands.filter((other) => other !== command && other.name.startsWith(command.name));
  const parts = [
    command.doc,
    `Usage: subtensor${name} [OPTIONS]${positionals.join("")}`,
    ...(below.length === 0
      ? []
      : [`Commands (each has its own --help):\n${below.map((other) => entry(other.name, other.doc)).join("\n")}`]),
    ...(command.positionals.length === 0
      ? []
      : [`Arguments:\n${command.positionals.map((one) => entry(one.name, one.doc)).join("\n")}`]),
    ...Object.entries(command.groups).map(([heading, group]) => {
      const entries = Object.entries(group) as [string, OptionSpec<unknown>][];
      return `${heading}:\n${entries.map(([key, spec]) => entry(optionUsage(key, spec), optionDoc(spec))).join("\n")}`;
    }),
  ];
  return `${parts.join("\n\n")}\n`;
}

/** One line for each kind of option that was given and changes nothing. */
export function idleNotices(command: Command, given: ReadonlySet<string>): string[] {
  return (["network", "later", "never"] as const).flatMap((kind) => {
    const flags = [...given].filter((key) => command.options[key]?.idle === kind).map(flagOf);
    return flags.length === 0 ? [] : [`${flags.join(", ")}: ${idleNotes[kind]}`];
  });
}
