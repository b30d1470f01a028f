// Times how a node with an empty disk joins a chain that another node serves, both as processes on this machine.
// Arguments: SERVED_BASE_PATH MODE PORT [PROFILE_DIRECTORY]; the chain is one that `scripts/long-chain.ts` made.
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { peerIdOfSecret } from "../../src/crypto/node-key.ts";
import type { Hex } from "../../src/lib/bytes.ts";
import { type NodeProcess, startNode } from "../support/node-process.ts";

const [served, mode = "full", portText = "34400", profiles] = process.argv.slice(2);
if (served === undefined) throw new Error("arguments: SERVED_BASE_PATH MODE PORT [PROFILE_DIRECTORY]");
const port = Number(portText);
/** A state of ten million keys takes minutes before the first block shows, s. */
const patience = Number(process.env.PATIENCE ?? 1800);
const secret = "1".padStart(64, "0");

/** Seconds of processor of a process so far, all threads. */
function processorOf({ process: { pid } }: NodeProcess): number {
  const fields = readFileSync(`/proc/${pid}/stat`, "utf8").split(") ")[1]?.split(" ") ?? [];
  return (Number(fields[11]) + Number(fields[12])) / 100;
}
/** The most memory that a process had, MB. */
const mostMemoryOf = ({ process: { pid } }: NodeProcess): number =>
  Number(/VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1]) / 1000;

/** Undefined when nothing answers: on a machine that does much else a connection may end before its question is read. */
async function bestOf(node: NodeProcess): Promise<number | undefined> {
  try {
    return Number(((await node.rpc("chain_getHeader")) as { number: Hex }).number);
  } catch (error) {
    if (node.process.exitCode === null && node.process.signalCode === null) return undefined;
    throw new Error(`the node ended:\n${node.log()}`, { cause: error });
  }
}
const pause = (milliseconds: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, milliseconds));

const profiled = (name: string): Record<string, string> => {
  if (profiles === undefined) return {};
  mkdirSync(join(profiles, name), { recursive: true });
  return { NODE_OPTIONS: `--cpu-prof --cpu-prof-dir=${join(profiles, name)}` };
};
const common = ["--chain", "dev", "--no-mdns", "--offchain-worker", "never"];
const folder = mkdtempSync(join(tmpdir(), "subtensor-sync-"));
const server = await startNode(
  // A voter that decides alone makes a proof of finality when it is asked for one.
  [...common, "--one", "--base-path", served, "--node-key", secret, "--listen-addr", `/ip4/127.0.0.1/tcp/${port}`],
  { env: profiled("server"), within: 300_000 },
);
const target = (await bestOf(server)) ?? 0;
const before = processorOf(server);
const started = performance.now();
const client = await startNode(
  [
    ...common,
    ...["--base-path", folder, "--sync", mode, "--listen-addr", `/ip4/127.0.0.1/tcp/${port + 1}`],
    ...["--bootnodes", `/ip4/127.0.0.1/tcp/${port}/p2p/${peerIdOfSecret(Buffer.from(secret, "hex"))}`],
  ],
  { env: profiled("client"), within: 300_000 },
);
const seconds = (): number => (performance.now() - started) / 1000;
try {
  let first: { readonly seconds: number; readonly processor: number } | undefined;
  for (let [shown, moved, last] = [0, 0, 0]; ; await pause(100)) {
    const best = (await bestOf(client)) ?? last;
    if (best !== last) [last, moved] = [best, seconds()];
    if (seconds() > moved + patience) throw new Error(`nothing comes:\n${client.log()}\n${server.log()}`);
    if (best > 0) first ??= { seconds: seconds(), processor: processorOf(client) };
    if (best >= target) break;
    if (seconds() > shown + 10) {
      shown = seconds();
      console.log(`${shown.toFixed(0)} s: #${best}`);
    }
  }
  // Blocks under the state come newest first: block 1 is the last one.
  if (mode === "warp" && first !== undefined) {
    while (((await client.rpc("chain_getBlockHash", [1])) as Hex | null) === null) {
      if (seconds() > first.seconds + patience) throw new Error(`blocks are missing:\n${client.log()}`);
      await pause(100);
    }
    const [took, used] = [seconds() - first.seconds, processorOf(client) - first.processor];
    const rate = (target / took).toFixed(0);
    console.log(
      `  all blocks ${took.toFixed(1)} s after the state: ${rate} a second, ${used.toFixed(1)} s of processor`,
    );
  }
  const total = { client: processorOf(client), server: processorOf(server) - before };
  console.log(`${target} blocks, --sync ${mode}: ${seconds().toFixed(1)} s since the start`);
  console.log(`  client: ${total.client.toFixed(1)} s of processor, ${mostMemoryOf(client).toFixed(0)} MB at most`);
  console.log(`  server: ${total.server.toFixed(1)} s of processor, ${mostMemoryOf(server).toFixed(0)} MB at most`);
  if (mode === "full" && first !== undefined) {
    const each = ((total.client - first.processor) * 1000) / target;
    const rate = target / (seconds() - first.seconds);
    console.log(`  ${rate.toFixed(0)} blocks a second, ${each.toFixed(2)} ms of the client's processor for each`);
  }
} finally {
  await client.stop();
  await server.stop();
  rmSync(folder, { recursive: true, force: true });
}
