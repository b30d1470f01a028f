import { encode } from "../../codec/codec.ts";
import { compact } from "../../codec/containers.ts";
import { DecodeError, Reader } from "../../codec/io.ts";
import { u32 } from "../../codec/primitives.ts";
import { concatBytes } from "../../lib/bytes.ts";

const Length = compact(u32);
const one = encode(Length, 1);

/**
 * A list in SCALE with one more element at its end. What does not begin with a length becomes the list of the element
 * alone. Rust: `sp_state_machine: overlayed_changes/changeset.rs OverlayedEntry::append`
 */
export function appended(list: Uint8Array | undefined, element: Uint8Array): Uint8Array {
  const length = list === undefined ? undefined : lengthOf(list);
  if (list === undefined || length === undefined) return concatBytes(one, element);
  const before = encode(Length, length).length;
  return concatBytes(encode(Length, length + 1), list.subarray(before), element);
}

function lengthOf(list: Uint8Array): number | undefined {
  try {
    return Length.decode(new Reader(list));
  } catch (error) {
    if (error instanceof DecodeError) return undefined;
    throw error;
  }
}
