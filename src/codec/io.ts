import { emptyBytes } from "../lib/bytes.ts";
import type { OuterTypes } from "./codec.ts";

/** Bytes that do not decode. The message says what was expected; `offset` is where, in bytes. */
export class DecodeError extends Error {
  readonly offset: number;
  constructor(message: string, offset: number) {
    super(`${message} at byte ${offset}`);
    this.name = "DecodeError";
    this.offset = offset;
  }
}

/**
 * How many steps down are made at most. The original makes as many as its stack of one megabyte takes; this many fit into
 * ours, whatever is done with the value.
 */
const mostSteps = 1000;

/** What is counted while lists, boxes and trees are read. */
export interface ReadCounts {
  /** Steps down at the moment: one for each box, tree, and vector of anything but plain integers. */
  depth: number;
  /** The most that were made at once. Rust: `parity_scale_codec: depth_limit.rs DepthTrackingInput`. */
  deepest: number;
  /** Bytes of the original's memory that boxes, vectors and trees take; counted where there is a limit. */
  memory: number;
  readonly memoryLimit: number | undefined;
  /** Whether all that was read would be written as it came. Sets and maps may come out of order or with repeats. */
  canonical: boolean;
}

/** Counts from the beginning. @param memoryLimit bytes */
export function readCounts(memoryLimit?: number): ReadCounts {
  return { depth: 0, deepest: 0, memory: 0, memoryLimit, canonical: true };
}

/**
 * A word of memory seen both as bytes and as integers, little-endian as every platform of Node is. Moving eight bytes
 * through it costs a sixth of making a DataView of a few bytes.
 */
const word = new BigUint64Array(1);
const signedWord = new BigInt64Array(word.buffer);
const wordBytes = new Uint8Array(word.buffer);

/** Reads SCALE. Never reads past its end: that is a DecodeError. */
export class Reader {
  readonly bytes: Uint8Array;
  readonly outer: OuterTypes;
  offset = 0;
  /** Made with the first list, box or tree: most values have none. */
  counts: ReadCounts | undefined = undefined;

  constructor(bytes: Uint8Array, outer: OuterTypes = {}) {
    this.bytes = bytes;
    this.outer = outer;
  }

  get remaining(): number {
    return this.bytes.length - this.offset;
  }

  /** Passes over the next bytes, for who reads them in place. @returns where they begin */
  advance(count: number): number {
    const at = this.offset;
    if (count > this.bytes.length - at) throw new DecodeError(`${count} more bytes expected`, at);
    this.offset = at + count;
    return at;
  }

  u8(): number {
    return this.bytes[this.advance(1)] as number;
  }
  u16(): number {
    const at = this.advance(2);
    return (this.bytes[at] as number) | ((this.bytes[at + 1] as number) << 8);
  }
  i16(): number {
    return (this.u16() << 16) >> 16;
  }
  u32(): number {
    const at = this.advance(4);
    const { bytes } = this;
    const low = (bytes[at] as number) | ((bytes[at + 1] as number) << 8) | ((bytes[at + 2] as number) << 16);
    return low + (bytes[at + 3] as number) * 0x1000000;
  }
  i32(): number {
    return this.u32() | 0;
  }
  /** Brings the eight bytes at an offset into `word`. */
  private loadWord(at: number): void {
    const { bytes } = this;
    for (let i = 0; i < 8; i++) wordBytes[i] = bytes[at + i] as number;
  }

  u64(): bigint {
    this.loadWord(this.advance(8));
    return word[0] as bigint;
  }
  i64(): bigint {
    this.loadWord(this.advance(8));
    return signedWord[0] as bigint;
  }

  /** An unsigned integer of 8-byte words, little-endian. */
  private words(count: number): bigint {
    const at = this.advance(count * 8);
    let value = 0n;
    for (let index = count - 1; index >= 0; index--) {
      this.loadWord(at + index * 8);
      value = value === 0n ? (word[0] as bigint) : (value << 64n) | (word[0] as bigint);
    }
    return value;
  }

  u128(): bigint {
    return this.words(2);
  }
  u256(): bigint {
    return this.words(4);
  }
  i128(): bigint {
    return BigInt.asIntN(128, this.words(2));
  }

  /** A copy of the next bytes. */
  take(count: number): Uint8Array {
    const at = this.advance(count);
    return count === 0 ? emptyBytes : this.bytes.slice(at, at + count);
  }

  /** A compact integer. @throws DecodeError when it is not in its shortest form, as in the original. */
  compact(): bigint {
    const at = this.offset;
    const first = this.u8();
    const mode = first & 3;
    if (mode === 0) return BigInt(first >> 2);
    if (mode === 1) return this.shortest(BigInt((first >> 2) | (this.u8() << 6)), 1n << 6n, at);
    if (mode === 2) {
      const low = this.u8();
      const high = this.u16();
      return this.shortest(BigInt((first >> 2) + low * 64 + high * 16384), 1n << 14n, at);
    }
    const length = (first >> 2) + 4;
    const raw = this.advance(length);
    let value = 0n;
    for (let i = length - 1; i >= 0; i--) value = (value << 8n) | BigInt(this.bytes[raw + i] as number);
    return this.shortest(value, length === 4 ? 1n << 30n : 1n << BigInt((length - 1) * 8), at);
  }

