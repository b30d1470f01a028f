import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { keyPairFromSuri } from "../../src/crypto/keypair.ts";
import type { Hex } from "../../src/lib/bytes.ts";
import { minerValues } from "../support/miner-values.ts";
import { type NodeProcess, startNode } from "../support/node-process.ts";
import { readmeSession } from "../support/readme-session.ts";
import { type CommandResult, runCommand } from "../support/run-command.ts";

const home = fileURLToPath(new URL("../..", import.meta.url));
const program = join(home, "bin", "subtensor");
const chain = ["--dev", "--fast-runtime"];
const folder = mkdtempSync(join(tmpdir(), "subtensor-session-"));
const script = join(home, ".cache", `first-session-${process.pid}.mjs`);

/** The last line of the session, taken apart. */
function paid(stdout: string): { block: number; incentive: number; emission: bigint; stake: bigint } {
  const line = /^block (\d+): incentive (\d+) of 65535, emission (\d+), stake (\d+) alpha rao$/m.exec(stdout);
  if (line === null) throw new Error(`the session did not say what the miner was paid:\n${stdout}`);
  const [, block, incentive, emission, stake] = line as unknown as [string, string, string, string, string];
  return { block: Number(block), incentive: Number(incentive), emission: BigInt(emission), stake: BigInt(stake) };
}

describe("the README's first session on a fresh chain", () => {
  let node: NodeProcess;
  let session: CommandResult;
  beforeAll(async () => {
    mkdirSync(join(home, ".cache"), { recursive: true });
    writeFileSync(script, readmeSession());
    node = await startNode([...chain, "--base-path", join(folder, "first")]);
    session = await runCommand(process.execPath, [script, node.url]);
  }, 90_000);
  afterAll(async () => {
    await node?.stop();
    rmSync(folder, { recursive: true, force: true });
    rmSync(script, { force: true });
  });

  it("registers, stakes, sets weights and sees the miner paid, and prints nothing else", () => {
    expect(session.stderr).toBe("");
    expect(session.code).toBe(0);
    const { emission, stake, incentive } = paid(session.stdout);
    expect(session.stdout.split("\n").slice(2, -2)).toEqual([
      "subnet 2 is registered",
      "the miner has uid 1, the validator uid 2",
      "weights are set",
    ]);
    expect(incentive).toBe(65535);
    expect(emission).toBeGreaterThan(0n);
    expect(stake).toBe(emission);
  });

  it("shows what raw storage holds, also after the exported blocks ran again in a fresh process", async () => {
    const { block, ...seen } = paid(session.stdout);
    const miner = keyPairFromSuri("sr25519", "//Bob//miner").accountId;
    const hash = (await node.rpc("chain_getBlockHash", [block])) as Hex;
    const where = { netuid: 2, uid: 1, hotkey: miner, block: hash };
    expect(await minerValues(node, where)).toEqual(seen);

    expect(await node.stop()).toBe(0);
    const [first, second, file] = ["first", "second", "blocks"].map((name) => join(folder, name)) as [
      string,
      string,
      string,
    ];
    const exported = await runCommand(program, ["export-blocks", ...chain, "--base-path", first, "--binary", file]);
    expect(exported.code, exported.stderr).toBe(0);
    const imported = await runCommand(program, ["import-blocks", ...chain, "--base-path", second, "--binary", file]);
    expect(imported.code, imported.stderr).toBe(0);

    const again = await startNode([...chain, "--sealing", "manual", "--base-path", second]);
    try {
      expect(await again.rpc("chain_getBlockHash", [block])).toBe(hash);
      expect(await minerValues(again, where)).toEqual(seen);
    } finally {
      await again.stop();
    }
  }, 60_000);
});
