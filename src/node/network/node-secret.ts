import { randomBytes } from "node:crypto";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { parseNodeKey } from "../../crypto/node-key.ts";
import { messageOf, UserError } from "../../lib/user-error.ts";
import type { NetworkConfig } from "../config.ts";
import { createDirectory } from "../directories.ts";

/**
 * The secret of the node's identity: given, or in its file, or made and kept there.
 * @param usual where the file lies when no other is named
 * @throws UserError for a file that is none, or an authority without a key
 */
export function nodeSecret(key: NetworkConfig["key"], usual: string): Uint8Array {
  if ("secret" in key) return key.secret;
  const { file = usual, make } = key;
  if (existsSync(file)) return readSecret(file);
  if (!make) {
    throw new UserError(
      `the node key ${file} does not exist: make it with \`key generate-node-key --file ${file}\`, since an authority should keep its identity, or give --unsafe-force-node-key-generation once`,
    );
  }
  const secret = randomBytes(32);
  createDirectory(dirname(file), "--base-path");
  try {
    writeFileSync(file, secret, { mode: 0o600 });
  } catch (error) {
    throw new UserError(`the node key ${file} cannot be written: ${messageOf(error)}`);
  }
  return secret;
}

function readSecret(file: string): Uint8Array {
  let content: Uint8Array;
  try {
    content = readFileSync(file);
  } catch (error) {
    throw new UserError(`the node key ${file} cannot be read: ${messageOf(error)}`);
  }
  const secret = parseNodeKey(content);
  if (secret === undefined) throw new UserError(`${file} holds no node key: 32 bytes or 64 hex digits are expected`);
  return secret;
}
