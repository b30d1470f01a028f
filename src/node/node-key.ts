import { randomBytes } from "node:crypto";
import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { parseNodeKey } from "../crypto/node-key.ts";
import { fromHex } from "../lib/bytes.ts";
import { UserError } from "../lib/user-error.ts";
import { createDirectory, pathTrouble } from "./directories.ts";

/** What the command line says of the node's key. */
export interface NodeKeyChoice {
  /** 64 hex digits; precedes the file. */
  readonly nodeKey?: string | undefined;
  readonly nodeKeyFile?: string | undefined;
  /** The file when none is named: `network/secret_ed25519` of the chain's data. */
  readonly standard: string;
  readonly authority: boolean;
  readonly development: boolean;
  readonly forceGeneration: boolean;
}

/**
 * The 32 secret bytes that the node's peer id comes from. A node that has none makes one and keeps it, except for an
 * authority: others know it by its peer id. Rust: `sc_cli: node_key_params.rs NodeKeyParams::node_key`, `sc_network: config.rs get_secret`.
 * @throws UserError when the key is none, or there is none and none may be made
 */
export function loadNodeKey(choice: NodeKeyChoice): Uint8Array {
  if (choice.nodeKey !== undefined) {
    if (!/^[0-9a-fA-F]{64}$/.test(choice.nodeKey)) throw new UserError("--node-key is not 64 hex digits", 2);
    return fromHex(choice.nodeKey);
  }
  const path = choice.nodeKeyFile ?? choice.standard;
  const content = readKeyFile(path);
  if (content === undefined) return makeKey(path, choice);
  const secret = parseNodeKey(content);
  if (secret !== undefined) return secret;
  throw new UserError(`${path} holds no node key: 32 bytes or 64 hex digits are expected`);
}

/** Undefined when there is no such file. */
function readKeyFile(path: string): Uint8Array | undefined {
  try {
    return readFileSync(path);
  } catch (error) {
    if (["ENOENT", "ENOTDIR"].includes((error as NodeJS.ErrnoException).code ?? "")) return undefined;
    throw new UserError(`the node key ${path} cannot be read: ${pathTrouble(error, "read")}`);
  }
}

function makeKey(path: string, { authority, development, forceGeneration }: NodeKeyChoice): Uint8Array {
  if (authority && !development && !forceGeneration)
    throw new UserError(
      `an authority needs a node key, and ${path} does not exist: make one with key generate-node-key --file ${path}, or with --unsafe-force-node-key-generation`,
    );
  const secret = randomBytes(32);
  createDirectory(dirname(path), "--base-path");
  try {
    // Made anew or not at all: another node may make one at the same time.
    writeFileSync(path, secret, { mode: 0o600, flag: "wx" });
  } catch (error) {
    // Half a key would stop the next start.
    if ((error as NodeJS.ErrnoException).code !== "EEXIST") rmSync(path, { force: true });
    throw new UserError(`the node key ${path} cannot be written: ${pathTrouble(error)}`);
  }
  return secret;
}
