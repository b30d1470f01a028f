import { randomUUID } from "node:crypto";
import { rmSync } from "node:fs";
import { onTestFinished } from "vitest";
import { commands } from "../../src/cli/commands.ts";
import { nodeConfig } from "../../src/cli/config.ts";
import { forkRequest } from "../../src/cli/fork-request.ts";
import type { RunValues } from "../../src/cli/options/run.ts";
import { parseArguments } from "../../src/cli/program.ts";
import { fromHex } from "../../src/lib/bytes.ts";
import { prepareFork } from "../../src/node/fork/prepare-fork.ts";
import { createLog } from "../../src/node/log/log.ts";
import { type RunningNode, startNode } from "../../src/node/node.ts";
import type { BlockData } from "../../src/primitives/block.ts";
import { createExtrinsic } from "../../src/primitives/extrinsic.ts";
import { encodeHeader } from "../../src/primitives/header.ts";
import { headerOfJson } from "../../src/primitives/header-json.ts";

export interface TestFork extends RunningNode {
  readonly lines: readonly string[];
}

/**
 * A fork in this process, of a node in another one: who reads its state sleeps until that answers. Its database is in
 * memory, or where the arguments say.
 */
export async function startFork(url: string, ...args: string[]): Promise<TestFork> {
  const [root] = commands;
  if (root === undefined) throw new Error("there is a root command");
  const { values } = parseArguments(root, ["--fork", url, "--rpc-port", "0", "--no-prometheus", ...args]);
  const request = forkRequest(values as RunValues, {});
  if (request === undefined) throw new Error("this is a fork");
  const lines: string[] = [];
  const prepared = await prepareFork({ ...request, warn: (line) => void lines.push(line) });
  const config = nodeConfig(values as RunValues, { environment: {}, random: randomUUID, ask: () => "", prepared });
  if (config.temporary) onTestFinished(() => rmSync(config.paths.base, { recursive: true, force: true }));
  const log = createLog({ ...config.log, write: (line) => void lines.push(line) });
  const node = await startNode({ config, memory: config.temporary, log });
  onTestFinished(() => node.stop());
  return { ...node, lines };
}

/** A block as a node answers it, as it travels. */
export function blockOfJson(answer: unknown): BlockData {
  const { header, extrinsics } = (answer as { block: { header: unknown; extrinsics: string[] } }).block;
  const read = headerOfJson(header);
  if (read === undefined) throw new Error("no header");
  return { header: encodeHeader(read), body: extrinsics.map((bytes) => createExtrinsic(fromHex(bytes))) };
}
