import { onTestFinished } from "vitest";
import type { Hex } from "../../src/lib/bytes.ts";
import { type NodeProcess, startNode } from "./node-process.ts";

/** A node that makes blocks on command, ended with the test. */
export async function startManual(...args: string[]): Promise<NodeProcess> {
  const node = await startNode([...args, "--sealing", "manual"]);
  onTestFinished(async () => void (await node.stop("SIGKILL")));
  return node;
}

/** Has a node make a block, empty or not, that is final at once. */
export const createBlock = async (node: NodeProcess): Promise<Hex> =>
  ((await node.rpc("engine_createBlock", [true, true])) as { hash: Hex }).hash;
