import { DecodeError } from "../codec/io.ts";
import { isHex } from "../lib/bytes.ts";
import { type Field, fields, wrapper } from "./fields.ts";
import { createNames } from "./names.ts";
import { type CodecOf, into, isRecord, readPart, refuse, shown, type ValueCodec } from "./value-codec.ts";

/** A variant as metadata has it. */
interface Variant {
  readonly name: string;
  readonly index: number;
  readonly fields: readonly Field[];
}

/** What a value without the name of a variant stands for; undefined when it does for none. */
type Short = (value: unknown) => readonly [variant: string, value: unknown] | undefined;

/** An enum: the name of a variant without fields, or `{ Variant: fields }`; a single field without a name as itself. */
export function variants(list: readonly Variant[], codecOf: CodecOf, short: Short = () => undefined): ValueCodec {
  const names = createNames(list.map(({ name }) => name));
  const byIndex = new Map(list.map((variant) => [variant.index, variant]));
  const content = new Map<Variant, ValueCodec>();
  const contentOf = (variant: Variant): ValueCodec => {
    const known = content.get(variant);
    if (known !== undefined) return known;
    const [first, second] = variant.fields;
    const alone = first !== undefined && first.name === undefined && second === undefined;
    const made = alone ? wrapper(first.type, codecOf) : fields(variant.fields, codecOf);
    content.set(variant, made);
    return made;
  };

  return {
    write(value, to) {
      const [name, inner] = short(value) ?? namedPart(value) ?? [];
      if (name === undefined) refuse(to, `${shown(value)} is no variant: ${choices(names.all)}`);
      const variant = list[names.indexOf(name) ?? -1];
      if (variant === undefined)
        refuse(to, `no variant ${shown(name)}${names.hint(name) || `: ${choices(names.all)}`}`);
      if (inner === undefined && variant.fields.length > 0) refuse(to, `${name} holds a value: { "${name}": … }`);
      to.to.u8(variant.index);
      into(to, `.${variant.name}`, () => contentOf(variant).write(inner, to));
    },
    read(reading) {
      const { from } = reading;
      const index = from.u8();
      const variant = byIndex.get(index);
      if (variant === undefined) throw new DecodeError(`no variant ${index}`, from.offset - 1);
      if (variant.fields.length === 0) return variant.name;
      return { [variant.name]: readPart(reading, () => contentOf(variant).read(reading)) };
    },
    writeZero(to) {
      const [first] = list.toSorted((a, b) => a.index - b.index);
      if (first === undefined) refuse(to, "there is no value of this type");
      to.to.u8(first.index);
      into(to, "", () => contentOf(first).writeZero(to));
    },
  };
}

/** The only name in an object, and what it holds. A name alone holds nothing. */
export function namedPart(value: unknown): readonly [name: string, inner: unknown] | undefined {
  if (typeof value === "string") return [value, undefined];
  if (!isRecord(value)) return undefined;
  const [only, more] = Object.entries(value);
  return only === undefined || more !== undefined ? undefined : only;
}

const choices = (names: readonly string[]): string =>
  names.length > 12 ? `${names.slice(0, 12).join(", ")}, … are` : `${names.join(", ")} are`;

/** `MultiAddress`: an account alone stands for `{ Id: account }`, 20 bytes of hex for `{ Address20: … }`. */
export const shortAddress: Short = (value) => {
  if (typeof value !== "string") return undefined;
  return isHex(value) && value.length === 42 ? ["Address20", value] : ["Id", value];
};

/** `Option<T>`: null, or the value. Where the value itself may be null, it is `{ Some: value }`, which is read everywhere. */
export function optional(inner: number, codecOf: CodecOf): ValueCodec {
  return {
    optional: true,
    write(value, to) {
      const isNone = value === null || value === undefined;
      to.to.u8(isNone ? 0 : 1);
      if (isNone) return;
      const [name, some] = isRecord(value) ? (namedPart(value) ?? []) : [];
      into(to, "", () => codecOf(inner).write(name === "Some" ? some : value, to));
    },
    read(reading) {
      const tag = reading.from.u8();
      if (tag > 1) throw new DecodeError("0 or 1 expected for an Option", reading.from.offset - 1);
      if (tag === 0) return null;
      const codec = codecOf(inner);
      const value = readPart(reading, () => codec.read(reading));
      return value === null || codec.optional ? { Some: value } : value;
    },
    writeZero: (to) => to.to.u8(0),
  };
}
