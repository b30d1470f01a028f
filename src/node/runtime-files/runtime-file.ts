import { decode } from "../../codec/codec.ts";
import { option } from "../../codec/containers.ts";
import { DecodeError } from "../../codec/io.ts";
import { bytes } from "../../codec/primitives.ts";
import { emptyBytes } from "../../lib/bytes.ts";
import { UserError } from "../../lib/user-error.ts";
import { decodeVersion, type RuntimeVersionValue } from "../../primitives/runtime-version.ts";
import { MetadataV14, MetadataV15, MetadataV16, magic } from "../../runtime/metadata/codecs.ts";
import { memoryState } from "../../storage/state/memory-state.ts";
import { createExecutor, type Executor } from "../../wasm/executor.ts";
import { Trap } from "../../wasm/memory.ts";
import { ProgramError } from "../../wasm/module/error.ts";
import { loadProgram, type Program } from "../../wasm/module/program.ts";
import { placeholderText, readRuntimeBytes } from "./runtime-bytes.ts";
import type { AnyMetadata } from "./surface.ts";

/** Pages that the heap of a program may grow by while it tells of itself. The original's node gives as many. */
const heapPages = 60_000;

/** A runtime from a file: a program, or the metadata of one alone. */
export interface RuntimeFile {
  readonly path: string;
  readonly code?: Uint8Array;
  readonly program?: Program;
  readonly version?: RuntimeVersionValue;
  /** The newest version of metadata that is known here, or an older one. */
  readonly metadata: AnyMetadata;
}

/**
 * Reads a runtime: code, compressed or not, or metadata; as bytes or as hex text. A program is asked for its metadata.
 * @throws UserError that names the file and what is wrong
 */
export function readRuntimeFile(path: string, newest = 16): RuntimeFile {
  const content = readRuntimeBytes(path);
  try {
    const metadata = plainMetadata(content);
    if (metadata !== undefined) return { path, metadata };
    const words = placeholderText(content);
    if (words !== undefined) throw new UserError(words);
    return { path, code: content, ...askProgram(content, newest) };
  } catch (error) {
    if (error instanceof ProgramError || error instanceof Trap || error instanceof DecodeError) {
      throw new UserError(`${path}: ${error.message}`);
    }
    if (error instanceof UserError) throw new UserError(`${path}: ${error.message}`, error.exitCode);
    throw error;
  }
}

const startsWithMagic = (content: Uint8Array): boolean =>
  content.length > 5 && new DataView(content.buffer, content.byteOffset).getUint32(0, true) === magic;

function plainMetadata(content: Uint8Array): AnyMetadata | undefined {
  return startsWithMagic(content) ? decodeMetadata(content) : undefined;
}

/** @throws DecodeError, UserError for a version that is not known */
function decodeMetadata(encoded: Uint8Array): AnyMetadata {
  if (!startsWithMagic(encoded)) throw new UserError("the program's metadata is none");
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

function askProgram(code: Uint8Array, newest: number): Pick<RuntimeFile, "program" | "version" | "metadata"> {
  const program = loadProgram(code);
  // What a node lacks does not keep its metadata from being read.
  const executor = createExecutor(program, { heapPages, allowMissingImports: true });
  const version = program.version ?? decodeVersion(ask(executor, "Core_version"));
  return { program, version, metadata: metadataOf(executor, newest) };
}

function ask(executor: Executor, method: string, input: Uint8Array = emptyBytes): Uint8Array {
  return executor.call(memoryState([]).overlay(), method, input);
}

/** The program's metadata of that version, or of the next older one that it has. */
function metadataOf(executor: Executor, newest: number): AnyMetadata {
  const maybe = option(bytes);
  if (executor.has("Metadata_metadata_at_version")) {
    for (let version = newest; version >= 14; version--) {
      const wanted = Uint8Array.of(version, 0, 0, 0);
      const found = decode(maybe, ask(executor, "Metadata_metadata_at_version", wanted));
      if (found !== undefined) return decodeMetadata(found);
    }
  }
  return decodeMetadata(decode(bytes, ask(executor, "Metadata_metadata")));
}
