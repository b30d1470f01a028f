import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { type NodeProcess, startNode } from "../support/node-process.ts";
import { median, type Row } from "./measure.ts";

/** From the exec of `bin/subtensor` to block 1 over RPC, beside the start of the same Node with nothing to do. */
export async function startRow(runs: number): Promise<Row> {
  const nothing = median(
    Array.from({ length: runs }, () => {
      const start = performance.now();
      spawnSync(process.execPath, ["-e", "0"]);
      return performance.now() - start;
    }),
  );
  const times: number[] = [];
  for (let i = 0; i <= runs; i++) {
    const start = performance.now();
    const node = await startNode(["--dev", "--one", "--tmp", "--fast-runtime"]);
    await untilBlock(node, 1, 2);
    // The first run fills caches.
    if (i > 0) times.push(performance.now() - start);
    await node.stop();
  }
  return {
    what: "exec to block 1 on RPC",
    ours: median(times),
    against: { name: "node -e 0", value: nothing, goal: 12 },
  };
}

async function untilBlock(node: NodeProcess, number: number, pause: number): Promise<void> {
  while (Number(((await node.rpc("chain_getHeader")) as { number: string }).number) < number) {
    await new Promise((resolve) => setTimeout(resolve, pause));
  }
}

/** Resident memory of a development chain, MB, after 2,000 and after `blocks` blocks. */
export async function memoryRows(blocks: number): Promise<Row[]> {
  const node = await startNode(["--dev", "--one", "--tmp", "--sealing", "1"]);
  try {
    const resident = (): number =>
      Number(/VmRSS:\s+(\d+) kB/.exec(readFileSync(`/proc/${node.process.pid}/status`, "utf8"))?.[1] ?? 0) / 1024;
    const rows: Row[] = [];
    for (const at of [2000, blocks]) {
      await untilBlock(node, at, 250);
      rows.push({
        what: `memory after ${at} blocks`,
        ours: resident(),
        unit: "MB",
        against: { name: "limit", value: 200, goal: 1 },
      });
    }
    return rows;
  } finally {
    await node.stop();
  }
}
