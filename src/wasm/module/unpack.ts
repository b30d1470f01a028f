import { zstdDecompressSync } from "node:zlib";
import { equalBytes, joinBytes } from "../../lib/bytes.ts";
import { messageOf } from "../../lib/user-error.ts";
import { ProgramError } from "./error.ts";

/** What compressed code begins with. Rust: `sp_maybe_compressed_blob: ZSTD_PREFIX` */
export const packedPrefix = Uint8Array.of(0x52, 0xbc, 0x53, 0x76, 0x46, 0xdb, 0x8e, 0x05);

/** Bytes that code may unpack to. Rust: `sp_maybe_compressed_blob: CODE_BLOB_BOMB_LIMIT` */
export const unpackedLimit = 50 * 1024 * 1024;

/** Whether code is compressed. */
export function isPacked(code: Uint8Array): boolean {
  return equalBytes(code.subarray(0, packedPrefix.length), packedPrefix);
}

/**
 * The code as it is executed. What is not compressed is not looked at. Rust: `sp_maybe_compressed_blob: decompress`
 * @throws ProgramError when it does not unpack, or unpacks to more than the limit of bytes, of which no more are made
 */
export function unpackCode(code: Uint8Array, limit = unpackedLimit): Uint8Array {
  if (!isPacked(code)) return code;
  const parts: Uint8Array[] = [];
  let packed = code.subarray(packedPrefix.length);
  let size = 0;
  // Several frames after each other are one text, as for the original; Node's function ends with a frame.
  do {
    // Large pieces for the first frame, which is all of what real code has: a room of this size is made for each frame.
    const chunkSize = size === 0 ? 1 << 20 : 1 << 16;
    const { buffer, engine } = unpackFrame(packed, { maxOutputLength: limit + 1 - size, chunkSize }, limit);
    size += buffer.length;
    if (size > limit) throw tooLarge(limit);
    if (buffer.length > 0) parts.push(buffer);
    packed = packed.subarray(engine.bytesWritten);
  } while (packed.length > 0);
  const [first] = parts;
  return first !== undefined && parts.length === 1 ? first : joinBytes(parts);
}

interface Unpacked {
  readonly buffer: Uint8Array;
  /** Its `bytesWritten` were read. */
  readonly engine: { readonly bytesWritten: number };
}

interface Room {
  readonly maxOutputLength: number;
  readonly chunkSize: number;
}

function unpackFrame(packed: Uint8Array, room: Room, limit: number): Unpacked {
  try {
    return zstdDecompressSync(packed, { info: true, ...room }) as unknown as Unpacked;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ERR_BUFFER_TOO_LARGE") throw tooLarge(limit);
    throw new ProgramError("packing", `the compressed code does not unpack: ${messageOf(error)}`);
  }
}

function tooLarge(limit: number): ProgramError {
  return new ProgramError("packing", `the compressed code unpacks to more than ${limit} bytes`);
}
