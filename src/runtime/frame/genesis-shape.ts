/**
 * The shapes that values of a genesis config have, as the original's types read them from JSON. A shape reads from a
 * source: a text, in the words and at the places of the original (genesis-text.ts), or a tree, with the path of what is
 * wrong (genesis-tree.ts). One declaration so serves runtime API and specification files.
 */

/** One value of a genesis config in a source. Each method reads it as something, or throws what is wrong. */
export interface GenesisSource {
  /** An unsigned integer of so many bits. */
  integer(bits: IntegerBits): bigint;
  text<T>(form: TextForm<T>): T;
  list<T>(item: Shape<T>): T[];
  tuple<T extends readonly unknown[]>(items: { readonly [K in keyof T]: Shape<T[K]> }): T;
  /** Undefined for null. */
  maybe<T>(item: Shape<T>): T | undefined;
  map<K, V>(key: TextForm<K>, value: Shape<V>): Map<K, V>;
  /** An object with these members, or a list of them in their order. */
  record<F extends Fields>(record: RecordForm<F>): FieldValues<F>;
}

export type IntegerBits = 8 | 16 | 32 | 64;

export interface Shape<T> {
  read(source: GenesisSource): T;
  /** A member of this shape may be left out, which is the same as null. */
  readonly optional?: boolean;
}

/** A value that JSON has as a text. */
export interface TextForm<T> {
  /** What the original expects where there is no text at all. */
  readonly expected: string;
  /** @throws TextRefused */
  parse(text: string): T;
  /** Whether the original's reader is still at the text when it refuses it; else it has gone on. */
  readonly refusedAtOnce: boolean;
}

/** Why a text is refused: in the original's words, and in ours, which follow the text itself. */
export class TextRefused extends Error {
  readonly original: string;
  constructor(original: string, ours: string) {
    super(ours);
    this.name = "TextRefused";
    this.original = original;
  }
}

export type Fields = Readonly<Record<string, Shape<unknown>>>;
export type FieldValues<F extends Fields> = { readonly [K in keyof F]: F[K] extends Shape<infer T> ? T : never };

export interface RecordForm<F extends Fields> {
  /** The name of the original's type. */
  readonly name: string;
  readonly fields: F;
  /** Other members are an error in the original too. */
  readonly strict: boolean;
}

const integer = (bits: IntegerBits): Shape<bigint> => ({ read: (source) => source.integer(bits) });
const smallInteger = (bits: IntegerBits): Shape<number> => ({ read: (source) => Number(source.integer(bits)) });

export const byteShape = smallInteger(8);
export const u16Shape = smallInteger(16);
export const u32Shape = smallInteger(32);
export const u64Shape = integer(64);

/** A text of that form. */
export const textShape = <T>(form: TextForm<T>): Shape<T> => ({ read: (source) => source.text(form) });

export const listShape = <T>(item: Shape<T>): Shape<T[]> => ({ read: (source) => source.list(item) });

/** A list of exactly these. */
export const tupleShape = <const T extends readonly Shape<unknown>[]>(
  ...items: T
): Shape<{ -readonly [K in keyof T]: T[K] extends Shape<infer V> ? V : never }> => ({
  read: (source) => source.tuple(items as never),
});

export const maybeShape = <T>(item: Shape<T>): Shape<T | undefined> => ({
  read: (source) => source.maybe(item),
  optional: true,
});

/** An object whose keys are texts of a form; of a key that is given twice the last counts. */
export const mapShape = <K, V>(key: TextForm<K>, value: Shape<V>): Shape<Map<K, V>> => ({
  read: (source) => source.map(key, value),
});

export const recordShape = <const F extends Fields>(form: RecordForm<F>): Shape<FieldValues<F>> => ({
  read: (source) => source.record(form),
});
