import { Argument, type CommanderError, Option, Command as Parser } from "commander";
import { UserError } from "../lib/user-error.ts";
import type { Command, Input } from "./command.ts";
import { docOf, helpFormat, optionDoc, optionUsage } from "./help.ts";
import { flagOf, type OptionGroup, type OptionSpec } from "./option.ts";
import { versionText } from "./version.ts";

/** Thrown when the line asked for the help or the version, which is printed by then. */
export class Answered extends Error {}

/** Stands for the value of an option that is given without the one it needs. */
const absent = Symbol("absent");

/** The help is no wider, on wide terminals too. */
const widestHelp = 110;

function misuse(message: string): never {
  throw new UserError(message, 2);
}

/** Turns commander's errors into this program's: one line, exit code 2. */
function endParsing(parser: Parser, { code, exitCode, message }: CommanderError): never {
  if (exitCode === 0) throw new Answered();
  const names = parser.commands.map((one) => one.name());
  if (code === "commander.help") misuse(`which ${parser.name()} command? ${names.join(", ")}`);
  const flag = /^error: unknown option '(--[^=']+)=/.exec(message)?.[1];
  if (parser.options.some(({ long }) => long === flag)) misuse(`${flag} takes no value`);
  return misuse(`${message.replace(/^error: /, "").replace(/\.$/, "")}; see --help`);
}

/** Reads one value of an option; the option is named in the error. */
function readValue(spec: OptionSpec<unknown>, shown: string, text: string): unknown {
  try {
    return spec.parse(text);
  } catch (error) {
    if (error instanceof UserError) misuse(`${shown}: ${error.message}`);
    throw error;
  }
}

/** Declares one spelling of an option. All spellings share the option's key, and with it value and conflicts. */
function addSpelling(parser: Parser, key: string, spec: OptionSpec<unknown>, spelling: string): void {
  const first = spelling === flagOf(key);
  const short = first && spec.short !== undefined ? `-${spec.short}, ` : "";
  const option = new Option(`${short}${spelling}`, optionDoc(spec)).conflicts([...(spec.conflicts ?? [])]);
  if (first) option.flags = optionUsage(key, spec);
  if (!first || spec.idle !== undefined) option.hideHelp();
  option.attributeName = () => key;
  // `--no-mdns` is the name of an option here, not the opposite of `--mdns`.
  option.negate = false;
  if (spec.placeholder !== undefined) {
    // A required value would be taken from the next option: `--chain --dev`.
    option.required = false;
    option.optional = true;
    option.variadic = spec.many === "row";
    option.preset(spec.bare ?? absent);
  }
  option.argParser((value: unknown, previous: unknown) => {
    const given = parser.getOptionValueSource(key) === "cli";
    if (given && spec.many === "once") misuse(`${spelling} is given twice`);
    if (value === absent) misuse(`${spelling} needs a value: ${spec.placeholder}`);
    const read = typeof value === "string" ? readValue(spec, spelling, value) : (spec.bare ?? true);
    return spec.many === "once" ? read : [...(given ? (previous as unknown[]) : []), read];
  });
  parser.addOption(option);
}

function addOptions({ groups }: Command, parser: Parser): void {
  for (const [heading, group] of Object.entries(groups)) {
    parser.optionsGroup(`${heading}:`);
    for (const [key, spec] of Object.entries(group) as [string, OptionSpec<unknown>][]) {
      parser.setOptionValueWithSource(key, spec.default, "default");
      for (const spelling of [flagOf(key), ...(spec.aliases ?? []).map((alias) => `--${alias}`)]) {
        addSpelling(parser, key, spec, spelling);
      }
    }
  }
  parser.optionsGroup("Options:");
}

/** The parser of one command, without those below it. */
export function createParser(command: Command, whole = true): Parser {
  const parser = new Parser(command.name.split(" ").at(-1) || "subtensor")
    .description(docOf(command))
    .helpOption("-h, --help", "Prints this help.")
    .enablePositionalOptions()
    .configureHelp(helpFormat(command))
    .configureOutput({
      writeErr: () => {},
      getOutHelpWidth: () => Math.min(process.stdout.columns ?? widestHelp, widestHelp),
    });
  parser.exitOverride((error) => endParsing(parser, error));
  for (const { name, doc, required, many } of command.positionals) {
    const argument = new Argument(`${name}${many ? "..." : ""}`, doc);
    parser.addArgument(required ? argument.argRequired() : argument.argOptional());
  }
  if (whole) addOptions(command, parser);
  parser.addOption(new Option("-V, --version", "Prints the version.")).on("option:version", () => {
    process.stdout.write(`${versionText()}\n`);
    throw new Answered();
  });
  return parser;
}

