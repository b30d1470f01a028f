import { fork } from "node:child_process";
import { fileURLToPath } from "node:url";
import { tableText } from "../../../scripts/table.ts";
import { devAccount } from "../../../src/crypto/dev-accounts.ts";
import { toHex } from "../../../src/lib/bytes.ts";
import { startNode } from "../../support/node-process.ts";
import { accountKey, floodAccounts, noncesOf, setStorage } from "./accounts.ts";
import { connectTo, type NodeConnection } from "./connection.ts";
import type { Flood, Order, Outcome, Report } from "./flooder.ts";
import { fillerEntries, subnetEntries } from "./state.ts";
import { type Watched, watchNode } from "./watch.ts";

export interface FloodOptions {
  /** How long each phase floods. */
  readonly seconds: number;
  /** The program: another checkout's `bin/subtensor`, to compare. */
  readonly program: string;
  /** The phases by name; empty: all. */
  readonly only: readonly string[];
  /** Transfers signed beforehand for each second of a flood of them. */
  readonly rate: number;
  /** Keys of the state. */
  readonly keys: number;
}

const phases: Readonly<Record<string, readonly Flood[]>> = {
  idle: [],
  one: ["one"],
  many: ["many"],
  garbage: ["garbage"],
  walks: ["walks"],
  proofs: ["proofs"],
  calls: ["calls"],
  together: ["one", "many", "garbage", "walks", "proofs", "calls"],
  beyond: ["beyond"],
};

/** Goals of a node on two cores with blocks of 250 ms. */
const goals = { gap: 500, health: 50, admitted: 1500 };

/** Floods a development chain, one phase after the other, and prints what a bystander saw and what came of the flood. */
export async function runFlood(options: FloodOptions): Promise<void> {
  const { program, seconds } = options;
  const unknown = options.only.filter((name) => !(name in phases));
  if (unknown.length > 0)
    throw new Error(`no such flood: ${unknown.join(", ")}; there are ${Object.keys(phases).join(", ")}`);
  const node = await startNode(["--dev", "--one", "--fast-runtime", "--tmp"], { program });
  try {
    const connection = await connectTo(node.port);
    const keys = await prepareState(connection, options.keys);
    for (const [name, floods] of Object.entries(phases)) {
      if (options.only.length > 0 && !options.only.includes(name)) continue;
      const order: Order = { port: node.port, seconds, floods, rate: options.rate, keys };
      print(name, await phase(connection, order, node.process.pid as number));
    }
    connection.close();
  } finally {
    await node.stop();
  }
}

/** A state with subnets, accounts with funds and many keys; gives the keys that proofs are asked for. */
async function prepareState(node: NodeConnection, count: number): Promise<Order["keys"]> {
  const genesisHash = (await node.result("chain_getBlockHash", [0])) as `0x${string}`;
  const rich = Buffer.from(
    ((await node.result("state_getStorage", [accountKey(devAccount("Bob").accountId)])) as string).slice(2),
    "hex",
  );
  const accounts = [floodAccounts("one", 1), floodAccounts("many", 1000), floodAccounts("beyond", 1000)].flat();
  const funded = accounts.map(({ accountId }) => [Buffer.from(accountKey(accountId).slice(2), "hex"), rich] as const);
  const subnets = subnetEntries();
  const fillers = fillerEntries(Math.max(0, count - subnets.length - funded.length));
  await setStorage(node, genesisHash, [...funded, ...subnets, ...fillers]);
  return fillers.slice(0, 2000).map(([key]) => toHex(key));
}

interface Seen {
  readonly seconds: number;
  readonly watched: Watched;
  readonly outcomes: readonly Outcome[];
  /** Transfers of the flood's accounts in blocks, until the flood ended. */
  readonly included: number;
}

async function phase(node: NodeConnection, order: Order, pid: number): Promise<Seen> {
  const flooder = fork(fileURLToPath(new URL("./flooder.ts", import.meta.url)), { stdio: "inherit" });
  const report = <K extends Report["kind"]>(kind: K): Promise<Extract<Report, { kind: K }>> =>
    new Promise((resolve, reject) => {
      flooder.on("message", (message: Report) => {
        if (message.kind === kind) resolve(message as Extract<Report, { kind: K }>);
      });
      flooder.on("exit", () => reject(new Error("the flooding process ended before it was done")));
    });
  const accounts = order.floods.flatMap((flood) =>
    flood === "one"
      ? floodAccounts(flood, 1)
      : flood === "many" || flood === "beyond"
        ? floodAccounts(flood, 1000)
        : [],
  );
  const included = async (): Promise<number> =>
    accounts.length === 0 ? 0 : (await noncesOf(node, accounts)).reduce((sum, nonce) => sum + nonce, 0);
  const ready = report("ready");
  flooder.send(order);
  await ready;
  const before = await included();
  const stop = await watchNode(order.port, pid);
  const done = report("done");
  const start = performance.now();
  flooder.send("go");
  if (order.floods.length === 0) await new Promise((resolve) => setTimeout(resolve, order.seconds * 1000));
  const { outcomes } = await done;
  const took = (performance.now() - start) / 1000;
  const watched = await stop();
  return { seconds: took, watched, outcomes, included: (await included()) - before };
}

const ms = (value: number): string => `${value.toFixed(value < 10 ? 1 : 0)} ms`;

function print(name: string, { seconds, watched, outcomes, included }: Seen): void {
  const { gaps, health } = watched;
  const goal = (fine: boolean): string => (fine ? "" : "  beyond the goal");
  console.log(
    `\n${name}: ${seconds.toFixed(0)} s, ${watched.blocks} blocks, memory at most ${watched.memory.toFixed(0)} MB, ` +
      `${watched.processor.toFixed(2)} processors`,
  );
  const rows = [
    ["", "median", "p99", "most", ""],
    ["between blocks", ms(gaps.median), ms(gaps.p99), ms(gaps.most), goal(gaps.most <= goals.gap)],
    ["system_health", ms(health.median), ms(health.p99), ms(health.most), goal(health.p99 <= goals.health)],
  ];
  console.log(tableText(rows));
  for (const { flood, answered, refused, waited } of outcomes) {
    const codes = Object.entries(refused).map(([code, count]) => `${count} refused with ${code}`);
    const each = `waited ${ms(waited.median)}, at most ${ms(waited.most)}`;
    const alone = outcomes.length === 1 && (flood === "one" || flood === "many");
    console.log(
      `  ${[`${flood}: ${answered} answered, ${(answered / seconds).toFixed(0)} a second`, ...codes, each].join("; ")}` +
        goal(!alone || answered / seconds >= goals.admitted),
    );
  }
  if (included > 0) console.log(`  transfers included: ${included}, ${(included / seconds).toFixed(0)} a second`);
}
