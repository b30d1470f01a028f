import { Reader, Writer } from "./io.ts";
import type { OuterName, TypeInfo } from "./type-info.ts";

/**
 * How values of T are written and read, with the description that metadata shows of the type.
 * (Method syntax keeps Codec<T> usable where a wider Codec is asked for.)
 */
export interface Codec<T> {
  encode(value: T, to: Writer): void;
  decode(from: Reader): T;
  readonly info: TypeInfo;
  /** How a field of this type is spelled in the original's source, when that differs by place. See `as`. */
  readonly typeName?: string;
  /** The greatest encoded length in bytes where the type has one (the original's MaxEncodedLen). */
  readonly maxLength?: number;
}

/** The codecs of types that only a composed runtime knows (its call, its event, ...). */
export type OuterTypes = Partial<Readonly<Record<OuterName, Codec<unknown>>>>;

/** The value type of a codec. */
export type Infer<C> = C extends Codec<infer T> ? T : never;

/** The bytes of a value. @param outer what it takes to write types that only a composed runtime knows. */
export function encode<T>(codec: Codec<T>, value: T, outer?: OuterTypes): Uint8Array {
  const to = new Writer(outer);
  codec.encode(value, to);
  return to.finish();
}

/**
 * Decodes the whole of `bytes`.
 * @throws DecodeError when they do not decode or some are left over.
 */
export function decode<T>(codec: Codec<T>, bytes: Uint8Array, outer?: OuterTypes): T {
  const from = new Reader(bytes, outer);
  const value = codec.decode(from);
  from.end();
  return value;
}

/** The same codec for a field whose type the original's source spells `typeName`. */
export function as<T>(typeName: string, codec: Codec<T>): Codec<T> {
  return {
    encode: codec.encode,
    decode: codec.decode,
    info: codec.info,
    typeName,
    ...(codec.maxLength === undefined ? {} : { maxLength: codec.maxLength }),
  };
}
