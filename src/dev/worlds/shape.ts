import { UserError } from "../../lib/user-error.ts";

/**
 * What a place of a world file may hold: one declaration from which both the reader and the published JSON Schema are
 * made, so that they cannot disagree about names, kinds and bounds.
 */
export interface Shape<T> {
  /** As JSON Schema, draft 2020-12. */
  readonly schema: Readonly<Record<string, unknown>>;
  /** What stands for a member that is left out; absent where it must be there. */
  readonly missing?: { readonly value: T };
  /** @throws UserError that names the path and what was expected there */
  read(value: unknown, path: string): T;
}

export type ShapeValue<S> = S extends Shape<infer T> ? T : never;

/** How a value is shown in an error: short, on one line. */
function shown(value: unknown): string {
  const text = JSON.stringify(value) ?? String(value);
  return text.length > 40 ? `${text.slice(0, 40)}...` : text;
}

/** The refusal of what a file holds at a place. */
export function refusal(path: string, problem: string): UserError {
  return new UserError(`${path === "" ? "the world" : path}: ${problem}`);
}

function expected(path: string, wanted: string, value: unknown): UserError {
  return refusal(path, `${value === undefined ? "missing, expected" : `${shown(value)} is not`} ${wanted}`);
}

const within = (path: string, member: string): string => (path === "" ? member : `${path}.${member}`);

/** Text of a pattern. @param wanted words for the error, "an amount such as ..." */
export function textShape(wanted: string, pattern: RegExp): Shape<string> {
  return {
    schema: { type: "string", pattern: pattern.source },
    read(value, path) {
      if (typeof value !== "string" || !pattern.test(value)) throw expected(path, wanted, value);
      return value;
    },
  };
}

/** A whole number. Both bounds are allowed, and below 2^53. */
export function wholeShape(least: number, most: number): Shape<number> {
  return {
    schema: { type: "integer", minimum: least, maximum: most },
    read(value, path) {
      if (!Number.isSafeInteger(value) || (value as number) < least || (value as number) > most)
        throw expected(path, `a whole number from ${least} to ${most}`, value);
      return value as number;
    },
  };
}

/** A number with or without a fraction. Both bounds are allowed. */
export function numberShape(least: number, most: number): Shape<number> {
  return {
    schema: { type: "number", minimum: least, maximum: most },
    read(value, path) {
      if (typeof value !== "number" || !(value >= least && value <= most))
        throw expected(path, `a number from ${least} to ${most}`, value);
      return value;
    },
  };
}

export const booleanShape: Shape<boolean> = {
  schema: { type: "boolean" },
  read(value, path) {
    if (typeof value !== "boolean") throw expected(path, "true or false", value);
    return value;
  },
};

export function choiceShape<const C extends string>(...choices: readonly C[]): Shape<C> {
  return {
    schema: { enum: choices },
    read(value, path) {
      const found = choices.find((choice) => choice === value);
      if (found === undefined) throw expected(path, `one of ${choices.join(", ")}`, value);
      return found;
    },
  };
}

/** One of two shapes; which one is told from the value. */
export function eitherShape<A, B>(
  first: Shape<A>,
  second: Shape<B>,
  isFirst: (value: unknown) => boolean,
): Shape<A | B> {
  return {
    schema: { anyOf: [first.schema, second.schema] },
    read: (value, path) => (isFirst(value) ? first.read(value, path) : second.read(value, path)),
  };
}

export function listShape<T>(of: Shape<T>, { least = 0, most }: { least?: number; most: number }): Shape<readonly T[]> {
  const count = least === most ? `${most}` : `${least === 0 ? "at most" : `${least} to`} ${most}`;
  return {
    schema: { type: "array", items: of.schema, minItems: least, maxItems: most },
    read(value, path) {
      if (!Array.isArray(value)) throw expected(path, "a list", value);
      if (value.length < least || value.length > most)
        throw refusal(path, `${value.length} entries, and ${count} are allowed`);
      return value.map((entry: unknown, place) => of.read(entry, `${path}[${place}]`));
    },
  };
}

function membersOf(value: unknown, path: string): Readonly<Record<string, unknown>> {
  if (typeof value !== "object" || value === null || Array.isArray(value))
    throw expected(path, "an object with named members", value);
  return value as Readonly<Record<string, unknown>>;
}

/** Names to values of one shape. @param name what a name may look like */
export function mapShape<T>(name: Shape<string>, of: Shape<T>): Shape<ReadonlyMap<string, T>> {
  return {
    schema: { type: "object", propertyNames: name.schema, additionalProperties: of.schema },
    read: (value, path) =>
      new Map(
        Object.entries(membersOf(value, path)).map(([key, entry]) => [
          name.read(key, path),
          of.read(entry, within(path, key)),
        ]),
      ),
  };
}

type Members = Readonly<Record<string, Shape<unknown>>>;

/** An object with these members and no others. */
export function objectShape<const M extends Members>(members: M): Shape<{ readonly [K in keyof M]: ShapeValue<M[K]> }> {
  const entries = Object.entries(members);
  const required = entries.filter(([, { missing }]) => missing === undefined).map(([name]) => name);
  return {
    schema: {
      type: "object",
      properties: Object.fromEntries(entries.map(([name, { schema }]) => [name, schema])),
      ...(required.length === 0 ? {} : { required }),
      additionalProperties: false,
    },
    read(value, path) {
      const given = membersOf(value, path);
      for (const name of Object.keys(given))
        if (!Object.hasOwn(members, name))
          throw refusal(within(path, name), `unknown; known here: ${Object.keys(members).join(", ")}`);
      return Object.fromEntries(
        entries.map(([name, shape]) => {
          const there = Object.hasOwn(given, name) ? given[name] : undefined;
          const absent = there === undefined && shape.missing !== undefined;
          return [name, absent ? shape.missing?.value : shape.read(there, within(path, name))];
        }),
      ) as { readonly [K in keyof M]: ShapeValue<M[K]> };
    },
  };
}

/** What may be left out, and what that means; `fallback` is in the schema as the default where JSON has it. */
export function orElse<T, const F>(shape: Shape<T>, fallback: F): Shape<T | F> {
  const shownDefault = ["string", "number", "boolean"].includes(typeof fallback) ? { default: fallback } : {};
  return { schema: { ...shape.schema, ...shownDefault }, missing: { value: fallback }, read: shape.read };
}

/** With a sentence for people who read the schema. */
export function described<T>(description: string, shape: Shape<T>): Shape<T> {
  return { ...shape, schema: { description, ...shape.schema } };
}
