// Runs smoldot, a light client that nobody here wrote, against three authorities: npm run test:light -- [MINUTES], ten when not given.
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { devAccount } from "../src/crypto/dev-accounts.ts";
import { type Hex, keyToHex, toHex } from "../src/lib/bytes.ts";
import type { CallValue } from "../src/runtime/frame/calls.ts";
import { createRuntime, local } from "../src/runtime/index.ts";
import { storage as system } from "../src/runtime/pallets/system/storage.ts";
import {
  changeVoters,
  faultsOf,
  knownNodeKey,
  lightClientSpec,
  listening,
  longestSilence,
} from "../test/support/light-chain.ts";
import { type LightClient, startLightClient, until } from "../test/support/light-client.ts";
import { freePort, type NodeProcess, startNode } from "../test/support/node-process.ts";
import { runCommand } from "../test/support/run-command.ts";
import { signExtrinsic, transfer } from "../test/support/sign.ts";
import { tableText } from "./table.ts";

const minutes = Number(process.argv[2] ?? 10);
const program = fileURLToPath(new URL("../bin/subtensor", import.meta.url));
const scratch = mkdtempSync(join(tmpdir(), "subtensor-light-"));
const specFile = join(scratch, "spec.json");
const runtime = createRuntime(local);
const alice = devAccount("Alice");
const bob = devAccount("Bob");
const aliceAddress = "5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY";
const began = Date.now();

const rows: string[][] = [["minute", "what", "outcome"]];
let failures = 0;

const minute = (): string => ((Date.now() - began) / 60_000).toFixed(1);
function note(what: string, outcome: string): void {
  rows.push([minute(), what, outcome]);
  console.log(`${minute()}  ${what}: ${outcome}`);
}
/** Does one step; an error of it is a failure, and the others go on. */
async function step(what: string, run: () => Promise<string>): Promise<void> {
  try {
    note(what, await run());
  } catch (error) {
    failures++;
    note(what, `FAILED: ${error instanceof Error ? error.message : String(error)}`);
  }
}
const waitUntil = (at: number): Promise<void> =>
  new Promise((resolve) => setTimeout(resolve, Math.max(began + at * minutes * 6000 - Date.now(), 0)));

interface Authority {
  readonly args: readonly string[];
  readonly tcp: string;
  readonly ws: string;
}

async function authority(index: number, own: readonly string[], bootNodes: readonly string[]): Promise<Authority> {
  const { secret, peerId } = knownNodeKey(index);
  const [tcp, ws] = [await freePort(), await freePort()];
  const base = join(scratch, `node-${index}`);
  return {
    args: [
      ...["--chain", specFile, "--base-path", base, "--node-key", secret, "--validator", ...own],
      ...["--listen-addr", `/ip4/127.0.0.1/tcp/${tcp}`, "--listen-addr", `/ip4/127.0.0.1/tcp/${ws}/ws`],
      ...["--allow-private-ip", "--no-mdns", "--rpc-cors", "all"],
      ...bootNodes.flatMap((node) => ["--bootnodes", node]),
    ],
    tcp: `/ip4/127.0.0.1/tcp/${tcp}/p2p/${peerId}`,
    ws: `/ip4/127.0.0.1/tcp/${ws}/ws/p2p/${peerId}`,
  };
}

/** Sends a call of Alice's through a light client; gives the block that has it. */
async function send(client: LightClient, call: CallValue, until: "inBlock" | "finalized" = "finalized"): Promise<Hex> {
  const genesisHash: Hex = await client.rpc("chain_getBlockHash", 0);
  const nonce: number = await client.rpc("system_accountNextIndex", aliceAddress);
  return client.submit(toHex(signExtrinsic(runtime, { call, pair: alice, nonce, genesisHash })), until, 60_000);
}

async function bobsAccount(of: Pick<LightClient, "rpc"> | NodeProcess): Promise<string> {
  const key = keyToHex(system.Account.at(bob.accountId).key);
  const one = of as { rpc(method: string, params: unknown): Promise<string> };
  return "log" in of && Array.isArray(of.log) ? one.rpc("state_getStorage", key) : one.rpc("state_getStorage", [key]);
}

const spec = await lightClientSpec("local");
writeFileSync(specFile, spec);
const one = await authority(1, ["--one"], []);
const two = await authority(2, ["--two"], [one.tcp]);
const three = await authority(3, ["--name", "Three"], [one.tcp]);
for (const [type, scheme] of [
  ["aura", "sr25519"],
  ["gran", "ed25519"],
]) {
  const base = join(scratch, "node-3");
  await runCommand(program, [
    ...["key", "insert", "--suri", "//Three", "--key-type", `${type}`, "--scheme", `${scheme}`],
    ...["--chain", specFile, "--base-path", base],
  ]);
}
const nodes: NodeProcess[] = [await startNode(one.args), await startNode(two.args), await startNode(three.args)];
for (const node of nodes) await listening(node);
const clients: [name: string, client: LightClient][] = [];
/** Times in which silence is no fault: while a voter is away. */
const pauses: { from: number; to: number }[] = [];

