import { UserError } from "../lib/user-error.ts";
import type { Command, Input } from "./command.ts";
import { flagOf, type OptionGroup, type OptionSpec } from "./option.ts";

interface Known {
  key: string;
  spec: OptionSpec<unknown>;
}

/** Every spelling of every option: `--rpc-port`, `-d`, aliases. */
function spellings(options: OptionGroup): Map<string, Known> {
  const known = new Map<string, Known>();
  for (const [key, spec] of Object.entries(options)) {
    known.set(flagOf(key), { key, spec });
    if (spec.short !== undefined) known.set(`-${spec.short}`, { key, spec });
    for (const alias of spec.aliases ?? []) known.set(`--${alias}`, { key, spec });
  }
  return known;
}

/** `--flag=value` and `-dvalue` in their two parts. */
function split(argument: string): [flag: string, attached: string | undefined] {
  const at = argument.indexOf("=");
  if (argument.startsWith("--"))
    return at < 0 ? [argument, undefined] : [argument.slice(0, at), argument.slice(at + 1)];
  if (argument.length === 2) return [argument, undefined];
  return [argument.slice(0, 2), argument.slice(argument[2] === "=" ? 3 : 2)];
}

function misuse(message: string): never {
  throw new UserError(message, 2);
}

const isFlag = (argument: string | undefined): boolean => argument?.startsWith("-") === true && argument.length > 1;

/** The values of one option at `at`, and how many further arguments they took. */
function takeValues(shown: string, spec: OptionSpec<unknown>, attached: string | undefined, rest: readonly string[]) {
  if (spec.placeholder === undefined) {
    if (attached !== undefined) misuse(`${shown} takes no value`);
    return { values: [true], taken: 0 };
  }
  let texts = attached === undefined ? [] : [attached];
  let taken = 0;
  if (attached === undefined) {
    const end = rest.findIndex(isFlag);
    const free = end < 0 ? rest : rest.slice(0, end);
    texts = spec.many ? [...free] : free.slice(0, 1);
    taken = texts.length;
  }
  if (texts.length === 0) {
    if (spec.bare === undefined) misuse(`${shown} needs a value: ${spec.placeholder}`);
    return { values: [spec.bare], taken };
  }
  const read = (text: string): unknown => {
    try {
      return spec.parse(text);
    } catch (error) {
      if (error instanceof UserError) misuse(`${shown}: ${error.message}`);
      throw error;
    }
  };
  return { values: texts.map(read), taken };
}

/** The known flag that is spelt most like an unknown one, for the message. */
function nearest(flag: string, known: Iterable<string>): string | undefined {
  const pairs = (text: string): Set<string> => new Set([...text].slice(1).map((letter, index) => text[index] + letter));
  const wanted = pairs(flag);
  let best: { name: string; score: number } | undefined;
  for (const name of known) {
    const has = pairs(name);
    const shared = [...wanted].filter((pair) => has.has(pair)).length;
    const score = shared / (wanted.size + has.size);
    if (score > (best?.score ?? 0.35)) best = { name, score };
  }
  return best?.name;
}

function checkConflicts(options: OptionGroup, given: ReadonlySet<string>): void {
  for (const key of given) {
    const other = options[key]?.conflicts?.find((name) => given.has(name));
    if (other !== undefined) misuse(`${flagOf(key)} cannot be given together with ${flagOf(other)}`);
  }
}

/**
 * Reads a command's arguments: `--flag value`, `--flag=value`, `-d value`, `-dvalue`, and what has no flag.
 * @throws UserError with exit code 2: unknown flags, missing, wrong or repeated values, options that exclude each other.
 */
export function parseArguments<G extends OptionGroup>(command: Command<G>, args: readonly string[]): Input<G> {
  const known = spellings(command.options);
  const values: Record<string, unknown> = {};
  for (const [key, spec] of Object.entries(command.options)) values[key] = spec.default;
  const given = new Set<string>();
  const positionals: string[] = [];

  for (let at = 0; at < args.length; at++) {
    const argument = args[at] ?? "";
    if (argument === "--") {
      for (const one of args.slice(at + 1)) positionals.push(one);
      break;
    }
    if (!isFlag(argument)) {
      positionals.push(argument);
      continue;
    }
    const [shown, attached] = split(argument);
    const found = known.get(shown);
    if (found === undefined) {
      const guess = nearest(shown, known.keys());
      return misuse(`unknown option ${shown}${guess === undefined ? "" : ` (did you mean ${guess}?)`}; see --help`);
    }
    const { key, spec } = found;
    const read = takeValues(shown, spec, attached, args.slice(at + 1));
    at += read.taken;
    if (given.has(key) && !spec.many) misuse(`${shown} is given twice`);
    values[key] = spec.many ? [...(given.has(key) ? (values[key] as unknown[]) : []), ...read.values] : read.values[0];
    given.add(key);
  }

  checkConflicts(command.options, given);
  const needed = command.positionals.filter(({ required }) => required);
  const missing = needed[positionals.length];
  if (missing !== undefined) misuse(`${missing.name} is missing: ${missing.doc}`);
  const room = command.positionals.some(({ many }) => many) ? Number.POSITIVE_INFINITY : command.positionals.length;
  if (positionals.length > room) misuse(`unknown argument '${positionals[room]}'; see --help`);
  // Each value was made by the parser that its option declares, or is that option's default.
  return { values: values as Input<G>["values"], given, positionals };
}
