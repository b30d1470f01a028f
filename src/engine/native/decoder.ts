import type { Extrinsic } from "../../primitives/extrinsic.ts";
import { type Extrinsic as DecodedExtrinsic, decodeExtrinsic } from "../../runtime/executive/extrinsic.ts";
import type { OuterRuntime } from "../../runtime/frame/outer-runtime.ts";

/** Gives an extrinsic of the chain as the executive takes it. @throws DecodeError */
export type Decoder = (extrinsic: Extrinsic) => DecodedExtrinsic;

/**
 * How many bytes of extrinsics one generation of decoded ones stands for. Two are kept: all of a pool of transfers. A list
 * of many short calls takes a hundred times its bytes when it is decoded, so that a full pool must not be kept whole.
 */
const generation = 1024 * 1024;

/**
 * Decodes each extrinsic once, from the pool's door to its block: what was decoded is kept beside the extrinsic, as long as
 * that itself is, and it was asked for not too long ago.
 */
export function createDecoder(runtime: OuterRuntime): Decoder {
  let young = new WeakMap<Extrinsic, DecodedExtrinsic>();
  let old = new WeakMap<Extrinsic, DecodedExtrinsic>();
  let held = 0;
  return (extrinsic) => {
    const known = young.get(extrinsic);
    if (known !== undefined) return known;
    const decoded = old.get(extrinsic) ?? decodeExtrinsic(extrinsic.bytes, runtime);
    held += extrinsic.bytes.length;
    if (held > generation) {
      old = young;
      young = new WeakMap();
      held = extrinsic.bytes.length;
    }
    young.set(extrinsic, decoded);
    return decoded;
  };
}
