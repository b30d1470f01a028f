import {
  type CodecOf,
  into,
  isRecord,
  type Reading,
  readPart,
  refuse,
  shown,
  spendReading,
  spendWriting,
  type ValueCodec,
  type Writing,
} from "./value-codec.ts";

function listOf(value: unknown, to: Writing): readonly unknown[] {
  return Array.isArray(value) ? value : refuse(to, `${shown(value)} is no list`);
}

function writeItems(items: readonly unknown[], codec: ValueCodec, to: Writing): void {
  spendWriting(to, items.length);
  for (const [index, item] of items.entries()) into(to, `[${index}]`, () => codec.write(item, to));
}

function readItems(length: number, codec: ValueCodec, reading: Reading): unknown[] {
  spendReading(reading, length);
  return readPart(reading, () => {
    const items: unknown[] = [];
    for (let left = length; left > 0; left--) items.push(codec.read(reading));
    return items;
  });
}

/** `Vec<T>`. */
export function sequence(item: number, codecOf: CodecOf): ValueCodec {
  return {
    write(value, to) {
      const items = listOf(value, to);
      to.to.compact(items.length);
      writeItems(items, codecOf(item), to);
    },
    read: (reading) => readItems(reading.from.length(), codecOf(item), reading),
    writeZero: (to) => to.to.compact(0),
  };
}

/** `BTreeMap<K, V>`: pairs in a list, or an object. They are written in the order in which they are given. */
export function treeMap(pairs: number, codecOf: CodecOf): ValueCodec {
  const inner: () => ValueCodec = () => codecOf(pairs);
  return {
    write: (value, to) => inner().write(isRecord(value) ? Object.entries(value) : value, to),
    read: (reading) => inner().read(reading),
    writeZero: (to) => inner().writeZero(to),
  };
}

/** `[T; length]`. */
export function array(item: number, length: number, codecOf: CodecOf): ValueCodec {
  return {
    write(value, to) {
      const items = listOf(value, to);
      if (items.length !== length) refuse(to, `${length} items are expected, not ${items.length}`);
      writeItems(items, codecOf(item), to);
    },
    read: (reading) => readItems(length, codecOf(item), reading),
    writeZero(to) {
      spendWriting(to, length);
      into(to, "", () => {
        for (let left = length; left > 0; left--) codecOf(item).writeZero(to);
      });
    },
  };
}
