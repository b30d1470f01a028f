import { type Codec, encode } from "../../codec/codec.ts";
import { DecodeError, Reader } from "../../codec/io.ts";
import { fromUtf8Strictly } from "../../lib/bytes.ts";
import { messageOf } from "../../lib/user-error.ts";
import { type ProgramMemory, Trap } from "../memory.ts";
import type { StateVersion } from "./host.ts";

/** What WebAssembly passes: i32 as a number, signed or not, i64 as a bigint. */
export type RawValue = number | bigint;

/** How an argument of a host function comes over the border. Rust: `sp_runtime_interface: host.rs FromFFIValue` */
export interface Argument<T> {
  readonly wasm: "i32" | "i64";
  /** @throws Trap when it cannot be taken */
  take(memory: ProgramMemory, raw: RawValue): T;
}

/** How the answer of a host function goes over the border. Rust: `sp_runtime_interface: host.rs IntoFFIValue` */
export interface Answer<T> {
  readonly wasm: "i32" | "i64" | undefined;
  give(memory: ProgramMemory, value: T): RawValue | undefined;
}

/** One value seen as an i64 and as its two halves, the lower one first: much faster than arithmetic on bigint. */
const whole = new BigInt64Array(1);
const halves = new Uint32Array(whole.buffer);
const [lower, upper] = new Uint8Array(Uint32Array.of(1).buffer)[0] === 1 ? [0, 1] : [1, 0];

function pointerOf(raw: RawValue): number {
  whole[0] = raw as bigint;
  return halves[lower] as number;
}

function lengthOf(raw: RawValue): number {
  whole[0] = raw as bigint;
  return halves[upper] as number;
}

/** A pointer and a length as i64. Rust: `sp_runtime_interface: util.rs pack_ptr_and_len` */
export function packed(pointer: number, length: number): bigint {
  halves[lower] = pointer;
  halves[upper] = length;
  return whole[0] as bigint;
}

/** The pointer and the length in such a value. Rust: `sp_runtime_interface: util.rs unpack_ptr_and_len` */
export function unpacked(raw: bigint): { readonly pointer: number; readonly length: number } {
  return { pointer: pointerOf(raw), length: lengthOf(raw) };
}

/** Rust: `PassFatPointerAndRead<&[u8]>` */
export const bytes: Argument<Uint8Array> = {
  wasm: "i64",
  take: (memory, raw) => memory.read(pointerOf(raw), lengthOf(raw)),
};

/**
 * The same without a copy, for functions that keep nothing of it, or that write into it: good until the function allocates.
 * Rust: `PassFatPointerAndRead`, `PassFatPointerAndReadWrite<&mut [u8]>`
 */
export const viewed: Argument<Uint8Array> = {
  wasm: "i64",
  take: (memory, raw) => memory.view(pointerOf(raw), lengthOf(raw)),
};

/** Rust: `PassFatPointerAndRead<&str>` */
export const text: Argument<string> = {
  wasm: "i64",
  take: (memory, raw) => {
    const value = fromUtf8Strictly(memory.view(pointerOf(raw), lengthOf(raw)));
    if (value === undefined) throw new Trap("a text that the program passes is not valid UTF-8");
    return value;
  },
};

/** So many bytes at a thin pointer. Rust: `PassPointerAndRead`, `PassPointerAndReadCopy` */
export function fixed(length: number): Argument<Uint8Array> {
  return { wasm: "i32", take: (memory, raw) => memory.read((raw as number) >>> 0, length) };
}

/** A value in SCALE; bytes after it do not matter. Rust: `PassFatPointerAndDecode`, `PassFatPointerAndDecodeSlice` */
export function decoded<T>(codec: Codec<T>): Argument<T> {
  return {
    wasm: "i64",
    take: (memory, raw) => {
      try {
        return codec.decode(new Reader(memory.read(pointerOf(raw), lengthOf(raw))));
      } catch (error) {
        if (error instanceof DecodeError) throw new Trap(`an argument does not decode: ${messageOf(error)}`);
        throw error;
      }
    },
  };
}

