import { writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { blake2Hex } from "../../crypto/hashing.ts";
import { messageOf, UserError } from "../../lib/user-error.ts";
import { createDirectory } from "../../node/directories.ts";
import { diffRuntimes } from "../../node/runtime-files/diff.ts";
import { diffText } from "../../node/runtime-files/diff-text.ts";
import { fetchCode, fetchLimits } from "../../node/runtime-files/fetch-code.ts";
import { inspectionText, inspectRuntime } from "../../node/runtime-files/inspect.ts";
import { remoteNode } from "../../node/runtime-files/remote-node.ts";
import { placeholderText } from "../../node/runtime-files/runtime-bytes.ts";
import { readRuntimeFile } from "../../node/runtime-files/runtime-file.ts";
import type { Values } from "../option.ts";
import type { runtimeDiffOptions, runtimeFetchOptions, runtimeInspectOptions } from "../options/commands.ts";
import { writeAll } from "../streams.ts";

/** `runtime fetch`: takes the program of a chain from a node's RPC and writes it down. What was proven is said beside it. */
export async function fetchRuntime(values: Values<typeof runtimeFetchOptions>, url: string): Promise<void> {
  const { at, output, timeout } = values;
  if (output === undefined && process.stdout.isTTY) {
    throw new UserError("--output is missing: the code is no text for a terminal", 2);
  }
  const node = remoteNode(url, { ...fetchLimits, answerMs: timeout * 1000 });
  const { code, block } = await fetchCode(node, at);
  const placeholder = placeholderText(code);
  if (placeholder !== undefined)
    throw new UserError(`${url}: what block #${block.number} has in :code is ${placeholder}; nothing was written`);
  if (output === undefined) writeAll({ descriptor: 1, name: "standard output" }, code);
  else writeFile(output, code);
  const whose = at === undefined ? `, the finalized one by the word of ${url} alone` : "";
  console.error(`Block #${block.number} (${block.hash})${whose}.`);
  console.error(
    `${code.length} bytes of code, blake2-256 ${blake2Hex(code)}, proven by its state root ${block.stateRoot}.`,
  );
}

function writeFile(path: string, bytes: Uint8Array): void {
  createDirectory(dirname(path), "--output");
  try {
    writeFileSync(path, bytes);
  } catch (error) {
    throw new UserError(`${path} cannot be written: ${messageOf(error)}`);
  }
}

/** `runtime inspect`: what a runtime's file holds. */
export function inspectFile(values: Values<typeof runtimeInspectOptions>, path: string): void {
  const inspection = inspectRuntime(readRuntimeFile(path));
  console.log(values.json ? JSON.stringify(inspection, null, 2) : inspectionText(inspection));
}

/** `runtime diff`: what an upgrade from one runtime to another does to those who use it. */
export function diffFiles(values: Values<typeof runtimeDiffOptions>, before: string, after: string): void {
  const diff = diffRuntimes(before, after);
  console.log(values.json ? JSON.stringify(diff, null, 2) : diffText(diff));
}
