import { randomUUID } from "node:crypto";
import { rmSync } from "node:fs";
import { expect, it, onTestFinished } from "vitest";
import { commands } from "../cli/commands.ts";
import { nodeConfig } from "../cli/config.ts";
import type { RunValues } from "../cli/options/run.ts";
import { parseArguments } from "../cli/program.ts";
import type { NodeConfig } from "./config.ts";
import { createLog } from "./log/log.ts";
import { startNode } from "./node.ts";

function configOf(...args: string[]): NodeConfig {
  const [root] = commands;
  if (root === undefined) throw new Error("there is a root command");
  const { values } = parseArguments(root, ["--dev", "--fast-runtime", "--rpc-port", "0", "--no-prometheus", ...args]);
  const config = nodeConfig(values as RunValues, { environment: {}, random: randomUUID, ask: () => "" });
  onTestFinished(() => rmSync(config.paths.base, { recursive: true, force: true }));
  return config;
}

async function run(...args: string[]) {
  const lines: string[] = [];
  const config = configOf(...args);
  const log = createLog({ filters: [], detailed: false, write: (line) => lines.push(line) });
  const node = await startNode({ config, memory: true, log });
  onTestFinished(() => node.stop());
  const call = async (method: string, ...params: unknown[]): Promise<unknown> => {
    const answer = await fetch(`http://127.0.0.1:${node.rpcPort}`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ jsonrpc: "2.0", id: 1, method, params }),
    });
    return answer.json();
  };
  return { node, lines, call };
}

async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await new Promise((resolve) => setTimeout(resolve, 5));
}

it("makes blocks by Aura, answers, and writes the lines that tools look for", async () => {
  const { node, lines, call } = await run();
  await until(() => node.chain.best().number >= 2);
  const { result } = (await call("chain_getHeader")) as { result: { number: string } };
  expect(Number(result.number)).toBeGreaterThanOrEqual(2);
  const expected = [
    /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d 🎁 Prepared block for proposing at 1 \(\d+ ms\) hash: 0x[0-9a-f]{64}; parent_hash: 0x[0-9a-f]{4}…[0-9a-f]{4}; end: NoMoreTransactions; extrinsics_count: 2\n$/,
    /🏆 Imported #1 \(0x[0-9a-f]{4}…[0-9a-f]{4} → 0x[0-9a-f]{4}…[0-9a-f]{4}\)\n$/,
  ];
  for (const pattern of expected) expect(lines.filter((line) => pattern.test(line))).toHaveLength(1);
  // At info a block is these two lines, and no more.
  expect(lines.filter((line) => !/🎁 Prepared block|🏆 Imported #/.test(line))).toEqual([]);
});

it("changes what is logged over RPC, and goes back", async () => {
  const { lines, call } = await run("--sealing=manual", "--enable-log-reloading");
  const made = async (): Promise<string[]> => {
    lines.length = 0;
    await call("engine_createBlock", true, true);
    return lines.filter((line) => line.includes("No more transactions"));
  };
  expect(await made()).toEqual([]);
  expect(await call("system_addLogFilter", "basic-authorship=debug")).toMatchObject({ result: null });
  expect(await made()).toHaveLength(1);
  expect(await call("system_resetLogFilter")).toMatchObject({ result: null });
  expect(await made()).toEqual([]);
});

it("seals on command over RPC, with the codes of the original", async () => {
  const { node, call } = await run("--sealing=manual");
  expect(await call("engine_createBlock", true, true)).toMatchObject({
    result: { hash: node.chain.best().hash, aux: { is_new_best: true }, proof_size: 0 },
  });
  expect(node.api.finalizedHash()).toBe(node.chain.best().hash);
  expect(await call("engine_createBlock", false, true)).toMatchObject({ error: { code: 12_000 } });
});

it("gives back everything when it cannot start", async () => {
  const { node } = await run("--sealing=manual");
  const config = configOf("--sealing=manual");
  config.rpc.port = node.rpcPort ?? 0;
  const silent = createLog({ filters: ["off"], detailed: false, write: () => {} });
  await expect(startNode({ config, memory: true, log: silent })).rejects.toThrow(/port \d+ is in use/);
});