/** An unsigned integer of up to 32 bits, of which only its own bits count. */
function unsigned(bits: 8 | 16 | 32): Argument<number> {
  const cut = 32 - bits;
  return { wasm: "i32", take: (_memory, raw) => ((raw as number) << cut) >>> cut };
}

export const u8: Argument<number> = unsigned(8);
export const u16: Argument<number> = unsigned(16);
export const u32: Argument<number> = unsigned(32);
export const u64: Argument<bigint> = { wasm: "i64", take: (_memory, raw) => BigInt.asUintN(64, raw as bigint) };
/** A number that stands for something else. @param as throws Trap for a number that stands for nothing. Rust: `PassAs` */
export function standsFor<R, T>(number: Argument<R>, as: (value: R) => T): Argument<T> {
  return { wasm: number.wasm, take: (memory, raw) => as(number.take(memory, raw)) };
}
export const stateVersion: Argument<StateVersion> = standsFor(u8, (number) => {
  if (number === 0 || number === 1) return number;
  throw new Trap(`${number} is no version of a state's layout`);
});
/** Rust: `bool`, one when true. */
export const bool: Argument<boolean> = { wasm: "i32", take: (_memory, raw) => raw === 1 };

export const nothing: Answer<void> = { wasm: undefined, give: () => undefined };
export const answerBool: Answer<boolean> = { wasm: "i32", give: (_memory, value) => (value ? 1 : 0) };
export const answerU32: Answer<number> = { wasm: "i32", give: (_memory, value) => value | 0 };
export const answerU64: Answer<bigint> = { wasm: "i64", give: (_memory, value) => BigInt.asIntN(64, value) };

/** Bytes at a thin pointer: the program knows how many. Rust: `AllocateAndReturnPointer` */
export const answerFixed: Answer<Uint8Array> = {
  wasm: "i32",
  give: (memory, value) => {
    const pointer = memory.allocate(value.length);
    memory.write(pointer, value);
    return pointer | 0;
  },
};

/** Bytes at a fat pointer; none have a pointer too. Rust: `AllocateAndReturnFatPointer` */
export const answerBytes: Answer<Uint8Array> = {
  wasm: "i64",
  give: (memory, value) => {
    const pointer = memory.allocate(value.length);
    memory.write(pointer, value);
    return packed(pointer, value.length);
  },
};

/** A value in SCALE. Rust: `AllocateAndReturnByCodec` */
export function answerEncoded<T>(codec: Codec<T>): Answer<T> {
  return { wasm: "i64", give: (memory, value) => answerBytes.give(memory, encode(codec, value)) };
}

/** Bytes or none, as the most frequent answer of all: an option in SCALE whose bytes have their length before them. */
export const answerOptionalBytes: Answer<Uint8Array | undefined> = {
  wasm: "i64",
  give: (memory, value) => {
    if (value === undefined) return answerBytes.give(memory, none);
    const { length } = value;
    const head = length < 64 ? 1 : length < 16384 ? 2 : length < 1 << 30 ? 4 : 5;
    const pointer = memory.allocate(1 + head + length);
    const out = memory.view(pointer, 1 + head + length);
    out[0] = 1;
    writeLength(out.subarray(1), length, head);
    out.set(value, 1 + head);
    return packed(pointer, 1 + head + length);
  },
};

const none = Uint8Array.of(0);

/** A length as a compact number of so many bytes. */
function writeLength(out: Uint8Array, length: number, bytes: number): void {
  if (bytes === 1) {
    out[0] = length << 2;
    return;
  }
  if (bytes === 5) out[0] = 3;
  const word = bytes === 5 ? length : length * 4 + (bytes === 2 ? 1 : 2);
  const from = bytes === 5 ? 1 : 0;
  for (let at = from; at < bytes; at++) out[at] = (word >>> (8 * (at - from))) & 255;
}
