import { randomBytes } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { dirname } from "node:path";
import { parseNodeKey, peerIdOfSecret } from "../../crypto/node-key.ts";
import { utf8 } from "../../lib/bytes.ts";
import { messageOf, UserError } from "../../lib/user-error.ts";
import { loadChainSpec } from "../../node/chain-specs.ts";
import { createDirectory } from "../../node/directories.ts";
import { basePath, dataPaths } from "../../node/paths.ts";
import { writeSecretFile } from "../../node/secret-file.ts";
import type { Environment } from "../config.ts";
import type { Values } from "../option.ts";
import type { generateNodeKeyOptions, inspectNodeKeyOptions } from "../options/commands.ts";
import { readStandardInput } from "../streams.ts";

/** Writes a secret file that only its owner reads. */
export function writeSecret(path: string, content: Uint8Array, option: string): void {
  createDirectory(dirname(path), option);
  try {
    writeSecretFile(path, content);
  } catch (error) {
    throw new UserError(`the node key ${path} cannot be written: ${messageOf(error)}`);
  }
}

/** `key generate-node-key`: the secret to a file or standard output, the peer id to standard error. */
export function generateNodeKey(values: Values<typeof generateNodeKeyOptions>, environment: Environment): void {
  const secret = randomBytes(32);
  const content = values.bin ? secret : utf8(secret.toString("hex"));
  if (values.file !== undefined) {
    writeSecret(values.file, content, "--file");
  } else if (values.basePath !== undefined || values.defaultBasePath) {
    const spec = loadChainSpec({ chain: values.chain, dev: false, drand: "public" }, environment);
    const { nodeKey } = dataPaths(basePath(values.basePath, environment), spec.id);
    if (existsSync(nodeKey)) throw new UserError(`${nodeKey} holds a key already: remove it first, or keep it`);
    console.error(`Generating key in "${nodeKey}"`);
    writeSecret(nodeKey, content, "--base-path");
  } else {
    process.stdout.write(content);
  }
  console.error(peerIdOfSecret(secret));
}

/** `key inspect-node-key`: the peer id of a secret, to standard output. */
export function inspectNodeKey(values: Values<typeof inspectNodeKeyOptions>): void {
  const source = values.file ?? "standard input";
  let content: Uint8Array;
  try {
    content = values.file === undefined ? readStandardInput() : readFileSync(values.file);
  } catch (error) {
    throw new UserError(`the node key ${source} cannot be read: ${messageOf(error)}`);
  }
  const text = new TextDecoder("latin1").decode(content).trim().replace(/^0x/, "");
  const isSecret = values.bin ? content.length === 32 : /^[0-9a-fA-F]{64}$/.test(text);
  const secret = isSecret ? parseNodeKey(values.bin ? content : utf8(text)) : undefined;
  if (secret === undefined) {
    throw new UserError(`${source} holds no node key: ${values.bin ? "32 raw bytes" : "64 hex digits"} are expected`);
  }
  console.log(peerIdOfSecret(secret));
}
