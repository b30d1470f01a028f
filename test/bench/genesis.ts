import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { sha256 } from "../../src/crypto/hashing.ts";
import { ss58Encode } from "../../src/crypto/ss58.ts";
import { toHex, utf8 } from "../../src/lib/bytes.ts";
import { startNode } from "../support/node-process.ts";
import { median, type Row } from "./measure.ts";

/** The dev chain with so many accounts more, as a plain specification. */
function specification(accounts: number): string {
  const spec = JSON.parse(readFileSync(new URL("../../chainspec/dev.json", import.meta.url), "utf8"));
  const { balances } = spec.genesis.runtimeGenesis.patch.balances as { balances: [string, number][] };
  for (let i = 0; i < accounts; i++)
    balances.push([ss58Encode(toHex(sha256(utf8(`account ${i}`)))), 1_000_000_000 + i]);
  return JSON.stringify(spec);
}

/** From the exec of `bin/subtensor` to block 1 on a chain whose specification gives funds to many accounts, and the most memory it took. */
export async function genesisRows(accounts: number, runs: number): Promise<Row[]> {
  const folder = mkdtempSync(join(tmpdir(), "bench-genesis-"));
  try {
    const file = join(folder, "spec.json");
    writeFileSync(file, specification(accounts));
    const times: number[] = [];
    const peaks: number[] = [];
    for (let i = 0; i < runs; i++) {
      const start = performance.now();
      const args = ["--chain", file, "--one", "--fast-runtime", "--base-path", join(folder, String(i))];
      const node = await startNode(args, { within: 120_000 });
      while (!node.log().includes("Imported #1 ")) await new Promise((resolve) => setTimeout(resolve, 5));
      times.push(performance.now() - start);
      const status = readFileSync(`/proc/${node.process.pid}/status`, "utf8");
      peaks.push(Number(/VmHWM:\s+(\d+) kB/.exec(status)?.[1] ?? 0) / 1024);
      await node.stop();
    }
    return [
      {
        what: `genesis of ${accounts} balances, exec to block 1`,
        ours: median(times),
        against: { name: "limit", value: 3000, goal: 1 },
      },
      { what: `genesis of ${accounts} balances, most memory`, ours: median(peaks), unit: "MB" },
    ];
  } finally {
    rmSync(folder, { recursive: true });
  }
}
