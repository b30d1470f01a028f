import { readFileSync, statSync } from "node:fs";
import { buildsOfPlaceholder } from "../../engine/our-code.ts";
import { fromHex, fromUtf8, isHex } from "../../lib/bytes.ts";
import { messageOf, UserError } from "../../lib/user-error.ts";

/** Bytes of a file that are read: the code of no network comes near. */
const mostBytes = 128 * 1024 * 1024;

/** What metadata begins with: `meta`. */
const metadataStart = Uint8Array.of(0x6d, 0x65, 0x74, 0x61);

/**
 * The bytes of a runtime's file, code or metadata, which may hold them as hex text.
 * @param what stands before the path in errors
 * @throws UserError when it cannot be read, or holds plainly something else
 */
export function readRuntimeBytes(path: string, what = "the runtime"): Uint8Array {
  const content = readWhole(path, what);
  if (content.length === 0) throw new UserError(`${what} ${path} is empty`);
  if (!isText(content)) return content;
  const text = content[0] === 0x30 && content[1] === 0x78 ? fromUtf8(content).trim() : "";
  if (isHex(text) && text.length > 2) return fromHex(text);
  const isJson = /^\s*[[{]/.test(fromUtf8(content.subarray(0, 512)));
  if (!isJson) throw new UserError(`${what} ${path} is text, not a program`);
  throw new UserError(`${what} ${path} is JSON, not a program: a chain specification is given with --chain`);
}

/** The program in a file, as it is stored in `:code`. @throws UserError as above, and for what is never one */
export function readCode(path: string, what = "the runtime"): Uint8Array {
  const code = readRuntimeBytes(path, what);
  if (metadataStart.every((byte, index) => code[index] === byte))
    throw new UserError(`${what} ${path} is metadata alone, not a program`);
  const words = placeholderText(code);
  if (words !== undefined) throw new UserError(`${what} ${path} is ${words}`);
  return code;
}

/** What a `:code` is that this client puts in a program's place; undefined for any other. */
export function placeholderText(code: Uint8Array): string | undefined {
  const builds = buildsOfPlaceholder(code);
  return builds.length === 0
    ? undefined
    : `no program but this client's placeholder, which stands for its own ${builds.join(" or ")} rules`;
}

function readWhole(path: string, what: string): Uint8Array {
  let size: number;
  try {
    const found = statSync(path);
    if (found.isDirectory()) throw new UserError(`${what} ${path} is a directory, not a program`);
    size = found.size;
    if (size <= mostBytes) return readFileSync(path);
  } catch (error) {
    if (error instanceof UserError) throw error;
    throw new UserError(`${what} ${path} cannot be read: ${messageOf(error)}`);
  }
  throw new UserError(`${what} ${path} has ${size} bytes: that is no runtime`);
}

/** Whether the beginning of a file has no character that texts do not have. */
function isText(content: Uint8Array): boolean {
  return content.subarray(0, 512).every((byte) => byte >= 0x20 || byte === 0x09 || byte === 0x0a || byte === 0x0d);
}
