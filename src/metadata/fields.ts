import { createNames } from "./names.ts";
import {
  type CodecOf,
  into,
  isRecord,
  type Reading,
  readPart,
  refuse,
  shown,
  spendReading,
  type ValueCodec,
  type Writing,
} from "./value-codec.ts";

/** A field as metadata has it. */
export interface Field {
  readonly name: string | undefined;
  readonly type: number;
}

/**
 * Fields one after the other: of a struct, a variant, a call. With names they are an object, or a list in their order;
 * without names a list; none at all are null.
 */
export function fields(list: readonly Field[], codecOf: CodecOf): ValueCodec {
  if (list.length === 0) return nothing;
  return list.every(({ name }) => name !== undefined) ? named(list, codecOf) : unnamed(list, codecOf);
}

const nothing: ValueCodec = {
  write(value, to) {
    const none = value === null || value === undefined || (Array.isArray(value) && value.length === 0);
    if (!none && !(isRecord(value) && Object.keys(value).length === 0))
      refuse(to, `${shown(value)} where nothing is expected`);
  },
  read: () => null,
  writeZero() {},
};

function named(list: readonly Field[], codecOf: CodecOf): ValueCodec {
  const names = createNames(list.map(({ name }) => name as string));

  const inOrder = (value: unknown, to: Writing): unknown[] => {
    if (Array.isArray(value)) return given(value, list, to);
    const values: unknown[] = [];
    if (!isRecord(value)) refuse(to, `${shown(value)} is no object with the fields ${names.all.join(", ")}`);
    for (const [key, part] of Object.entries(value)) {
      const index = names.indexOf(key);
      if (index === undefined) refuse(to, `no field ${shown(key)}${names.hint(key)}`);
      if (values[index] !== undefined) refuse(to, `the field ${names.all[index]} is given twice`);
      values[index] = part;
    }
    return values;
  };

  return {
    write(value, to, fallback) {
      const values = inOrder(value, to);
      for (const [index, { name, type }] of list.entries()) {
        const standIn = isRecord(fallback) ? fallback[name as string] : undefined;
        into(to, `.${name}`, () => writeField(codecOf(type), values[index], to, standIn));
      }
    },
    read: (reading) => {
      const values = readFields(list, codecOf, reading);
      return Object.fromEntries(list.map(({ name }, index) => [name as string, values[index]]));
    },
    writeZero: (to) => writeZeros(list, codecOf, to),
  };
}

function unnamed(list: readonly Field[], codecOf: CodecOf): ValueCodec {
  return {
    write(value, to, fallback) {
      if (!Array.isArray(value)) refuse(to, `${shown(value)} is no list of ${list.length}`);
      const values = given(value, list, to);
      const standIns: readonly unknown[] = Array.isArray(fallback) ? fallback : [];
      for (const [index, { type }] of list.entries()) {
        into(to, `[${index}]`, () => writeField(codecOf(type), values[index], to, standIns[index]));
      }
    },
    read: (reading) => readFields(list, codecOf, reading),
    writeZero: (to) => writeZeros(list, codecOf, to),
  };
}

function given(values: readonly unknown[], list: readonly Field[], to: Writing): unknown[] {
  if (values.length > list.length) refuse(to, `${list.length} values are expected, not ${values.length}`);
  return [...values];
}

function writeField(codec: ValueCodec, value: unknown, to: Writing, fallback: unknown): void {
  if (value !== undefined) return codec.write(value, to, fallback);
  if (to.partial && fallback !== undefined) return codec.write(fallback, to);
  if (codec.optional) return codec.write(null, to);
  if (!to.partial) refuse(to, "is missing");
  codec.writeZero(to);
}

function readFields(list: readonly Field[], codecOf: CodecOf, reading: Reading): unknown[] {
  spendReading(reading, list.length);
  return readPart(reading, () => list.map(({ type }) => codecOf(type).read(reading)));
}

function writeZeros(list: readonly Field[], codecOf: CodecOf, to: Writing): void {
  into(to, "", () => {
    for (const { type } of list) codecOf(type).writeZero(to);
  });
}

/** A struct of one field without a name, which stands for that field. */
export function wrapper(type: number, codecOf: CodecOf): ValueCodec {
  return {
    write: (value, to, fallback) => into(to, "", () => codecOf(type).write(value, to, fallback)),
    read: (reading) => readPart(reading, () => codecOf(type).read(reading)),
    writeZero: (to) => into(to, "", () => codecOf(type).writeZero(to)),
  };
}

/** A fixed-point number, `{ bits }`: the number of its bits alone will do. */
export function fixedPoint(list: readonly Field[], codecOf: CodecOf): ValueCodec {
  const whole = fields(list, codecOf);
  return {
    ...whole,
    write(value, to) {
      const isWhole = isRecord(value) || Array.isArray(value);
      whole.write(isWhole ? value : [value], to);
    },
  };
}