  /**
   * A compact integer below 2^30 as a number, which costs a fraction of a bigint: lengths and type numbers are. Undefined, and
   * nothing is taken, for any other: `compact` reads it, or says what is wrong.
   */
  shortCompact(): number | undefined {
    const at = this.offset;
    const first = this.bytes[at];
    if (first === undefined) return undefined;
    const mode = first & 3;
    if (mode === 0) {
      this.offset = at + 1;
      return first >> 2;
    }
    const size = mode === 1 ? 2 : 4;
    if (mode === 3 || size > this.bytes.length - at) return undefined;
    const value = mode === 1 ? this.u16() >> 2 : this.u32() >>> 2;
    if (value >= (mode === 1 ? 1 << 6 : 1 << 14)) return value;
    this.offset = at;
    return undefined;
  }

  private shortest(value: bigint, least: bigint, at: number): bigint {
    if (value < least) throw new DecodeError("compact integer not in its shortest form", at);
    return value;
  }

  /** The length of a sequence whose items take at least `itemSize` bytes each. */
  length(itemSize = 0): number {
    const at = this.offset;
    const short = this.shortCompact();
    if (short !== undefined && short * itemSize <= this.remaining) return short;
    const value = short ?? this.compact();
    if (value > 0xffffffffn || (itemSize > 0 && BigInt(value) * BigInt(itemSize) > BigInt(this.remaining))) {
      throw new DecodeError("sequence longer than the data", at);
    }
    return Number(value);
  }

  /** Steps down into a box, a vector or a tree. @throws DecodeError when that is too deep. */
  descend(): void {
    this.counts ??= readCounts();
    const { counts } = this;
    if (++counts.depth <= counts.deepest) return;
    if (counts.depth > mostSteps) throw new DecodeError("values nested too deep", this.offset);
    counts.deepest = counts.depth;
  }

  /** Steps up again. After an error nobody does: the reader is of no use any more. */
  ascend(): void {
    if (this.counts !== undefined) this.counts.depth--;
  }

  /**
   * Counts the memory that `count` items of `size` bytes take in the original.
   * Rust: `parity_scale_codec: mem_tracking.rs MemTrackingInput`.
   * @throws DecodeError when that is more than the limit, where there is one.
   */
  allocate(count: number, size: number | undefined): void {
    const { counts } = this;
    if (counts?.memoryLimit === undefined || count === 0) return;
    if (size === undefined) throw new Error("no size is known of what is read within a limit of memory");
    counts.memory += count * size;
    if (counts.memory > counts.memoryLimit) throw new DecodeError("more memory than allowed", this.offset);
  }

  /** @throws DecodeError when bytes are left over. */
  end(): void {
    if (this.remaining > 0) throw new DecodeError(`${this.remaining} bytes left over`, this.offset);
  }
}

/** Buffers of writers that finished, for the next ones: a node encodes thousands of values a second. */
const spare: Uint8Array[] = [];
const mostSpare = 16;
/** Buffers that grew beyond this many bytes are not kept. */
const largestSpare = 65_536;

/** Writes SCALE into a growing buffer. It is of no use any more once it has finished. */
export class Writer {
  readonly outer: OuterTypes;
  private buffer: Uint8Array;
  private at = 0;

  constructor(outer: OuterTypes = {}) {
    this.outer = outer;
    this.buffer = spare.pop() ?? new Uint8Array(256);
  }

  private room(count: number): number {
    const at = this.at;
    if (at + count > this.buffer.length) {
      const grown = new Uint8Array(Math.max(at + count, this.buffer.length * 2));
      grown.set(this.buffer.subarray(0, at));
      this.buffer = grown;
    }
    this.at = at + count;
    return at;
  }

  u8(value: number): void {
    const at = this.room(1);
    this.buffer[at] = value;
  }
  u16(value: number): void {
    const at = this.room(2);
    this.buffer[at] = value;
    this.buffer[at + 1] = value >>> 8;
  }
  u32(value: number): void {
    const at = this.room(4);
    this.buffer[at] = value;
    this.buffer[at + 1] = value >>> 8;
    this.buffer[at + 2] = value >>> 16;
    this.buffer[at + 3] = value >>> 24;
  }
  u64(value: bigint): void {
    const at = this.room(8);
    word[0] = value;
    this.buffer.set(wordBytes, at);
  }
  u128(value: bigint): void {
    this.words(value, 2);
  }
  u256(value: bigint): void {
    this.words(value, 4);
  }

  private words(value: bigint, count: number): void {
    const at = this.room(count * 8);
    let rest = value;
    for (let index = 0; index < count; index++) {
      word[0] = rest;
      this.buffer.set(wordBytes, at + index * 8);
      rest >>= 64n;
    }
  }

  raw(bytes: Uint8Array): void {
    const at = this.room(bytes.length);
    this.buffer.set(bytes, at);
  }

  compact(value: bigint | number): void {
    const small = typeof value === "number" ? value : value < 1n << 30n ? Number(value) : -1;
    if (small >= 0 && small < 1 << 6) return this.u8(small << 2);
    if (small >= 0 && small < 1 << 14) return this.u16((small << 2) | 1);
    if (small >= 0 && small < 1 << 30) return this.u32(small * 4 + 2);
    const bytes: number[] = [];
    for (let rest = BigInt(value); rest > 0n; rest >>= 8n) bytes.push(Number(rest & 255n));
    while (bytes.length < 4) bytes.push(0);
    this.u8(((bytes.length - 4) << 2) | 3);
    for (const byte of bytes) this.u8(byte);
  }

  /** A copy of what was written, the writer's last act. */
  finish(): Uint8Array {
    const { buffer } = this;
    const written = buffer.slice(0, this.at);
    this.buffer = emptyBytes;
    if (spare.length < mostSpare && buffer.length <= largestSpare) spare.push(buffer);
    return written;
  }
}
