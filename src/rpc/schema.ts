import { ss58Decode } from "../crypto/ss58.ts";
import { type Hex, hexToKey, type StateKey } from "../lib/bytes.ts";
import { longHexBytes } from "./hex-bytes.ts";
import { ExactNumber } from "./json.ts";
import { LongText, plain } from "./long-text.ts";
import { mapped, type Turn, type Work } from "./slices/work.ts";

/** How one parameter is read. `read` throws a plain Error that says what was expected. */
export interface Param<T> {
  readonly expects: string;
  /** May be null or left away at the end. */
  readonly optional: boolean;
  read(value: unknown): T;
  /** The same for long values (see `isLong`), in turns. */
  work?(value: unknown, turn: Turn): Work<T>;
}

export type Params = Readonly<Record<string, Param<unknown>>>;

/** The values of declared parameters. */
export type Args<P extends Params> = { readonly [K in keyof P]: P[K] extends Param<infer T> ? T : never };

function param<T>(expects: string, read: (value: unknown) => T | undefined): Param<T> {
  return {
    expects,
    optional: false,
    read(value) {
      const result = read(plain(value));
      if (result === undefined) throw new Error(`expected ${expects}`);
      return result;
    },
  };
}

/** Items of a list that are read in one go. */
const fewItems = 256;

function isLong(value: unknown): boolean {
  return value instanceof LongText || (Array.isArray(value) && value.length > fewItems);
}

/** The same, or undefined when it is null or left away. */
export function optional<T>(inner: Param<T>): Param<T | undefined> {
  return {
    expects: inner.expects,
    optional: true,
    read: (value) => (value === undefined || value === null ? undefined : inner.read(value)),
    ...(inner.work === undefined ? {} : { work: (value, turn) => inner.work!(value, turn) }),
  };
}

/** What must be left away or null. @param why said to who gives it */
export function absent(why: string): Param<undefined> {
  return {
    expects: "nothing",
    optional: true,
    read(value) {
      if (value !== undefined && value !== null) throw new Error(why);
      return undefined;
    },
  };
}

export function listOf<T>(inner: Param<T>): Param<T[]> {
  const items = (value: unknown): readonly unknown[] => {
    if (!Array.isArray(value)) throw new Error(`expected a list of ${inner.expects}`);
    return value;
  };
  return {
    expects: `a list of ${inner.expects}`,
    optional: false,
    read: (value) => items(value).map((item) => inner.read(item)),
    work: (value, turn) => mapped(items(value), turn, (item) => inner.read(item)),
  };
}

/** A list of two. */
export function pairOf<A, B>(first: Param<A>, second: Param<B>): Param<readonly [A, B]> {
  const expects = `[${first.expects}, ${second.expects}]`;
  return {
    ...{ expects, optional: false },
    read(value) {
      if (!Array.isArray(value) || value.length !== 2) throw new Error(`expected ${expects}`);
      return [first.read(value[0]), second.read(value[1])];
    },
  };
}

/** One value or a list of them, given as a list. */
export function oneOrMany<T>(inner: Param<T>): Param<{ many: boolean; values: T[] }> {
  return {
    expects: `${inner.expects}, or a list`,
    optional: false,
    read: (value) =>
      Array.isArray(value)
        ? { many: true, values: value.map((item: unknown) => inner.read(item)) }
        : { many: false, values: [inner.read(value)] },
    *work(value, turn) {
      if (!Array.isArray(value)) return this.read(value);
      return { many: true, values: yield* mapped(value as unknown[], turn, (item) => inner.read(item)) };
    },
  };
}

/**
 * Hex digits, with or without 0x; an odd number of them is taken as if a zero stood in front. White space between them
 * counts as digits do for the number of bytes and is left out: bytes of zero make up for it at the end.
 * Rust: `impl_serde::serialize::from_hex`
 */
function hexDigits(value: unknown): string | undefined {
  if (typeof value !== "string") return undefined;
  const text = value.startsWith("0x") ? value.slice(2) : value;
  if (/^[0-9a-fA-F]*$/.test(text)) return text.length % 2 === 0 ? text : `0${text}`;
  if (!/^[0-9a-fA-F \t\r\n]*$/.test(text)) return undefined;
  const digits = (text.length % 2 === 0 ? "" : "0") + text.replaceAll(/\s/g, "");
  // A digit that is left alone is none.
  return digits.slice(0, digits.length - (digits.length % 2)).padEnd(text.length + (text.length % 2), "0");
}

