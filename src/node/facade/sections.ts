import { concatBytes } from "../../lib/bytes.ts";
import { list, section, signed, unsigned } from "../../wasm/module/encode.ts";

/** Bytes that lie in memory when a program starts. */
export interface Segment {
  readonly at: number;
  readonly bytes: Uint8Array;
}

/** The number of such a section. */
const data = 11;

const i32Const = 0x41;
const end = 0x0b;

/** A section with data, which comes after those of a program's code. */
export function dataSection(segments: readonly Segment[]): Uint8Array {
  const encoded = segments.map(({ at, bytes }) =>
    concatBytes(Uint8Array.of(0, i32Const), signed(at), Uint8Array.of(end), unsigned(bytes.length), bytes),
  );
  return section(data, list(encoded));
}
