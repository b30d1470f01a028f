import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { onTestFinished } from "vitest";
import { devConfig } from "../../cli/commands/dev.ts";
import { commands } from "../../cli/commands.ts";
import type { DevValues } from "../../cli/options/dev.ts";
import { parseArguments } from "../../cli/program.ts";
import { createLog } from "../log/log.ts";
import { type RunningNode, startNode } from "../node.ts";

/** A directory that is gone after the test. */
export function testDirectory(): string {
  const path = mkdtempSync(join(tmpdir(), "dev-node-"));
  onTestFinished(() => rmSync(path, { recursive: true, force: true }));
  return path;
}

export interface DevNode extends RunningNode {
  readonly lines: readonly string[];
}

/** What `subtensor dev` starts with these words, without JSON-RPC. @param cache where worlds are kept, as XDG_CACHE_HOME says it */
export async function devNode(cache: string, ...words: string[]): Promise<DevNode> {
  const command = commands.find((one) => one.name === "dev");
  if (command === undefined) throw new Error("there is no command dev");
  const config = devConfig(parseArguments(command, words).values as DevValues, { XDG_CACHE_HOME: cache });
  const lines: string[] = [];
  const log = createLog({ filters: [], detailed: false, write: (line) => lines.push(line) });
  const node = await startNode({ config, memory: config.temporary, noRpc: true, log });
  let stopped: Promise<void> | undefined;
  const stop = (): Promise<void> => {
    stopped ??= node.stop();
    return stopped;
  };
  onTestFinished(stop);
  return { ...node, stop, lines };
}