const shortHexBytes: Param<Uint8Array> = param("hex text (0x...)", (value) => {
  const digits = hexDigits(value);
  return digits === undefined ? undefined : Uint8Array.from(Buffer.from(digits, "hex"));
});

/** Bytes as hex text, with or without 0x. */
export const hexBytes: Param<Uint8Array> = {
  ...shortHexBytes,
  *work(value, turn) {
    const bytes = value instanceof LongText ? yield* longHexBytes(value, turn) : undefined;
    return bytes ?? shortHexBytes.read(value);
  },
};

/** A storage key as hex text. */
export const storageKey: Param<StateKey> = param("a storage key in hex (0x...)", (value) => {
  const digits = hexDigits(value);
  return digits === undefined ? undefined : hexToKey(digits);
});

/** A block or extrinsic hash: 32 bytes as hex text. */
export const hash: Param<Hex> = param("a hash: hex text of 32 bytes (0x and 64 digits)", (value) => {
  const digits = hexDigits(value);
  if (digits === undefined) return undefined;
  const { length } = value as string;
  return length === ((value as string).startsWith("0x") ? 66 : 64) ? (`0x${digits.toLowerCase()}` as Hex) : undefined;
});

/** Text that should be hex and is not: what the newer methods name in their refusal. */
export class BadHex {
  readonly text: string;
  constructor(text: string) {
    this.text = text;
  }
}

/** Bytes as the newer methods read them: an even number of digits, with or without 0x, and nothing else. */
export const strictHex: Param<Uint8Array | BadHex> = {
  ...{ expects: "hex text (0x...)", optional: false },
  read(value) {
    const given = text.read(value);
    const digits = given.startsWith("0x") ? given.slice(2) : given;
    if (digits.length % 2 !== 0 || !/^[0-9a-fA-F]*$/.test(digits)) return new BadHex(given);
    return Uint8Array.from(Buffer.from(digits, "hex"));
  },
  *work(value, turn) {
    const even = value instanceof LongText && value.length % 2 === 0;
    return (even ? yield* longHexBytes(value, turn) : undefined) ?? this.read(value);
  },
};

export const text: Param<string> = param("text", (value) => (typeof value === "string" ? value : undefined));
export const flag: Param<boolean> = param("true or false", (value) => (typeof value === "boolean" ? value : undefined));

/** An unsigned integer that a JSON number holds. */
export function integer(bits: 8 | 16 | 32): Param<number> {
  return param(`an integer from 0 to ${2 ** bits - 1}`, (value) =>
    typeof value === "number" && Number.isInteger(value) && value >= 0 && value < 2 ** bits ? value : undefined,
  );
}

/** An unsigned integer of 64 bits, exact to the last digit. */
export const integer64: Param<bigint> = param("an integer from 0 to 2^64 - 1", (value) => {
  const digits = value instanceof ExactNumber ? value.source : typeof value === "number" ? String(value) : "";
  if (!/^[0-9]{1,20}$/.test(digits)) return undefined;
  const amount = BigInt(digits);
  return amount < 2n ** 64n ? amount : undefined;
});

const byteValues = listOf(
  param("numbers from 0 to 255", (value) =>
    typeof value === "number" && Number.isInteger(value) && value >= 0 && value <= 255 ? value : undefined,
  ),
);

/** Bytes as a list of numbers, as the subtensor methods want them. */
export const byteList: Param<Uint8Array> = {
  ...{ expects: "bytes as a list of numbers from 0 to 255", optional: false },
  read: (value) => Uint8Array.from(byteValues.read(value)),
  *work(value, turn) {
    return Uint8Array.from(yield* byteValues.work!(value, turn));
  },
};

/** An SS58 address; gives the account id. */
export const account: Param<Hex> = param("an SS58 address", (value) =>
  typeof value === "string" ? ss58Decode(value) : undefined,
);

