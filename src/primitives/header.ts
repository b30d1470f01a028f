import { DecodeError, Reader, Writer } from "../codec/io.ts";
import { blake2Hex } from "../crypto/hashing.ts";
import { equalBytes, fromHex, fromUtf8, type Hex, toHex, utf8 } from "../lib/bytes.ts";

/** A digest item that names a consensus engine, by its four characters (`aura`, `fron`, `FRNK`). */
export interface EngineItem {
  readonly kind: "preRuntime" | "consensus" | "seal";
  readonly engine: string;
  readonly data: Uint8Array;
}

/** A block's header, with its digest items as they are encoded. */
export interface Header {
  readonly parentHash: Hex;
  readonly number: number;
  readonly stateRoot: Hex;
  readonly extrinsicsRoot: Hex;
  readonly digest: readonly Uint8Array[];
}

/** Blocks have a handful; a peer may send a header of megabytes that holds nothing but one-byte items. */
const mostDigestItems = 4096;

const kinds = { 6: "preRuntime", 4: "consensus", 5: "seal" } as const;
const indexOfKind = { preRuntime: 6, consensus: 4, seal: 5 } as const;

/** Encodes a header. Rust: `sp_runtime::generic::Header`. */
export function encodeHeader(header: Header): Uint8Array {
  const to = new Writer();
  to.raw(fromHex(header.parentHash));
  to.compact(header.number);
  to.raw(fromHex(header.stateRoot));
  to.raw(fromHex(header.extrinsicsRoot));
  to.compact(header.digest.length);
  for (const item of header.digest) to.raw(item);
  return to.finish();
}

/**
 * Decodes a whole header. Nobody may change what it gives: who decodes the same bytes again gets the same header.
 * @throws DecodeError
 */
export function decodeHeader(bytes: Uint8Array): Header {
  const known = recentHeader(bytes);
  if (known?.header !== undefined) return known.header;
  const from = new Reader(bytes);
  const header = readHeader(from);
  from.end();
  if (known === undefined) keepHeader(bytes, { header });
  else known.header = header;
  return header;
}

/**
 * What was made of a header lately. On its way into the chain many read a header, or name it by its hash, that know
 * nothing of each other; a list of blocks has 128 of them.
 */
interface RecentHeader {
  readonly bytes: Uint8Array;
  header?: Header;
  hash?: Hex;
}

const recentHeaders: (RecentHeader | undefined)[] = Array.from({ length: 1024 }, () => undefined);
/** Longer ones are rare, and the memory of all is to stay small. */
const mostRecentBytes = 1024;

/** Where a header may be kept: by its parent's hash, and by its length, since the same without its seal is another. */
const placeOf = (bytes: Uint8Array): number =>
  ((bytes[0] ?? 0) | (((bytes[1] ?? 0) << 8) ^ (bytes.length << 4))) & (recentHeaders.length - 1);

function recentHeader(bytes: Uint8Array): RecentHeader | undefined {
  const known = recentHeaders[placeOf(bytes)];
  return known !== undefined && equalBytes(known.bytes, bytes) ? known : undefined;
}

function keepHeader(bytes: Uint8Array, made: Pick<RecentHeader, "header" | "hash">): void {
  if (bytes.length <= mostRecentBytes) recentHeaders[placeOf(bytes)] = { bytes: new Uint8Array(bytes), ...made };
}

/** Reads a header in front of other data. @throws DecodeError */
export function readHeader(from: Reader): Header {
  const parentHash = toHex(from.take(32));
  const number = from.compact();
  if (number > 0xffffffffn) throw new DecodeError("block number beyond 32 bits", from.offset);
  const stateRoot = toHex(from.take(32));
  const extrinsicsRoot = toHex(from.take(32));
  const digest: Uint8Array[] = [];
  const items = from.length(1);
  if (items > mostDigestItems) throw new DecodeError("too many digest items", from.offset);
  while (digest.length < items) digest.push(readDigestItem(from));
  return { parentHash, number: Number(number), stateRoot, extrinsicsRoot, digest };
}

function readDigestItem(from: Reader): Uint8Array {
  const start = from.offset;
  const kind = from.u8();
  if (kind in kinds) from.take(4);
  else if (kind !== 0 && kind !== 8) throw new DecodeError(`no digest item ${kind}`, start);
  if (kind !== 8) from.take(from.length(1));
  return from.bytes.slice(start, from.offset);
}

/** The hash of an encoded header. */
export function headerHash(encoded: Uint8Array): Hex {
  const known = recentHeader(encoded);
  if (known?.hash !== undefined) return known.hash;
  const hash = blake2Hex(encoded);
  if (known === undefined) keepHeader(encoded, { hash });
  else known.hash = hash;
  return hash;
}

/** A digest item as an engine item; undefined for the others (`Other`, `RuntimeEnvironmentUpdated`). */
export function engineItem(item: Uint8Array): EngineItem | undefined {
  const from = new Reader(item);
  const kind = kinds[from.u8() as keyof typeof kinds];
  if (kind === undefined) return undefined;
  const engine = fromUtf8(from.take(4));
  return { kind, engine, data: from.take(from.length(1)) };
}

/** A digest item of a consensus engine, SCALE. */
export function encodeEngineItem({ kind, engine, data }: EngineItem): Uint8Array {
  const to = new Writer();
  to.u8(indexOfKind[kind]);
  to.raw(utf8(engine));
  to.compact(data.length);
  to.raw(data);
  return to.finish();
}
