import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { type NodeProcess, startNode } from "../support/node-process.ts";
import { median, type Row } from "./measure.ts";

const root = fileURLToPath(new URL("../..", import.meta.url));

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
    against: { name: "node -e 0", value: nothing, goal: 10 },
  };
}

async function untilBlock(node: NodeProcess, number: number, pause: number): Promise<void> {
  while (Number(((await node.rpc("chain_getHeader")) as { number: string }).number) < number) {
    await new Promise((resolve) => setTimeout(resolve, pause));
  }
}

/** The replay of recorded chains, a whole process for each as the native figures are; and the sum of them in blocks a second. */
export function replayRows(native: Readonly<Record<string, { readonly blocks: number; readonly ms: number }>>): Row[] {
  const total = { blocks: 0, ours: 0, native: 0 };
  const rows = Object.entries(native).map(([name, { blocks, ms }]): Row => {
    const start = performance.now();
    const { status, stderr } = spawnSync(`${root}/bin/subtensor`, [
      "replay",
      `${root}/test/vectors/chains/${name}.json.gz`,
    ]);
    if (status !== 0) throw new Error(`replay of ${name}: ${stderr}`);
    const ours = performance.now() - start;
    total.blocks += blocks;
    total.ours += ours;
    total.native += ms;
    return { what: `replay of ${name}`, ours, against: { name: "native", value: ms } };
  });
  const perSecond = (ms: number): number => (1000 * total.blocks) / ms;
  const what = "replay of these, blocks a second";
  return [
    ...rows,
    { what, ours: perSecond(total.ours), unit: "/s", against: { name: "native", value: perSecond(total.native) } },
  ];
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
