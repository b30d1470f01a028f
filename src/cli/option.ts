import { UserError } from "../lib/user-error.ts";

/**
 * Why giving an option changes nothing.
 * `network`, `later`: the part it configures is not built yet. `off`: it turns off such a part. `inside`: it configures
 * a part that only the original has. `command`: other commands act on it, this one does not.
 */
export type Idle = "later" | "inside" | "command";

/**
 * One option of the command line, declared once: parsing, help, configuration and the reference page follow from it.
 * Its flag is its key in the declaration, `rpcPort` being `--rpc-port`.
 */
export interface OptionSpec<T> {
  doc: string;
  /** The name of the value in the help; undefined for a flag without a value. */
  placeholder: string | undefined;
  default: T;
  /** Reads one value. @throws UserError (exit code 2) with what is expected. */
  parse(text: string): unknown;
  /** How often it may be given: once; several times; several times, with several values in a row each time. */
  many: "once" | "repeated" | "row";
  /** The value that a flag given without one has. */
  bare?: unknown;
  short?: string;
  /** Other spellings, without the dashes. */
  aliases?: readonly string[];
  /** Keys of options that cannot be given with this one. */
  conflicts?: readonly string[];
  /** Looks into what its value names, before a command runs on which it has an effect. @throws UserError */
  check?(value: unknown): Promise<void>;
  idle?: Idle;
}

export type OptionGroup = Readonly<Record<string, OptionSpec<unknown>>>;

/** The values that a group of options gives, by key. */
export type Values<G extends OptionGroup> = { [K in keyof G]: G[K] extends OptionSpec<infer T> ? T : never };

type Extra = Partial<Pick<OptionSpec<unknown>, "short" | "aliases" | "conflicts" | "idle" | "many" | "check">>;

/** How a text is read; undefined when it is not as expected. */
interface Reading<T> {
  read(text: string): T | undefined;
  expected: string;
}

function wrong(text: string, expected: string): never {
  throw new UserError(`'${text}' is not ${expected}`, 2);
}

/** A flag: true when given. */
export function flag(doc: string, extra: Extra = {}): OptionSpec<boolean> {
  return { doc, placeholder: undefined, default: false, parse: () => true, many: "once", ...extra };
}

/** A text; undefined when not given. */
export function text(placeholder: string, doc: string, extra: Extra = {}): OptionSpec<string | undefined> {
  return { doc, placeholder, default: undefined, parse: (value) => value, many: "once", ...extra };
}

/** A list of texts: `--flag a b`, or the flag repeated. */
export function list(
  placeholder: string,
  doc: string,
  { read = (value) => value, expected = "", ...extra }: Extra & Partial<Reading<string>> = {},
): OptionSpec<string[]> {
  const parse = (value: string): string => read(value) ?? wrong(value, expected);
  return { doc, placeholder, default: [], parse, many: "row", ...extra };
}

/** Reads a whole number between two bounds. */
export function parseNumber(value: string, min: number, max: number): number {
  const number = Number(value);
  if (/^[0-9]+$/.test(value) && number >= min && number <= max) return number;
  return wrong(value, `a whole number from ${min} to ${max}`);
}

type Bounds = Extra & { min?: number; max?: number };

/** A whole number; the default stands when it is not given. */
export function number<D extends number | undefined>(
  placeholder: string,
  standard: D,
  doc: string,
  { min = 0, max = 4_294_967_295, ...extra }: Bounds = {},
): OptionSpec<D | number> {
  const parse = (value: string): number => parseNumber(value, min, max);
  return { doc, placeholder, default: standard, parse, many: "once", ...extra };
}

/** One of several words, in upper or lower case. */
export function choice<const C extends string, D extends C | undefined>(
  choices: readonly C[],
  standard: D,
  doc: string,
  extra: Extra & { bare?: C } = {},
): OptionSpec<C | D> {
  const parse = (value: string): C =>
    choices.find((one) => one === value.toLowerCase()) ?? wrong(value, `one of ${choices.join(", ")}`);
  return { doc, placeholder: choices.join("|"), default: standard, parse, many: "once", ...extra };
}

/** A value that a function reads. */
export function parsed<T, D extends T | undefined>(
  placeholder: string,
  standard: D,
  doc: string,
  { read, expected, ...extra }: Extra & Reading<T>,
): OptionSpec<T | D> {
  const parse = (value: string): T => read(value) ?? wrong(value, expected);
  return { doc, placeholder, default: standard, parse, many: "once", ...extra };
}

/** The flag of a key: `--rpc-port` of `rpcPort`. */
export function flagOf(key: string): string {
  return `--${key.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
}
