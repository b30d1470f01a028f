import { Writer } from "../codec/io.ts";
import { joinBytes, toHex } from "../lib/bytes.ts";
import type { Justification } from "../primitives/block.ts";
import { decodeHeader } from "../primitives/header.ts";

/** A block as files of export-blocks hold it. Rust: `sp_runtime::generic::SignedBlock`. */
export interface FileBlock {
  /** SCALE. */
  header: Uint8Array;
  /** Each with its length in front. */
  extrinsics: readonly Uint8Array[];
  justifications: readonly Justification[] | undefined;
}

function compact(value: number): Uint8Array {
  const to = new Writer();
  to.compact(value);
  return to.finish();
}

/** The head of a binary file: how many blocks follow, u64. */
export function binaryHead(count: number): Uint8Array {
  const bytes = new Uint8Array(8);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(count), true);
  return bytes;
}

/** One block as SCALE: header, extrinsics, optional justifications. */
export function encodeBinaryBlock({ header, extrinsics, justifications }: FileBlock): Uint8Array {
  const parts: Uint8Array[] = [header, compact(extrinsics.length)];
  for (const extrinsic of extrinsics) parts.push(extrinsic);
  parts.push(Uint8Array.of(justifications === undefined ? 0 : 1));
  if (justifications !== undefined) parts.push(compact(justifications.length));
  for (const [engine, proof] of justifications ?? []) {
    parts.push(Buffer.from(engine, "latin1"), compact(proof.length), proof);
  }
  return joinBytes(parts);
}

/** One block as JSON text, as the RPC method chain_getBlock shows blocks. */
export function encodeJsonBlock({ header, extrinsics, justifications }: FileBlock): string {
  const { parentHash, number, stateRoot, extrinsicsRoot, digest } = decodeHeader(header);
  return JSON.stringify({
    block: {
      header: {
        parentHash,
        number: `0x${number.toString(16)}`,
        stateRoot,
        extrinsicsRoot,
        digest: { logs: digest.map(toHex) },
      },
      extrinsics: extrinsics.map(toHex),
    },
    justifications: justifications?.map(([engine, proof]) => [[...Buffer.from(engine, "latin1")], [...proof]]) ?? null,
  });
}
