import { spawn } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { median } from "../../../test/bench/measure.ts";
import { smallProgram } from "../../../test/program/build.ts";
import { type NodeProcess, startNode } from "../../../test/support/node-process.ts";
import { runCommand } from "../../../test/support/run-command.ts";
import type { Report } from "../../program/report.ts";
import { home } from "../contents.ts";
import type { Installed } from "./installed.ts";

/** How often a start is timed. */
const starts = 9;
const chain = ["--dev", "--one", "--tmp", "--fast-runtime"];

async function height(rpc: NodeProcess["rpc"]): Promise<number> {
  return Number(((await rpc("chain_getHeader")) as { number: string }).number);
}

/** Waits for a block. @throws Error with what the node printed when it takes more than 30 s */
async function untilBlock(node: NodeProcess, number: number): Promise<void> {
  const end = Date.now() + 30_000;
  while ((await height(node.rpc)) < number) {
    if (Date.now() > end) throw new Error(`no block ${number} after 30 s:\n${node.log()}`);
    await sleep(2);
  }
}

/** Ends a node. @throws Error when it printed a warning of Node.js or did not end well */
async function end(node: NodeProcess): Promise<void> {
  const code = await node.stop();
  if (code !== 0 || /\(node:\d+\)/.test(node.log())) throw new Error(`the node ended with ${code}:\n${node.log()}`);
}

/** From the exec of a program to block 1 over RPC, ms. */
async function startTime(program: string, env: Readonly<Record<string, string>>): Promise<number> {
  const start = performance.now();
  const node = await startNode(chain, { program, env });
  await untilBlock(node, 1);
  const time = performance.now() - start;
  await end(node);
  return time;
}

/** Times of the package and, on the clone's own Node.js, of the clone: in turn, since the machine has other work too. */
async function startTimes({ program, env, node }: Installed): Promise<string> {
  const beside = node.version === process.versions.node;
  const times: { readonly packed: number; readonly clone: number }[] = [];
  for (let i = 0; i <= starts; i++) {
    const packed = await startTime(program, env);
    const clone = beside ? await startTime(join(home, "bin", "subtensor"), {}) : Number.NaN;
    // The first run fills caches.
    if (i > 0) times.push({ packed, clone });
  }
  const packed = `${median(times.map((one) => one.packed)).toFixed(0)} ms`;
  return beside ? `${packed}, the clone ${median(times.map((one) => one.clone)).toFixed(0)} ms` : packed;
}

/** What keeps running: development chains, and authorities that are peers. */
export async function showNodes(report: Report, installed: Installed): Promise<void> {
  const { program, env, folder } = installed;
  await report.step(`exec to block 1, median of ${starts}`, () => startTimes(installed));
  await report.step("a chain by its own program", async () => {
    const file = join(folder, "small.wasm");
    writeFileSync(file, await smallProgram({ specVersion: 426 }));
    const args = ["--dev", "--runtime", file, "--sealing", "200", "--tmp", "--offchain-worker", "never"];
    const node = await startNode(args, { program, env });
    await untilBlock(node, 3);
    const { specVersion } = (await node.rpc("state_getRuntimeVersion")) as { specVersion: number };
    await end(node);
    return `block 3 by spec version ${specVersion}`;
  });
  await report.step("the README's first session", async () => {
    const node = await startNode(["--dev", "--fast-runtime", "--tmp"], { program, env });
    const { code, stdout, stderr } = await runCommand(process.execPath, ["examples/first-session.mjs", node.url]);
    await end(node);
    if (code !== 0) throw new Error(stderr);
    return stdout.trim().split("\n").at(-1) ?? "";
  });
  await report.step("devnet of two authorities: peers and finality", () => devnet(installed));
}

async function devnet({ program, env }: Installed): Promise<string> {
  // Each node after the first takes the next ones: below those that the system gives to connections.
  const rpc = 20_000 + 10 * Math.floor(Math.random() * 1200);
  const [port, metrics] = [rpc + 3, rpc + 6];
  const ports = ["--rpc-port", String(rpc), "--port", String(port), "--prometheus-port", String(metrics)];
  const child = spawn(program, ["devnet", "--nodes", "2", "--fast-runtime", "--tmp", ...ports], {
    stdio: ["ignore", "pipe", "pipe"],
    env: { ...process.env, ...env },
  });
  let output = "";
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (data) => (output += String(data)));
  const ended = new Promise<number | null>((resolve) => child.once("exit", resolve));
  const finals = async (): Promise<number[]> => Promise.all([metrics, metrics + 1].map(finalHeight));
  const limit = Date.now() + 120_000;
  while ((await finals()).some((number) => number < 1)) {
    if (child.exitCode !== null || Date.now() > limit) {
      child.kill("SIGTERM");
      throw new Error(`nothing final:\n${output.split("\n").slice(-20).join("\n")}`);
    }
    await sleep(200);
  }
  child.kill("SIGTERM");
  const code = await ended;
  if (code !== 0) throw new Error(`ended with ${code}:\n${output}`);
  return "blocks are final on both";
}

/** The last final block that a node's metrics tell; -1 while they do not answer. */
async function finalHeight(port: number): Promise<number> {
  try {
    const text = await (await fetch(`http://127.0.0.1:${port}/metrics`)).text();
    return Number(/substrate_block_height\{status="finalized".* (\d+)/.exec(text)?.[1] ?? -1);
  } catch {
    return -1;
  }
}
