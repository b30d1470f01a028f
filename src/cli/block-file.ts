import { Reader, Writer } from "../codec/io.ts";
import { concatBytes, fromHex, fromUtf8, type Hex, isHex, toHex } from "../lib/bytes.ts";
import { messageOf, UserError } from "../lib/user-error.ts";
import type { Justification } from "../primitives/block.ts";
import { decodeHeader, encodeHeader, readHeader } from "../primitives/header.ts";

/** A block as files of export-blocks hold it. Answers to `sp_runtime: generic::SignedBlock`. */
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
  const some = justifications?.flatMap(([engine, proof]) => [
    Buffer.from(engine, "latin1"),
    compact(proof.length),
    proof,
  ]);
  const tail =
    some === undefined ? [Uint8Array.of(0)] : [Uint8Array.of(1), compact(justifications?.length ?? 0), ...some];
  return concatBytes(header, compact(extrinsics.length), ...extrinsics, ...tail);
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

/** An extrinsic with the length in front of it. */
function takeExtrinsic(from: Reader): Uint8Array {
  const start = from.offset;
  const length = Number(from.compact());
  from.take(length);
  return from.bytes.slice(start, from.offset);
}

function* binaryBlocks(file: Uint8Array): Generator<FileBlock> {
  const from = new Reader(file);
  const count = Number(from.u64());
  for (let index = 0; index < count; index++) {
    const start = from.offset;
    readHeader(from);
    const header = file.slice(start, from.offset);
    const extrinsics = Array.from({ length: Number(from.compact()) }, () => takeExtrinsic(from));
    const justifications =
      from.u8() === 0
        ? undefined
        : Array.from({ length: Number(from.compact()) }, (): Justification => {
            const engine = Buffer.from(from.take(4)).toString("latin1");
            return [engine, from.take(Number(from.compact()))];
          });
    yield { header, extrinsics, justifications };
  }
  from.end();
}

interface JsonBlock {
  block: {
    header: { parentHash: Hex; number: string; stateRoot: Hex; extrinsicsRoot: Hex; digest: { logs: Hex[] } };
    extrinsics: Hex[];
  };
  justifications: [number[], number[]][] | null;
}

function fromJsonBlock({ block, justifications }: JsonBlock): FileBlock {
  const { header, extrinsics } = block;
  const fields = [header.parentHash, header.stateRoot, header.extrinsicsRoot];
  if (!fields.every((hash) => isHex(hash) && hash.length === 66)) throw new RangeError("a hash is not 32 bytes of hex");
  return {
    header: encodeHeader({ ...header, number: Number(header.number), digest: header.digest.logs.map(fromHex) }),
    extrinsics: extrinsics.map(fromHex),
    justifications: justifications?.map(([engine, proof]) => [
      Buffer.from(engine).toString("latin1"),
      Uint8Array.from(proof),
    ]),
  };
}

/** JSON documents that follow each other: the text of each, found by its braces (hex and base58 hold none). */
function* jsonDocuments(text: string): Generator<string> {
  let depth = 0;
  let start = 0;
  for (let at = 0; at < text.length; at++) {
    const letter = text[at];
    if (depth === 0 && letter !== "{" && !/\s/.test(letter ?? "")) throw new RangeError("a { is expected");
    if (letter === "{" && depth++ === 0) start = at;
    if (letter === "}" && --depth === 0) yield text.slice(start, at + 1);
  }
  if (depth !== 0) throw new RangeError("the file ends within a block");
}

/**
 * The blocks of a file that export-blocks wrote, here or in the original.
 * @throws UserError that counts the block where the file stops making sense.
 */
export function* readBlockFile(file: Uint8Array, binary: boolean): Generator<FileBlock> {
  let count = 0;
  try {
    if (binary) {
      for (const block of binaryBlocks(file)) {
        count++;
        yield block;
      }
      return;
    }
    for (const document of jsonDocuments(fromUtf8(file))) {
      const block = fromJsonBlock(JSON.parse(document) as JsonBlock);
      count++;
      yield block;
    }
  } catch (error) {
    if (error instanceof UserError) throw error;
    throw new UserError(
      `the block file does not read on after ${count} blocks (${messageOf(error)}); is it ${binary ? "JSON, without --binary" : "SCALE, with --binary"}?`,
    );
  }
}