/** A block number: a JSON number, or hex text of up to 64 digits. Beyond 64 bits a number is not read. */
export const blockNumber: Param<BlockNumber> = param("a block number, as a number or as hex text", (value) => {
  const form = "Number";
  if (typeof value === "number") {
    return Number.isInteger(value) && value >= 0 ? { form, value: BigInt(value) } : undefined;
  }
  if (value instanceof ExactNumber) {
    const number = /^[0-9]{1,20}$/.test(value.source) ? BigInt(value.source) : 2n ** 64n;
    return number < 2n ** 64n ? { form, value: number } : undefined;
  }
  const digits = typeof value === "string" ? /^(?:0x)?([0-9a-fA-F]{1,64})$/.exec(value)?.[1] : undefined;
  return digits === undefined ? undefined : { form: "Hex", value: BigInt(`0x${digits}`) };
});

/** How a block number was written, and what it is. */
export interface BlockNumber {
  readonly form: "Number" | "Hex";
  readonly value: bigint;
}

/** One of a few words. */
export function oneOf<const W extends string>(...words: readonly W[]): Param<W> {
  return param(`one of ${words.join(", ")}`, (value) => words.find((word) => word === value));
}

/** An object with these fields; others are ignored. */
export function fields<P extends Params>(inner: P): Param<Args<P>> {
  return {
    expects: `an object with ${Object.keys(inner).join(", ")}`,
    optional: false,
    read(value) {
      if (typeof value !== "object" || value === null || Array.isArray(value))
        throw new Error(`expected ${this.expects}`);
      return readNamed(inner, value as Record<string, unknown>);
    },
  };
}

/** The one of several schemas that fits. */
export function either<T>(...options: readonly Param<T>[]): Param<T> {
  return param(options.map(({ expects }) => expects).join(" or "), (value) => {
    for (const option of options) {
      try {
        return option.read(value);
      } catch {
        // The next one may fit.
      }
    }
    return undefined;
  });
}

/** The other spelling in which parameters and fields are given by name. */
export const snakeCase = (name: string): string => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);

function readNamed<P extends Params>(params: P, given: Readonly<Record<string, unknown>>): Args<P> {
  const args: Record<string, unknown> = {};
  for (const [name, schema] of Object.entries(params)) {
    args[name] = readOne(name, schema, given[name] ?? given[snakeCase(name)]);
  }
  return args as Args<P>;
}

/** Reads the value of a parameter in turns where it is long. @throws Error with the name and what was expected. */
function* readInTurns(name: string, schema: Param<unknown>, value: unknown, turn: Turn): Work<unknown> {
  if (schema.work === undefined || !isLong(value)) return readOne(name, schema, value);
  try {
    return yield* schema.work(value, turn);
  } catch (error) {
    throw named(name, error);
  }
}

const named = (name: string, error: unknown): Error =>
  new Error(`${name}: ${error instanceof Error ? error.message : String(error)}`);

function readOne(name: string, schema: Param<unknown>, value: unknown): unknown {
  if (value === undefined && !schema.optional) throw new Error(`${name} is missing: expected ${schema.expects}`);
  try {
    return schema.read(value);
  } catch (error) {
    throw named(name, error);
  }
}

/**
 * The values of parameters given by position or by name, in their order. Further ones are ignored, as the original's
 * server library does (jsonrpsee-types: ParamsSequence).
 * @throws Error when they are given in neither way.
 */
function valuesOf(params: Params, given: unknown): readonly unknown[] {
  if (given === undefined || given === null) return [];
  if (Array.isArray(given)) return given;
  if (typeof given !== "object") throw new Error("params must be a list or an object");
  const values = given as Readonly<Record<string, unknown>>;
  return Object.keys(params).map((name) => values[name] ?? values[snakeCase(name)]);
}

/**
 * Reads parameters. Optional ones may be left away at the end. Work where one is long.
 * @throws Error with the parameter's name and what was expected.
 */
export function readParams<P extends Params>(params: P, given: unknown, turn: Turn): Args<P> | Work<Args<P>> {
  const values = valuesOf(params, given);
  if (values.some(isLong)) return readParamsInTurns(params, values, turn);
  const args: Record<string, unknown> = {};
  let position = 0;
  for (const name in params) args[name] = readOne(name, params[name] as Param<unknown>, values[position++]);
  return args as Args<P>;
}

function* readParamsInTurns<P extends Params>(params: P, values: readonly unknown[], turn: Turn): Work<Args<P>> {
  const args: Record<string, unknown> = {};
  let position = 0;
  for (const name in params) {
    args[name] = yield* readInTurns(name, params[name] as Param<unknown>, values[position++], turn);
  }
  return args as Args<P>;
}
