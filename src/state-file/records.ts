import { blake2Hex } from "../crypto/hashing.ts";
import { concatBytes, emptyBytes, fromKey, fromUtf8, type StateKey, toKey, utf8 } from "../lib/bytes.ts";
import type { Justification } from "../primitives/block.ts";
import { decodeParts, encodeParts } from "../storage/blocks/parts.ts";
import type { BlockOfChain } from "../storage/chain-intake.ts";
import { RecordError } from "../storage/errors.ts";
import { childKey, splitFlatKey, topKey } from "../storage/layout.ts";
import type { FlatChanges } from "../storage/state/change-record.ts";
import { type RecordLetter, recordFront } from "./format.ts";

/** Bytes of somebody else that a file carries, by name. */
export interface Step {
  readonly name: string;
  readonly bytes: Uint8Array;
}

/** A record with its letter and length. */
export function encodeRecord(letter: RecordLetter, bytes: Uint8Array): Uint8Array {
  const record = Buffer.allocUnsafe(recordFront + bytes.length);
  putFront(record, letter, bytes.length);
  record.set(bytes, recordFront);
  return record;
}

/** Puts letter and length before the bytes of a record. */
export function putFront(record: Buffer, letter: RecordLetter, length: number): void {
  record.write(letter, 0, "latin1");
  record.writeUInt32LE(length, 1);
}

/** The entries of a record. @throws RecordError when its lengths do not fit */
export function* decodeEntries(bytes: Uint8Array): Generator<readonly [StateKey, Uint8Array]> {
  const numbers = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  for (let at = 0; at < bytes.length; ) {
    const front = at + 8;
    const keyEnd = front <= bytes.length ? front + numbers.getUint32(at, true) : Number.POSITIVE_INFINITY;
    const end = keyEnd <= bytes.length ? keyEnd + numbers.getUint32(at + 4, true) : Number.POSITIVE_INFINITY;
    if (end > bytes.length) throw new RecordError("an entry is longer than its record");
    // A copy: whoever keeps the value must not keep the whole record.
    yield [toKey(bytes.subarray(front, keyEnd)), bytes.slice(keyEnd, end)];
    at = end;
  }
}

/** Removed keys of a record. */
export const encodeKeys = (keys: readonly StateKey[]): Uint8Array => encodeParts(keys.map(fromKey));

/** Reads removed keys. @throws RecordError */
export const decodeKeys = (bytes: Uint8Array): StateKey[] => decodeParts(bytes).map(toKey);

/** A block: its header, the number of its extrinsics (u32 little-endian), these, then engine and proof of each justification. */
export function encodeBlock({ header, body, justifications = [] }: BlockOfChain): Uint8Array {
  const count = Buffer.alloc(4);
  count.writeUInt32LE(body.length);
  const proofs = justifications.flatMap(([engine, proof]) => [fromKey(engine), proof]);
  return encodeParts([header, count, ...body, ...proofs]);
}

/** Reads a block. @throws RecordError */
export function decodeBlock(bytes: Uint8Array): BlockOfChain {
  const [header, count, ...rest] = decodeParts(bytes);
  const extrinsics = count?.length === 4 ? Buffer.from(count).readUInt32LE() : Number.POSITIVE_INFINITY;
  if (header === undefined || extrinsics > rest.length || (rest.length - extrinsics) % 2 !== 0)
    throw new RecordError("a block cannot be read");
  const justifications: Justification[] = [];
  for (let at = extrinsics; at < rest.length; at += 2)
    justifications.push([toKey(rest[at] as Uint8Array), rest[at + 1] as Uint8Array]);
  return { hash: blake2Hex(header), header, body: rest.slice(0, extrinsics), justifications };
}

const [none, some] = [emptyBytes, Uint8Array.of(1)];

/**
 * What a block replaced: of each key its trie (empty: the top one, else 1 and the id of a child trie), the key, whether it
 * had a value (empty or 1), the value. In the order of the keys of the database.
 */
export function encodeReplaced(replaced: FlatChanges): Uint8Array {
  const parts: Uint8Array[] = [];
  for (const flat of [...replaced.keys()].sort()) {
    const { child, key } = splitFlatKey(flat);
    const value = replaced.get(flat);
    parts.push(child === undefined ? none : concatBytes(some, fromKey(child)), fromKey(key));
    parts.push(value === undefined ? none : some, value ?? none);
  }
  return encodeParts(parts);
}

/** Reads what a block replaced. @throws RecordError */
export function decodeReplaced(bytes: Uint8Array): FlatChanges {
  const parts = decodeParts(bytes);
  if (parts.length % 4 !== 0) throw new RecordError("what a block replaced cannot be read");
  const replaced = new Map<string, Uint8Array | undefined>();
  for (let at = 0; at < parts.length; at += 4) {
    const [child, key, has, value] = parts.slice(at, at + 4) as [Uint8Array, Uint8Array, Uint8Array, Uint8Array];
    const flat = child.length === 0 ? topKey(toKey(key)) : childKey(toKey(child.subarray(1)), toKey(key));
    replaced.set(flat, has.length === 0 ? undefined : value);
  }
  return replaced;
}

export const encodeStep = ({ name, bytes }: Step): Uint8Array => encodeParts([utf8(name), bytes]);

/** Adds a step to others. @param isStep which names it may have @throws RecordError for another name */
export function addStep(to: Map<string, Uint8Array>, { name, bytes }: Step, isStep: (name: string) => boolean): void {
  if (!isStep(name))
    throw new RecordError(`it holds a step ${JSON.stringify(name.slice(0, 100))}, which is none of a block`);
  to.set(name, bytes);
}

/** Reads a step. @throws RecordError */
export function decodeStep(record: Uint8Array): Step {
  const [name, bytes, ...more] = decodeParts(record);
  if (name === undefined || bytes === undefined || more.length > 0) throw new RecordError("a step cannot be read");
  return { name: fromUtf8(name), bytes };
}
