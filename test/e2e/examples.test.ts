import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { keyPairFromSuri } from "../../src/crypto/keypair.ts";
import type { Hex } from "../../src/lib/bytes.ts";
import { minerValues } from "../support/miner-values.ts";
import { type NodeProcess, startNode } from "../support/node-process.ts";
import { type CommandResult, runCommand } from "../support/run-command.ts";

const home = fileURLToPath(new URL("../..", import.meta.url));
const program = join(home, "bin", "subtensor");
const chain = ["--dev", "--fast-runtime"];
const folder = mkdtempSync(join(tmpdir(), "subtensor-session-"));
const example = (name: string): string => join(home, "examples", `${name}.mjs`);

/** The last line of the session, taken apart. */
function paid(stdout: string): { block: number; incentive: number; emission: bigint; stake: bigint } {
  const line = /^block (\d+): incentive (\d+) of 65535, emission (\d+), stake (\d+) alpha rao$/m.exec(stdout);
  if (line === null) throw new Error(`the session did not say what the miner was paid:\n${stdout}`);
  const [, block, incentive, emission, stake] = line as unknown as [string, string, string, string, string];
  return { block: Number(block), incentive: Number(incentive), emission: BigInt(emission), stake: BigInt(stake) };
}

describe("the example of a first session on a fresh chain", () => {
  let node: NodeProcess;
  let session: CommandResult;
  beforeAll(async () => {
    node = await startNode([...chain, "--base-path", join(folder, "first")]);
    session = await runCommand(process.execPath, [example("first-session"), node.url]);
  }, 90_000);
  afterAll(async () => {
    await node?.stop();
    rmSync(folder, { recursive: true, force: true });
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

  it("is followed by the other examples on the same chain", async () => {
    const explored = await runCommand(process.execPath, [example("explorer"), node.httpUrl]);
    expect(explored.stderr).toBe("");
    expect(explored.stdout).toMatch(
      /^Bittensor: node-subtensor 425, 0 peers\nblock \d+: \d+ extrinsics\nsubnets: 0, 1, 2\n(subnet \d: \d{2,} bytes of dynamic info\n){3}$/,
    );
    const followed = await runCommand(process.execPath, [example("follow-epochs"), node.url, "2", "1"]);
    expect(followed.stdout).toMatch(/^subnet 2, epoch at block \d+: incentives 0,65535,0; emission 0,\d{6,},\d{6,}\n$/);
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

describe("the examples", () => {
  it("make blocks on command", async () => {
    const node = await startNode([...chain, "--tmp", "--sealing", "manual"]);
    try {
      const { stdout, stderr } = await runCommand(process.execPath, [example("manual-blocks"), node.url]);
      expect(stderr).toBe("");
      expect(stdout).toBe(
        "1 transaction waits, still block 0 since the start\n1 block later: 1000000000 rao arrived\n",
      );
    } finally {
      await node.stop();
    }
  });

  it("are all run by a test", () => {
    const run = ["explorer", "first-session", "follow-epochs", "manual-blocks"];
    // The vitest suite is among these tests, the pytest one among those with Python clients; npm run test:moonwall runs the third.
    const suites = ["moonwall", "pytest", "vitest"];
    expect(readdirSync(join(home, "examples")).sort()).toEqual([...run.map((name) => `${name}.mjs`), ...suites].sort());
  });
});
