import { DecodeError } from "../codec/io.ts";
import { decodeExtrinsic } from "../runtime/executive/extrinsic.ts";
import type { Runtime } from "../runtime/frame/compose.ts";

/** A body as a header's root counts it: written anew after decoding. Undefined when the rules cannot read it. */
export function rewriteBody(runtime: Runtime, body: readonly Uint8Array[]): Uint8Array[] | undefined {
  try {
    return body.map((bytes) => decodeExtrinsic(bytes, runtime).bytes);
  } catch (error) {
    if (error instanceof DecodeError) return undefined;
    throw error;
  }
}
