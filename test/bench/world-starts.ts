// Times how long each named world takes from the start of the program until its chain answers: built by real calls, and kept from then on.
import { mkdtempSync, readdirSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { worldNames } from "../../src/dev/worlds/named-worlds.ts";
import { startNode } from "../support/node-process.ts";
import { median } from "./measure.ts";

/** Starts of a kept world. */
const keptRuns = 5;

async function startOf(world: string, cache: string): Promise<{ readonly ms: number; readonly block: number }> {
  const began = performance.now();
  const node = await startNode(["dev", "--world", world, "--sealing", "manual"], {
    within: 600_000,
    env: { XDG_CACHE_HOME: cache },
  });
  const ms = performance.now() - began;
  const { number } = (await node.rpc("chain_getHeader")) as { number: string };
  await node.stop();
  return { ms, block: Number(number) };
}

for (const world of process.argv.length > 2 ? process.argv.slice(2) : worldNames) {
  const cache = mkdtempSync(join(tmpdir(), "subtensor-worlds-"));
  try {
    const first = await startOf(world, cache);
    const folder = join(cache, "subtensor-ts", "worlds");
    const size = readdirSync(folder).reduce(
      (sum, name) => sum + (name.endsWith(".state") ? statSync(join(folder, name)).size : 0),
      0,
    );
    const kept: number[] = [];
    for (let run = 0; run < keptRuns; run++) kept.push((await startOf(world, cache)).ms);
    console.log(
      `${world.padEnd(14)} at block ${String(first.block).padStart(4)}: first ${(first.ms / 1000).toFixed(2)} s, ` +
        `kept ${(median(kept) / 1000).toFixed(2)} s, a state file of ${(size / 1e6).toFixed(2)} MB`,
    );
  } finally {
    rmSync(cache, { recursive: true, force: true });
  }
}
