import { readSync, writeSync } from "node:fs";
import { joinBytes } from "../lib/bytes.ts";
import { messageOf, UserError } from "../lib/user-error.ts";

const chunkBytes = 1024 * 1024;
const waitMs = 5;

/** Names a file of the command line; standard input or output where none is given. */
export interface OpenFile {
  readonly descriptor: number;
  readonly name: string;
}

/**
 * Does a read or write again while the other side is not ready. A pipe that another program, or a library that looks
 * at `process.stdin`, has set to not wait answers EAGAIN in place of waiting.
 */
function patiently(act: () => number): number {
  for (;;) {
    try {
      return act();
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "EAGAIN") throw error;
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, waitMs);
    }
  }
}

/** Reads up to so many bytes, waiting for them; none at the end. */
export function readSome({ descriptor, name }: OpenFile, most = chunkBytes): Uint8Array {
  const bytes = Buffer.allocUnsafe(most);
  try {
    const count = patiently(() => readSync(descriptor, bytes, 0, most, null));
    return new Uint8Array(bytes.buffer, bytes.byteOffset, count);
  } catch (error) {
    throw new UserError(`${name} cannot be read: ${messageOf(error)}`);
  }
}

/** The parts of a file as they come, none of them empty. */
export function* readParts(file: OpenFile): Generator<Uint8Array> {
  for (let part = readSome(file); part.length > 0; part = readSome(file)) yield part;
}

/** The whole of standard input. */
export function readStandardInput(): Uint8Array {
  return joinBytes([...readParts({ descriptor: 0, name: "standard input" })]);
}

/** Writes all bytes, however many the other side takes at a time. @throws UserError */
export function writeAll({ descriptor, name }: OpenFile, bytes: Uint8Array): void {
  try {
    for (let from = 0; from < bytes.length; ) {
      from += patiently(() => writeSync(descriptor, bytes, from, bytes.length - from));
    }
  } catch (error) {
    // Whoever read has enough: that is no error of the user's.
    if ((error as NodeJS.ErrnoException).code === "EPIPE") throw error;
    throw new UserError(`${name} cannot be written: ${messageOf(error)}`);
  }
}
