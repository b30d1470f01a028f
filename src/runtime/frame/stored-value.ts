import type { Codec } from "../../codec/codec.ts";
import { DecodeError, Reader } from "../../codec/io.ts";
import type { ReadState } from "./state.ts";

/**
 * What is stored, as the original reads it: bytes behind the value are not looked at, and a value that does not decode
 * (Root can write anything) counts as absent. Rust: `frame_support::storage::unhashed::get`.
 */
export function readStored<T>(codec: Codec<T>, bytes: Uint8Array, state: ReadState): { readonly value: T } | undefined {
  return orUndefined(() => ({ value: codec.decode(new Reader(bytes, state.runtime.outer)) }));
}

/** What was read, or undefined where bytes do not decode. */
export function orUndefined<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch (error) {
    if (error instanceof DecodeError) return undefined;
    throw error;
  }
}
