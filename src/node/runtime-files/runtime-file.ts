import { decode } from "../../codec/codec.ts";
import { option } from "../../codec/containers.ts";
import { DecodeError } from "../../codec/io.ts";
import { bytes } from "../../codec/primitives.ts";
import { emptyBytes } from "../../lib/bytes.ts";
import { UserError } from "../../lib/user-error.ts";
import { decodeMetadata, isMetadata } from "../../metadata/read-metadata.ts";
import type { AnyMetadata } from "../../metadata/surface.ts";
import { decodeVersion, type RuntimeVersionValue } from "../../primitives/runtime-version.ts";
import { memoryState } from "../../storage/state/memory-state.ts";
import { createExecutor, type Executor } from "../../wasm/executor.ts";
import { Trap } from "../../wasm/memory.ts";
import { ProgramError } from "../../wasm/module/error.ts";
import { loadProgram, type Program } from "../../wasm/module/program.ts";
import { placeholderText, readRuntimeBytes } from "./runtime-bytes.ts";

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
    if (isMetadata(content)) return { path, metadata: decodeMetadata(content) };
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
