import { spawn } from "node:child_process";
import { fileURLToPath } from "node:url";
import { describe, expect, it, onTestFinished } from "vitest";
import { devAccount } from "../../src/crypto/dev-accounts.ts";
import { type Hex, toHex } from "../../src/lib/bytes.ts";
import { runtimeOfBuild } from "../../src/node/runtime.ts";
import { freePort, startNode } from "../support/node-process.ts";
import { runCommand } from "../support/run-command.ts";
import { signExtrinsic, transfer } from "../support/sign.ts";

const program = fileURLToPath(new URL("../../bin/subtensor", import.meta.url));
const chain = ["--dev", "--fast-runtime", "--drand", "offline"];

const sleep = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds));

/** Starts a node and kills it after the test, whatever becomes of it. */
async function start(args: readonly string[]) {
  const node = await startNode([...chain, ...args]);
  onTestFinished(async () => void (await node.stop("SIGKILL")));
  return node;
}

describe("the log", () => {
  it("that nobody reads any more ends no node", async () => {
    const node = await start(["--tmp"]);
    node.process.stderr?.destroy();
    node.process.stdout?.destroy();
    const number = async () => Number(((await node.rpc("chain_getHeader")) as { number: string }).number);
    const before = await number();
    while ((await number()) < before + 3) await sleep(50);
    expect(await node.stop()).toBe(0);
  });

  it("whose reader stands still stops no block, and no end", async () => {
    const port = await freePort();
    const args = [...chain, "--tmp", "-l", "trace", "--rpc-port", String(port)];
    // The reader is there and takes nothing; `yes` fills what lies between them first.
    const child = spawn("sh", ["-c", `yes | head -c 1000000 >&2 & sleep 0.2; exec "$0" "$@"`, program, ...args], {
      stdio: ["ignore", "ignore", "pipe"],
    });
    const ended = new Promise<number | null>((resolve) => child.once("exit", resolve));
    onTestFinished(() => void child.kill("SIGKILL"));
    const number = async (): Promise<number> => {
      try {
        const response = await fetch(`http://127.0.0.1:${port}`, {
          method: "POST",
          headers: { "content-type": "application/json" },
          body: '{"jsonrpc":"2.0","id":1,"method":"chain_getHeader"}',
        });
        return Number(((await response.json()) as { result: { number: string } }).result.number);
      } catch {
        return 0;
      }
    };
    while ((await number()) < 4) await sleep(50);
    child.kill("SIGTERM");
    expect(await ended).toBe(0);
  });

  it("is one JSON object a line when that is asked for", async () => {
    const node = await start(["--tmp", "--log-format", "json"]);
    while (!node.log().includes("Imported #2")) await sleep(20);
    await node.stop();
    const lines = node
      .log()
      .trimEnd()
      .split("\n")
      .map((line) => JSON.parse(line) as Record<string, string>);
    for (const { time, ...line } of lines) {
      expect(Date.parse(time as string)).toBeGreaterThan(Date.now() - 60_000);
      expect(line).toEqual({ level: "info", target: expect.any(String), message: expect.any(String) });
    }
    const imported = lines.find(({ message }) => message?.startsWith("🏆 Imported #1 "));
    expect(imported?.target).toBe("substrate");
  });

  it("is JSON from the first line on, notices and errors among them", async () => {
    const args = [...chain, "--tmp", "--log-format", "json", "--db-cache", "64", "-l", "aura=loud"];
    const { code, stderr } = await runCommand(program, args);
    expect(code).toBe(1);
    const lines = stderr.trimEnd().split("\n");
    expect(lines.map((line) => (JSON.parse(line) as { level: string }).level)).toEqual(["warn", "error"]);
  });

  it("refuses a filter that is none", async () => {
    const { code, stderr } = await runCommand(program, [...chain, "-l", "aura=loud"]);
    expect(stderr).toBe("subtensor: --log: 'aura=loud' is no log pattern: give LEVEL, TARGET or TARGET=LEVEL\n");
    expect(code).toBe(1);
  });

  it("shows why a transaction is not in a block, and what becomes of one that is", async () => {
    const node = await start([
      "--tmp",
      "--tx-ban-seconds",
      "60",
      "-l",
      "txpool=debug,basic-authorship=trace,aura=debug",
    ]);
    const genesisHash = (await node.rpc("chain_getBlockHash", [0])) as Hex;
    const [alice, bob] = [devAccount("Alice"), devAccount("Bob")];
    const send = async (nonce: number, tip = 0n): Promise<void> => {
      const extrinsic = { call: transfer(bob.accountId, 1_000_000n), pair: alice, nonce, genesisHash, tip };
      await node.rpc("author_submitExtrinsic", [toHex(signExtrinsic(runtimeOfBuild("local"), extrinsic))]);
    };
    await expect(send(0, 10n ** 18n)).rejects.toThrow("1010");
    await send(1);
    await send(0);
    const hash = "0x[0-9a-f]{64}";
    const expected = [
      `DEBUG main txpool: Transaction refused\\. tx_hash=${hash} error=1010 Invalid Transaction: Inability to pay some fees .* banned_for=60s`,
      `DEBUG main txpool: Transaction waits for what provides its tags\\. tx_hash=${hash} missing=\\[0x`,
      `DEBUG main txpool: Ready\\. tx_hash=${hash}`,
      `TRACE main basic-authorship: \\[${hash}\\] Pushed to the block\\.`,
      `DEBUG main basic-authorship: No more transactions, proceeding with proposing\\.`,
      `DEBUG main txpool: Pruned at\\. tx_hash=${hash} block_hash=${hash}`,
      `DEBUG main aura: Starting authorship at slot: \\d+`,
      ` INFO main substrate: 🏆 Imported #\\d+ \\(0x[0-9a-f]{4}…`,
    ].map((line) => new RegExp(`^\\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\d\\.\\d{3} ${line}`, "m"));
    for (const line of expected) {
      for (let tries = 0; tries < 100 && !line.test(node.log()); tries++) await sleep(20);
      expect(node.log()).toMatch(line);
    }
  });

  it("shows why no block is made", async () => {
    const node = await startNode(["--chain", "dev", "--alice", "--tmp", "--fast-runtime", "-l", "aura=debug"]);
    onTestFinished(async () => void (await node.stop("SIGKILL")));
    const reason = /none of the 1 authorities is a key of this node/g;
    while ((node.log().match(reason) ?? []).length < 3) await sleep(20);
    expect(node.log().match(/^.* WARN main aura: .*$/gm)).toHaveLength(1);
  });
});
