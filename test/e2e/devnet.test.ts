import { spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, it, onTestFinished } from "vitest";
import { freePort } from "../support/node-process.ts";
import { runCommand } from "../support/run-command.ts";

const program = fileURLToPath(new URL("../../bin/subtensor", import.meta.url));
const sleep = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds));

function freshDirectory(): string {
  const path = mkdtempSync(join(tmpdir(), "subtensor-devnet-"));
  onTestFinished(() => rmSync(path, { recursive: true, force: true }));
  return path;
}

/** Arguments of a devnet of two on ports that are free, each with its neighbour. */
async function devnetArguments(base: string): Promise<{ args: string[]; rpc: number; metrics: number }> {
  const [rpc, port, metrics] = [await freePort(), await freePort(), await freePort()];
  const ports = ["--rpc-port", String(rpc), "--port", String(port), "--prometheus-port", String(metrics)];
  return { args: ["devnet", "--nodes", "2", "--fast-runtime", "-d", base, ...ports], rpc, metrics };
}

/** The value of a metric, by its name and labels but for that of the chain; undefined while it is not there. */
async function metric(port: number, name: string): Promise<number | undefined> {
  try {
    const text = await (await fetch(`http://127.0.0.1:${port}/metrics`)).text();
    const line = text.split("\n").find((one) => one.startsWith(name));
    return line === undefined ? undefined : Number(line.split(" ").at(-1));
  } catch {
    return undefined;
  }
}

async function genesisOf(port: number): Promise<string | undefined> {
  const body = JSON.stringify({ jsonrpc: "2.0", id: 1, method: "chain_getBlockHash", params: [0] });
  const request = { method: "POST", headers: { "content-type": "application/json" }, body };
  try {
    return ((await (await fetch(`http://127.0.0.1:${port}`, request)).json()) as { result: string }).result;
  } catch {
    return undefined;
  }
}

it("two nodes agree; one goes, the other stays; a signal ends the rest", async () => {
  const base = freshDirectory();
  const { args, rpc, metrics } = await devnetArguments(base);
  const devnet = spawn(program, args, { stdio: ["ignore", "pipe", "inherit"] });
  onTestFinished(() => void devnet.kill("SIGKILL"));
  let out = "";
  devnet.stdout.on("data", (data) => (out += String(data)));
  const ended = new Promise<number | null>((resolve) => devnet.once("exit", resolve));
  const answers = async () => [await genesisOf(rpc), await genesisOf(rpc + 1)];
  while ((await answers()).includes(undefined)) {
    expect(devnet.exitCode).toBeNull();
    await sleep(50);
  }
  const [first, second] = await answers();
  expect(second).toBe(first);

  const final = (port: number) => metric(port, 'substrate_block_height{status="finalized"');
  while (((await final(metrics)) ?? 0) < 3 || ((await final(metrics + 1)) ?? 0) < 3) await sleep(200);
  expect(await metric(metrics, "substrate_sub_libp2p_peers_count")).toBe(1);
  expect(await metric(metrics, "substrate_finality_grandpa_round")).toBeGreaterThan(0);
  expect(await metric(metrics, "substrate_finality_grandpa_precommits_total")).toBeGreaterThan(0);
  expect(await metric(metrics, 'substrate_sub_libp2p_network_bytes_total{direction="in"')).toBeGreaterThan(0);
  expect(await metric(metrics, "substrate_sync_import_queue_blocks_submitted")).toBeGreaterThan(0);

  // Another one on the same directory changes nothing of what starts these nodes again.
  const script = readFileSync(join(base, "two", "start.sh"), "utf8");
  const again = await runCommand(program, (await devnetArguments(base)).args, { within: 20_000 });
  expect(again).toMatchObject({
    code: 1,
    stderr: expect.stringMatching(/^subtensor: [^\n]+ is in use by another process/),
  });
  expect(readFileSync(join(base, "two", "start.sh"), "utf8")).toBe(script);

  const pid = Number(/^Two \| runs as process ([0-9]+)$/m.exec(out)?.[1]);
  expect(pid).toBeGreaterThan(1);
  process.kill(pid, "SIGKILL");
  while (!out.includes("ended by SIGKILL")) await sleep(20);
  expect(out).toContain(`Two | ended by SIGKILL; start it again with ${base}/two/start.sh\n`);
  expect(await genesisOf(rpc)).toBe(first);

  devnet.kill("SIGTERM");
  expect(await ended).toBe(0);
  expect(out).toMatch(/One \| .* 🛑 Stopped at block #[0-9]+\n$/);
}, 60_000);

it("a node that cannot start ends the others, and the devnet with them", async () => {
  const { args } = await devnetArguments(freshDirectory());
  const { code, stdout } = await runCommand(program, [...args, "--", "--state-pruning", "x"], { within: 20_000 });
  expect(code).toBe(1);
  expect(stdout).toContain("--state-pruning: 'x' is not");
});

it("a directory with another devnet is refused", async () => {
  const base = freshDirectory();
  const { args } = await devnetArguments(base);
  expect((await runCommand(program, [...args, "--", "--version"])).code).toBe(0);
  const { code, stderr } = await runCommand(program, ["devnet", "--nodes", "3", "-d", base]);
  expect(code).toBe(1);
  expect(stderr).toMatch(/^subtensor: [^\n]+chain\.json is the specification of another devnet: [^\n]+\n$/);
});
