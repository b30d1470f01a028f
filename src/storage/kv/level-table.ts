import { fromUtf8, toKey } from "../../lib/bytes.ts";
import { RecordError } from "../errors.ts";
import { expandSnappy } from "./snappy.ts";

/** Where a block lies in a table file; five bytes follow it: how it is compressed, and the checksum. */
export interface BlockPlace {
  readonly offset: number;
  readonly size: number;
}

/** The blocks of a table file. */
export interface TableBlocks {
  /** Blocks of keys and values, in order, each with the last key it may hold. */
  readonly data: readonly (BlockPlace & { readonly lastKey: string })[];
  /** Lists and filters. */
  readonly others: readonly BlockPlace[];
}

/** What stands behind a block: a byte that says how it is compressed, and the checksum. */
export const trailerLength = 5;
const footerLength = 48;
const magic = "57fb808b247547db";
/** LevelDB puts a sequence number and a kind behind each key. */
const internalLength = 8;

/**
 * Finds the blocks of a LevelDB table by its index. LevelDB reads tables without looking at their checksums, and the
 * binding does not let one ask for it. Format: leveldb/doc/table_format.md.
 * @param isRight whether a block has its checksum.
 * @throws RecordError when the index is damaged.
 */
export function tableBlocks(file: Uint8Array, isRight: (block: BlockPlace) => boolean): TableBlocks {
  const footer = file.subarray(-footerLength);
  if (file.length < footerLength || Buffer.from(footer.subarray(-8)).toString("hex") !== magic)
    throw new RecordError("the end of the table is missing");
  const reader = createReader(footer);
  const meta = reader.place();
  const index = reader.place();
  if (!isRight(meta) || !isRight(index)) throw new RecordError("its index does not have its checksum");
  const filters = entries(expandBlock(file, meta)).map(({ value }) => createReader(value).place());
  const data = entries(expandBlock(file, index)).map(({ key, value }) => ({
    ...createReader(value).place(),
    lastKey: toKey(key.subarray(0, -internalLength)),
  }));
  return { data, others: [meta, index, ...filters] };
}

/** The contents of a block. */
function expandBlock(file: Uint8Array, { offset, size }: BlockPlace): Uint8Array {
  if (offset + size + trailerLength > file.length) throw new RecordError("a block lies beyond the end of the table");
  const bytes = file.subarray(offset, offset + size);
  const compression = file[offset + size];
  if (compression === 0) return bytes;
  if (compression === 1) return expandSnappy(bytes);
  throw new RecordError("a block is compressed in an unknown way");
}

/** The entries of a block, each key given in full. */
function entries(block: Uint8Array): { readonly key: Uint8Array; readonly value: Uint8Array }[] {
  if (block.length < 4) throw new RecordError("a block is too short");
  const restarts = new DataView(block.buffer, block.byteOffset).getUint32(block.length - 4, true);
  const end = block.length - 4 - 4 * restarts;
  if (end < 0) throw new RecordError("a block is too short");
  const reader = createReader(block.subarray(0, end));
  const found: { key: Uint8Array; value: Uint8Array }[] = [];
  let last = new Uint8Array(0);
  while (reader.left() > 0) {
    const shared = reader.varint();
    const own = reader.varint();
    const length = reader.varint();
    const key = new Uint8Array(shared + own);
    key.set(last.subarray(0, shared));
    key.set(reader.take(own), shared);
    found.push({ key, value: reader.take(length) });
    last = key;
  }
  return found;
}

/** Reads varints and what they count. */
function createReader(bytes: Uint8Array) {
  let at = 0;
  const take = (count: number): Uint8Array => {
    if (at + count > bytes.length) throw new RecordError("a record ends too soon");
    at += count;
    return bytes.subarray(at - count, at);
  };
  const varint = (): number => {
    let value = 0;
    for (let factor = 1; ; factor *= 128) {
      const byte = take(1)[0] as number;
      value += (byte & 127) * factor;
      if (value > Number.MAX_SAFE_INTEGER) throw new RecordError("a number is too large");
      if (byte < 128) return value;
    }
  };
  return {
    take,
    varint,
    left: () => bytes.length - at,
    place: (): BlockPlace => ({ offset: varint(), size: varint() }),
  };
}

/** The files that a manifest's edits name as part of the database. Format: leveldb db/version_edit.cc. */
export function liveFiles(edits: readonly Uint8Array[]): { readonly tables: Set<number>; readonly firstLog: number } {
  const tables = new Set<number>();
  let firstLog = 0;
  for (const edit of edits) {
    const reader = createReader(edit);
    while (reader.left() > 0) {
      const tag = reader.varint();
      if (tag === 1) fromUtf8(reader.take(reader.varint()));
      else if (tag === 2) firstLog = reader.varint();
      else if (tag === 3 || tag === 4 || tag === 9) reader.varint();
      else if (tag === 5) {
        reader.varint();
        reader.take(reader.varint());
      } else if (tag === 6) {
        reader.varint();
        tables.delete(reader.varint());
      } else if (tag === 7) {
        reader.varint();
        tables.add(reader.varint());
        reader.varint();
        reader.take(reader.varint());
        reader.take(reader.varint());
      } else throw new RecordError("an edit of the manifest cannot be read");
    }
  }
  return { tables, firstLog };
}
