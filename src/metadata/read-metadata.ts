import { type Codec, decode } from "../codec/codec.ts";
import { option } from "../codec/containers.ts";
import { DecodeError } from "../codec/io.ts";
import { bytes } from "../codec/primitives.ts";
import { messageOf, UserError } from "../lib/user-error.ts";
import { MetadataV14, MetadataV15, MetadataV16, magic } from "./codecs.ts";
import type { AnyMetadata } from "./surface.ts";

/** Whether bytes begin as all metadata does. */
export function isMetadata(content: Uint8Array): boolean {
  return content.length > 5 && new DataView(content.buffer, content.byteOffset).getUint32(0, true) === magic;
}

/**
 * Decodes metadata, `meta` in front.
 * @throws DecodeError, UserError for what is none and for a version that is not known
 */
export function decodeMetadata(encoded: Uint8Array): AnyMetadata {
  if (!isMetadata(encoded)) throw new UserError("the program's metadata is none");
  switch (encoded[4]) {
    case 14:
      return decode(MetadataV14, encoded);
    case 15:
      return decode(MetadataV15, encoded);
    case 16:
      return decode(MetadataV16, encoded);
    default:
      throw new UserError(`metadata of version ${encoded[4]} is not known here: 14, 15 and 16 are`);
  }
}

/** How the runtime API hands metadata out: `Metadata_metadata`, and `Metadata_metadata_at_version`. */
const wrappings: readonly Codec<Uint8Array | undefined>[] = [bytes, option(bytes)];

/**
 * Reads metadata as a runtime API answers it, in either wrapping, or without one.
 * @throws UserError when it is none
 */
export function readMetadata(answer: Uint8Array): AnyMetadata {
  const inner = isMetadata(answer) ? answer : wrappings.map((codec) => unwrapped(codec, answer)).find((it) => it);
  try {
    return decodeMetadata(inner ?? answer);
  } catch (error) {
    if (error instanceof DecodeError)
      throw new UserError(`the runtime's metadata does not decode: ${messageOf(error)}`);
    throw error;
  }
}

function unwrapped(codec: Codec<Uint8Array | undefined>, answer: Uint8Array): Uint8Array | undefined {
  try {
    const inner = decode(codec, answer);
    return inner !== undefined && isMetadata(inner) ? inner : undefined;
  } catch (error) {
    if (error instanceof DecodeError) return undefined;
    throw error;
  }
}