try {
  for (const [name, bootNodes] of [
    ["TCP", [one.tcp]],
    ["WebSocket", [two.ws]],
  ] as const) {
    await step(`smoldot over ${name} begins`, async () => {
      const started = Date.now();
      const client = await startLightClient({ spec, bootNodes, logLevel: 4 });
      clients.push([name, client]);
      await until("at a finalized head", 60_000, () => client.finalized.some(({ number }) => number > 1));
      return `a finalized head after ${((Date.now() - started) / 1000).toFixed(1)} s`;
    });
  }
  const client = (name: string): LightClient => {
    const found = clients.find(([own]) => own === name)?.[1];
    if (found === undefined) throw new Error(`there is no client over ${name}`);
    return found;
  };

  await waitUntil(1);
  for (const [name, own] of clients)
    await step(`storage over ${name}`, async () => {
      const [theirs, ours] = [await bobsAccount(own), await bobsAccount(nodes[1] as NodeProcess)];
      if (theirs !== ours) throw new Error(`${theirs}, and ${ours} on the node`);
      return "as the node has it";
    });
  for (const [name, own] of clients)
    await step(`a transfer over ${name}`, async () => {
      const before = await bobsAccount(nodes[2] as NodeProcess);
      const started = Date.now();
      const block = await send(own, transfer(bob.accountId, 1_000_000n));
      if ((await bobsAccount(nodes[2] as NodeProcess)) === before) throw new Error("the balance is what it was");
      return `final in ${block.slice(0, 10)} after ${((Date.now() - started) / 1000).toFixed(1)} s`;
    });

  await waitUntil(3);
  await step("the peer of the client over TCP is started anew", async () => {
    const from = Date.now();
    await nodes[0]?.stop();
    await new Promise((resolve) => setTimeout(resolve, 5000));
    nodes[0] = await startNode(one.args);
    const back = Date.now();
    const tcp = client("TCP");
    const height = tcp.finalized.at(-1)?.number ?? 0;
    await until("at a new finalized head", 60_000, () => (tcp.finalized.at(-1)?.number ?? 0) > height + 3);
    pauses.push({ from, to: Date.now() });
    return `a new finalized head ${((Date.now() - back) / 1000).toFixed(1)} s after it was back`;
  });

  await waitUntil(5);
  await step("the voters change", async () => {
    const voters = (["Two", "One", "Three"] as const).map(
      (name, index) => [devAccount(name, "ed25519").publicKey, BigInt(index + 1)] as const,
    );
    const from = Date.now();
    await send(client("WebSocket"), changeVoters(voters, 0), "inBlock");
    const height = (client("WebSocket").best.at(-1)?.number ?? 0) + 15;
    for (const [name, own] of clients)
      await until(`past the change over ${name}`, 60_000, () => (own.finalized.at(-1)?.number ?? 0) > height);
    return `both clients are past it after ${((Date.now() - from) / 1000).toFixed(1)} s`;
  });
  await waitUntil(7);
  await step(
    "a transfer over TCP",
    async () => `final in ${(await send(client("TCP"), transfer(bob.accountId, 1n))).slice(0, 10)}`,
  );

  await waitUntil(9.5);
  // A slot is a quarter of a second; a busy machine misses some.
  const height = async (): Promise<number> =>
    Number(((await (nodes[1] as NodeProcess).rpc("chain_getHeader")) as { number: string }).number);
  await until("high enough", 300_000, async () => (await height()) > 200 * minutes);
  await step("a new client catches up by a warp proof", async () => {
    const started = Date.now();
    const late = await startLightClient({ spec, bootNodes: [three.tcp], logLevel: 4 });
    clients.push(["TCP, late", late]);
    const target = await height();
    await until("at the head", 60_000, () => (late.finalized.at(-1)?.number ?? 0) >= target - 3);
    const proofs = late.log.filter((line) => line.includes("warp-sync-request-success")).length;
    if (proofs === 0) throw new Error("it asked for no warp proof");
    return `#${late.finalized.at(-1)?.number} after ${((Date.now() - started) / 1000).toFixed(1)} s, ${proofs} proofs`;
  });
  await waitUntil(10);

  const end = Date.now();
  for (const [name, own] of clients) {
    const { best, finalized } = own;
    await step(`heads over ${name}`, async () => {
      const faults = [
        ...(await faultsOf("best", best, nodes[1] as NodeProcess, false)),
        ...(await faultsOf("finalized", finalized, nodes[1] as NodeProcess, true)),
      ];
      if (faults.length > 0) throw new Error(faults.slice(0, 5).join("; "));
      const from = finalized[0]?.at ?? began;
      const silence = (heads: typeof best): string => {
        const [pause] = pauses;
        if (pause === undefined || pause.to < from) return (longestSilence(heads, from, end) / 1000).toFixed(1);
        const parts = [longestSilence(heads, from, pause.from), longestSilence(heads, pause.to, end)];
        return (Math.max(...parts) / 1000).toFixed(1);
      };
      return `${best.length} best to #${best.at(-1)?.number}, silent for ${silence(best)} s at most; ${finalized.length} finalized to #${finalized.at(-1)?.number}, silent for ${silence(finalized)} s`;
    });
  }
} finally {
  for (const [name, own] of clients) {
    await own.stop().catch(() => {});
    writeFileSync(`${scratch}-${name}.log`, own.log.join("\n"));
  }
  for (const node of nodes) await node.stop();
  for (const [index, node] of nodes.entries()) writeFileSync(`${scratch}-node-${index + 1}.log`, node.log());
  console.log(`Logs: ${scratch}-*.log`);
  rmSync(scratch, { recursive: true, force: true });
}
console.log(`\n${tableText(rows)}`);
// The light clients leave something open.
process.exit(failures === 0 ? 0 : 1);
