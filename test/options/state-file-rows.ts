import { existsSync } from "node:fs";
import { join } from "node:path";
import { expect } from "vitest";
import { createLog } from "../../src/node/log/log.ts";
import { startNode } from "../../src/node/node.ts";
import { openStateFile } from "../../src/state-file/open-state-file.ts";
import { configOf, freshDirectory, pause, type Rows, subtensor } from "./support.ts";

/** Runs a node that makes three blocks, and ends it; gives the number of the last one. */
async function runOnce(...options: string[]): Promise<number> {
  const config = configOf(["--dev", "--sealing", "manual", "--offchain-worker", "never", ...options]);
  const log = createLog({ filters: ["off"], detailed: false, write: () => {} });
  const { api, chain, stop } = await startNode({ config, memory: true, noRpc: true, log });
  for (let block = 0; block < 3; block++) await api.sealing?.createBlock({ createEmpty: true, finalize: true });
  const { number } = chain.best();
  await stop();
  return number;
}

const fresh = (): string => join(freshDirectory(), "a.state");

/** How many blocks a file has. */
async function blocksOf(path: string): Promise<number> {
  const { counts, close } = await openStateFile(path);
  await close();
  return counts.blocks;
}

/** The options of the node. */
export const stateFileRows: Rows = {
  state: async () => {
    const file = fresh();
    expect([await runOnce("--state", file), await runOnce("--state", file)]).toEqual([3, 6]);
  },
  loadState: async () => {
    const file = fresh();
    await runOnce("--dump-state", file);
    expect([await runOnce("--load-state", file), await runOnce("--load-state", file)]).toEqual([6, 6]);
  },
  dumpState: async () => {
    const file = fresh();
    expect([await runOnce("--dump-state", file), await runOnce("--dump-state", file)]).toEqual([3, 3]);
    expect(await blocksOf(file)).toBe(1);
  },
  stateInterval: async () => {
    const file = fresh();
    const config = configOf(["--dev", "--sealing", "manual", "--dump-state", file, "--state-interval", "1"]);
    const log = createLog({ filters: ["off"], detailed: false, write: () => {} });
    const { stop } = await startNode({ config, memory: true, noRpc: true, log });
    for (let waited = 0; !existsSync(file) && waited < 10_000; waited += 50) await pause(50);
    expect(existsSync(file)).toBe(true);
    await stop();
  },
  stateBlocks: async () => {
    const file = fresh();
    await runOnce("--dump-state", file, "--state-blocks");
    expect(await blocksOf(file)).toBe(3);
  },
};

/** The options of `state inspect`. */
export const stateInspectRows: Rows = {
  json: async () => {
    const file = fresh();
    await runOnce("--dump-state", file);
    expect(JSON.parse((await subtensor("state", "inspect", "--json", file)).out)).toMatchObject({
      ...{ format: 1, build: "production", block: { number: 3 }, firstBlock: 3, oldestState: 3 },
      counts: { blocks: 1, children: 0 },
    });
    const { code, out } = await subtensor("state", "inspect", file);
    expect([code, out]).toEqual([0, expect.stringMatching(/^Format: {3}1, \d+ bytes.*\nBlock: {4}#3 \(0x/s)]);
  },
};
