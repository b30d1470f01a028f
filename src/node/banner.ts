import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import { EngineError } from "../chain/engine.ts";
import { slotDuration } from "../chain/runtime-apis.ts";
import { programVersion } from "../cli/version.ts";
import { devAccount, devNames } from "../crypto/dev-accounts.ts";
import { ss58Encode } from "../crypto/ss58.ts";
import type { Summary } from "../engine/native/summary.ts";
import { builds } from "../runtime/rules.ts";
import { storedBuild } from "./chain-database.ts";
import type { ForkOrigin } from "./config.ts";
import type { RunningNode } from "./node.ts";
import type { DataPaths } from "./paths.ts";

const rao = 1_000_000_000n;

/** @param duration of a slot, ms; undefined where the chain's program does not tell it */
function sealingText({ config: { sealing }, dev }: RunningNode, duration: bigint | undefined): string {
  if (sealing === undefined) {
    if (duration === undefined) return "in the slots of Aura";
    return `every ${duration % 1000n === 0n ? `${duration / 1000n} s` : `${duration} ms`} (Aura)`;
  }
  if (sealing === "manual") return `on command: ${dev === undefined ? "" : "dev_newBlock or "}engine_createBlock`;
  if (typeof sealing === "object") return `for each transaction, and every ${sealing.mixed} ms`;
  return sealing === "instant" ? "for each transaction" : `every ${sealing} ms`;
}

/** The development accounts that have funds, each with its secret. */
function accountLines(summary: Summary): string[] {
  return devNames.flatMap((name) => {
    const { publicKey } = devAccount(name);
    const free = summary.freeBalance(publicKey);
    return free === 0n
      ? []
      : [`  //${name.padEnd(8)} ${ss58Encode(publicKey)}  ${(free / rao).toLocaleString("en")} TAO`];
  });
}

/** Length of a slot as the chain's program says it, ms; undefined where it gives no answer. */
async function slotOfProgram({ chain }: RunningNode): Promise<bigint | undefined> {
  try {
    const runtime = chain.runtimeAt(chain.best().hash);
    return runtime === undefined ? undefined : await slotDuration(runtime.ask);
  } catch (error) {
    if (error instanceof EngineError) return undefined;
    throw error;
  }
}

function originText(fork: ForkOrigin): string {
  if (fork.kind === "file") return fork.path;
  if (fork.kind === "database") return `${fork.copy.source} at block ${fork.block.number} (${fork.block.hash})`;
  const { block, remote, copy } = fork;
  const node = `${remote.url} at block ${block.header.number}`;
  return copy === undefined
    ? `${node} (--fork-block ${block.hash} stands on it again)`
    : `${copy.source}, which is one of ${node}`;
}

/** The databases of the original, RocksDB or ParityDB, that lie in the same base path. */
function originalDatabases({ chain, database }: DataPaths): string[] {
  return [join(dirname(database), "full"), join(chain, "paritydb", "full")].filter(existsSync);
}

/** What is running, in a screenful: for who starts the node by hand. The accounts only on a chain of development keys. */
export async function startBanner(node: RunningNode): Promise<void> {
  const { config, chain, log } = node;
  const rules = builds[storedBuild(chain.database)];
  const say = (text: string): void => log.info("sc_cli::runner", text);
  const summary = node.summary();
  const slot = summary === undefined ? await slotOfProgram(node) : rules.slotDuration;
  say(`Subtensor Node (TypeScript) ${programVersion()}`);
  say(
    `📋 Chain specification: ${config.spec.name} (${summary === undefined ? "its own program" : `${rules.name} rules`}, genesis ${chain.api.genesisHash})`,
  );
  if (config.fork !== undefined) say(`🍴 Fork of ${originText(config.fork)}`);
  say(`🏷  Node name: ${config.name}`);
  say(`👤 Role: ${config.authority ? "AUTHORITY" : "FULL"}`);
  say(`💾 Database: LevelDB at ${config.paths.database}${config.temporary ? " (removed at the end)" : ""}`);
  for (const path of originalDatabases(config.paths))
    say(`💾 The original's database ${path} is left as it is, and not read: this node fetches the chain itself`);
  say(`⏱  Blocks: ${config.authority ? sealingText(node, slot) : "from others"}`);
  if (summary !== undefined) say(`🧠 Subnets: ${summary.netuids.join(", ")}`);
  if (node.rpcPort !== undefined) {
    say(`🔌 JSON-RPC: http://127.0.0.1:${node.rpcPort} and ws://127.0.0.1:${node.rpcPort}`);
  }
  if (node.rpcPort !== undefined && node.dev !== undefined) {
    const endpoint = encodeURIComponent(`ws://127.0.0.1:${node.rpcPort}`);
    say(
      `🔭 https://polkadot.js.org/apps/?rpc=${endpoint} and https://dev.papi.how/explorer#networkId=custom&endpoint=${endpoint}`,
    );
  }
  const { accounts, more } = node.worldAccounts ?? { accounts: [], more: 0 };
  if (accounts.length > 0) {
    say(`🌍 Accounts of the world (everybody knows these keys):`);
    for (const { name, role, address, secret } of accounts)
      say(`  ${name.padEnd(14)} ${address}  ${secret ?? "(no secret)"}  ${role}`);
    if (more > 0) say(`  and ${more} more: the secret of each name is //World//NAME`);
  }
  if (config.devKey !== undefined && summary !== undefined) {
    say("💰 Funded accounts (everybody knows these keys):");
    for (const line of accountLines(summary)) say(line);
  }
  const later = config.temporary
    ? "its directory goes then; with --base-path a chain goes on later."
    : "started again on the same directory, it goes on.";
  say(`🛑 Ctrl-C stops it; ${later}`);
}