/** Takes any arguments and refuses the command itself. */
function refuse(parser: Parser, name: string, why: string): void {
  parser.allowUnknownOption().allowExcessArguments();
  parser.action(() => {
    throw new UserError(`${name} is not built: ${why}`);
  });
}

/** The values that a parser has read. */
function inputOf<G extends OptionGroup>(command: Command<G>, parser: Parser): Input<G> {
  const keys = Object.keys(command.options);
  const values = Object.fromEntries(keys.map((key) => [key, parser.getOptionValue(key)]));
  const given = new Set(keys.filter((key) => parser.getOptionValueSource(key) === "cli"));
  // Each value was made by the parser that its option declares, or is that option's default.
  return { values: values as Input<G>["values"], given, positionals: parser.args };
}

/** `-d=/path` as `-d/path`: commander would count the equals sign to the value. */
function withoutShortEquals(args: readonly string[]): string[] {
  const end = args.includes("--") ? args.indexOf("--") : args.length;
  return args.map((word, at) => (at < end ? word.replace(/^(-[a-zA-Z])=(?=.)/s, "$1") : word));
}

/**
 * Reads the arguments of one command.
 * @throws UserError with exit code 2: unknown options; missing, wrong or repeated values; options that exclude each other.
 */
export function parseArguments<G extends OptionGroup>(command: Command<G>, args: readonly string[]): Input<G> {
  const parser = createParser(command as unknown as Command);
  parser.parse(withoutShortEquals(args), { from: "user" });
  return inputOf(command, parser);
}

/** `subtensor help COMMAND`, for commands of two words too. */
function addHelpCommand(program: Parser): void {
  const doc = "Shows what a command does, and its options.";
  const help = program.command("help").description(doc).argument("[COMMAND...]", "The command.");
  help.action((words: string[]) => {
    let at = program;
    for (const word of words) {
      const next = at.commands.find((one) => one.name() === word);
      if (next === undefined) program.error(`unknown command '${words.join(" ")}'`);
      else at = next;
    }
    at.help();
  });
}

/**
 * Reads a whole command line and runs the command that it names.
 * @throws UserError with exit code 2 for wrong usage, Answered when the help or the version was asked for.
 */
export async function runProgram(
  commands: readonly Command[],
  args: readonly string[],
  run: (command: Command, input: Input<OptionGroup>) => Promise<void>,
): Promise<void> {
  // Declaring the options of all commands takes as long as reading them: only commands that the line may name have theirs.
  const mayBeMeant = ({ name }: Command): boolean =>
    name.split(" ").every((word) => word === "" || args.includes(word));
  const parsers = new Map<string, Parser>();
  for (const command of commands) {
    const parser = createParser(command, mayBeMeant(command));
    parsers.set(command.name, parser);
    const [parent] = command.name.split(" ").slice(0, -1);
    if (command.name !== "") parsers.get(parent ?? "")?.addCommand(parser);
    // The node runs when no command is named: a first word that is none of them is an unknown command.
    if (command.unbuilt !== undefined) refuse(parser, command.name, command.unbuilt);
    const runs = command.name === "" ? !/^[^-]/.test(args[0] ?? "-") : command.run !== undefined;
    if (runs) parser.action(() => run(command, inputOf(command, parser)));
  }
  const program = parsers.get("");
  if (program === undefined) throw new Error("there is no root command");
  addHelpCommand(program);
  program.hook("preSubcommand", (_program, chosen) => {
    const early = program.options.find((option) => program.getOptionValueSource(option.attributeName()) === "cli");
    if (early !== undefined) misuse(`${early.long} stands before the command: write it after '${chosen.name()}'`);
  });
  await program.parseAsync(withoutShortEquals(args), { from: "user" });
}
