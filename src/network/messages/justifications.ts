import { Reader, Writer } from "../../codec/io.ts";
import { fromKey, toKey } from "../../lib/bytes.ts";
import type { Justification } from "../../primitives/block.ts";

/** Encodes the justifications of a block, SCALE. Rust: `sp_runtime::Justifications`. */
export function encodeJustifications(justifications: readonly Justification[]): Uint8Array {
  const to = new Writer();
  to.compact(justifications.length);
  for (const [engine, proof] of justifications) {
    to.raw(fromKey(engine));
    to.compact(proof.length);
    to.raw(proof);
  }
  return to.finish();
}

/** Decodes the justifications of a block. @throws DecodeError */
export function decodeJustifications(bytes: Uint8Array): Justification[] {
  const from = new Reader(bytes);
  const justifications: Justification[] = [];
  for (let left = from.length(5); left > 0; left--) {
    const engine = toKey(from.take(4));
    justifications.push([engine, from.take(from.length(1))]);
  }
  from.end();
  return justifications;
}
