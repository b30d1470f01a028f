import { randomBytes } from "node:crypto";
import { chmodSync, existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { UserError } from "../../lib/user-error.ts";
import { optionBuild } from "../../node/build-choice.ts";
import { loadChainSpec } from "../../node/chain-specs.ts";
import { devnetAuthorities } from "../../node/devnet/authorities.ts";
import { devnetSpec } from "../../node/devnet/devnet-spec.ts";
import { type PlannedNode, planNodes, startScript } from "../../node/devnet/plan.ts";
import { runTogether } from "../../node/devnet/processes.ts";
import { createDirectory } from "../../node/directories.ts";
import { openKeystore } from "../../node/keystore.ts";
import { basePath, dataPaths, defaultBasePath, temporaryBasePath } from "../../node/paths.ts";
import type { StopSignals } from "../../node/stop-signals.ts";
import { chainSpecJson } from "../../primitives/chain-spec.ts";
import type { Environment } from "../config.ts";
import type { Values } from "../option.ts";
import type { devnetOptions } from "../options/devnet.ts";

const program = fileURLToPath(new URL("../../../bin/subtensor", import.meta.url));

/** `devnet`: several authorities of one chain, each a process, until a signal. @param more arguments of every node. */
export async function runDevnet(
  values: Values<typeof devnetOptions>,
  more: readonly string[],
  environment: Environment,
  signals: StopSignals,
): Promise<number> {
  const base = values.tmp ? temporaryBasePath(randomBytes(4).toString("hex")) : baseOf(values.basePath, environment);
  const local = loadChainSpec({ chain: "local", dev: false, drand: values.drand }, environment);
  const authorities = devnetAuthorities(values.nodes);
  const spec = devnetSpec(local, authorities, optionBuild(values) ?? "production");
  const nodes = planNodes({
    authorities,
    ports: { rpc: values.rpcPort, peers: values.port, metrics: values.prometheusPort },
    base,
    spec: join(base, "chain.json"),
    offlineDrand: values.drand === "offline",
    more,
  });
  await requireUnused(nodes.map((node) => dataPaths(node.base, spec.id).database));
  createDirectory(base, "--base-path");
  if (values.tmp) process.on("exit", () => rmSync(base, { recursive: true, force: true }));
  keepSpec(join(base, "chain.json"), `${JSON.stringify(chainSpecJson(spec), undefined, 2)}\n`, base);
  for (const [at, node] of nodes.entries()) {
    const { suri, aura, grandpa } = authorities[at] as (typeof authorities)[number];
    const keystore = openKeystore(dataPaths(node.base, spec.id).keystore);
    keystore.insert("aura", suri, aura);
    keystore.insert("gran", suri, grandpa);
    writeFileSync(scriptOf(node), startScript(program, node));
    chmodSync(scriptOf(node), 0o755);
  }
  const write = (text: string): void => void process.stdout.write(text);
  write(banner(nodes, base));
  return runTogether({
    programs: nodes.map((node) => ({
      name: node.name,
      command: program,
      args: node.args,
      again: `start it again with ${scriptOf(node)}`,
    })),
    signals,
    write,
    colored: process.stdout.isTTY === true,
  });
}

/** Before anything is written: the scripts that start a running devnet's nodes again are not to be another one's. @throws StorageError */
async function requireUnused(databases: readonly string[]): Promise<void> {
  const { levelInUse } = await import("../../storage/kv/level-files.ts");
  for (const path of databases) {
    const used = await levelInUse(path);
    if (used !== undefined) throw used;
  }
}

const baseOf = (given: string | undefined, environment: Environment): string =>
  given === undefined ? join(defaultBasePath(environment), "devnet") : basePath(given, environment);

const scriptOf = ({ base }: PlannedNode): string => join(base, "start.sh");

/** Writes the specification, unless it is there. @throws UserError when another chain has that place. */
function keepSpec(path: string, text: string, base: string): void {
  if (!existsSync(path)) return writeFileSync(path, text);
  if (readFileSync(path, "utf8") === text) return;
  throw new UserError(
    `${path} is the specification of another devnet: start it with the same options, give another --base-path, or remove ${base}`,
  );
}

function banner(nodes: readonly PlannedNode[], base: string): string {
  const lines = nodes.map(
    ({ name, ports }) =>
      `  ${name.padEnd(12)} JSON-RPC ws://127.0.0.1:${ports.rpc}   metrics http://127.0.0.1:${ports.metrics}/metrics   peers ${ports.peers}`,
  );
  return [
    `${nodes.length} authorities, their data in ${base}:`,
    ...lines,
    "Ctrl-C stops them all; started again with the same options, they go on.\n",
  ].join("\n");
}
