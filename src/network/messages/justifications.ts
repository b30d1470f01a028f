import { DecodeError, Reader, Writer } from "../../codec/io.ts";
import { fromKey, toKey } from "../../lib/bytes.ts";
import type { Justification } from "../../primitives/block.ts";

/** A block has one of each engine at most, and there are a few engines. */
const mostEngines = 64;

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
  const count = from.length(5);
  if (count > mostEngines) throw new DecodeError("too many justifications", from.offset);
  while (justifications.length < count) {
    const engine = toKey(from.take(4));
    justifications.push([engine, from.take(from.length(1))]);
  }
  from.end();
  return justifications;
}
