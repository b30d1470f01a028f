import { CodecError, tooShort } from "./codec-error.ts";
import type { RpcError } from "./errors.ts";

const field = "OpaqueExtrinsic.0";

/** The bytes of a length's four forms, and the smallest that each may hold. */
const sizes = [1, 2, 4, 5];
const least = [0, 2 ** 6, 2 ** 14, 2 ** 30];

/**
 * The extrinsic at the beginning of some bytes, with its length in front. The node does not look into it, and what
 * follows it is ignored. Rust: `sp_runtime::OpaqueExtrinsic::decode`
 * @throws CodecError when the length is none, or is of more bytes than there are.
 */
export function opaqueExtrinsic(bytes: Uint8Array): Uint8Array {
  const first = bytes[0] ?? 0;
  const form = first & 3;
  const size = sizes[form] as number;
  if (form === 3 && first !== 3) throw new CodecError(field, "out of range decoding Compact<u32>");
  if (bytes.length < size) throw new CodecError(field, tooShort);
  let value = 0;
  for (let at = size - 1; at >= (form === 3 ? 1 : 0); at--) value = value * 256 + (bytes[at] as number);
  const length = form === 3 ? value : Math.floor(value / 4);
  if (length < (least[form] as number)) throw new CodecError(field, "out of range decoding Compact<u32>");
  if (length > bytes.length - size) throw new CodecError(field, "Not enough data to decode vector");
  return bytes.subarray(0, size + length);
}

/** The same. @throws what `refusal` makes of the codec's error. */
export function opaqueOr(bytes: Uint8Array, refusal: (error: CodecError) => RpcError): Uint8Array {
  try {
    return opaqueExtrinsic(bytes);
  } catch (error) {
    throw error instanceof CodecError ? refusal(error) : error;
  }
}
