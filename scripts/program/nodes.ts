// Part `nodes`: three authorities and full nodes on the original's program of 425, and an upgrade of it to 426.
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { ApiPromise, WsProvider } from "@polkadot/api";
import { devAccount } from "../../src/crypto/dev-accounts.ts";
import { type Hex, toHex } from "../../src/lib/bytes.ts";
import { knownNodeKey } from "../../test/support/light-chain.ts";
import { until } from "../../test/support/light-client.ts";
import { freePort, type NodeProcess, startNode } from "../../test/support/node-process.ts";
import { runCommand } from "../../test/support/run-command.ts";
import { needed, type ProgramFiles } from "./files.ts";
import { followUpgrade, rawSpec, refusalOf } from "./light.ts";
import type { Report } from "./report.ts";
import { callOf, send, setCode } from "./set-code.ts";

const subtensor = fileURLToPath(new URL("../../bin/subtensor", import.meta.url));
const within = 180_000;
const bob = devAccount("Bob").accountId;

interface Head {
  readonly hash: Hex;
  readonly number: number;
}

async function finalOf(node: NodeProcess): Promise<Head> {
  const hash = (await node.rpc("chain_getFinalizedHead")) as Hex;
  const { number } = (await node.rpc("chain_getHeader", [hash])) as { number: Hex };
  return { hash, number: Number(number) };
}
const specOf = async (node: NodeProcess): Promise<number> =>
  ((await node.rpc("state_getRuntimeVersion")) as { specVersion: number }).specVersion;

/** @throws Error when two nodes have different blocks at that height, or one has none in time */
async function sameBlock(nodes: readonly NodeProcess[], number: number): Promise<void> {
  let hashes = new Set<unknown>();
  await until(`#${number} known everywhere`, within, async () => {
    hashes = new Set(await Promise.all(nodes.map((node) => node.rpc("chain_getBlockHash", [number]))));
    return !hashes.has(null);
  });
  if (hashes.size !== 1) throw new Error(`#${number} is ${[...hashes].join(" and ")}`);
}

export async function showNodes({ step }: Report, files: ProgramFiles): Promise<void> {
  const program = needed(files.local, "--local");
  const next = readFileSync(needed(files.next, "--next"));
  const specFile = join(files.scratch, "nodes.json");
  const base = (index: number): string => join(files.scratch, `node-${index}`);
  const ports = await Promise.all([0, 1, 2, 3, 4].map(freePort));
  const address = (index: number): string => `/ip4/127.0.0.1/tcp/${ports[index]}/p2p/${knownNodeKey(index + 1).peerId}`;
  const roles = [
    ["--one"],
    ["--two"],
    ["--validator", "--name", "Three"],
    [],
    ["--sync", "warp", "--history-backfill", "skip"],
  ];
  const nodes: NodeProcess[] = [];
  const start = async (index: number): Promise<NodeProcess> => {
    const node = await startNode(
      [
        ...["--chain", specFile, "--base-path", base(index), "--node-key", knownNodeKey(index + 1).secret],
        ...["--listen-addr", `/ip4/127.0.0.1/tcp/${ports[index]}`, "--no-mdns", "--allow-private-ip"],
        ...["--offchain-worker", "never", ...(roles[index] as readonly string[])],
        ...[0, 1, 2].flatMap((other) => (other === index ? [] : ["--bootnodes", address(other)])),
      ],
      { within },
    );
    nodes[index] = node;
    return node;
  };
  const node = (index: number): NodeProcess => nodes[index] as NodeProcess;
  const allFinal = async (which: readonly number[], number: number): Promise<void> => {
    await until(`#${number} final everywhere`, within, async () =>
      (await Promise.all(which.map((index) => finalOf(node(index))))).every((head) => head.number >= number),
    );
    await sameBlock(which.map(node), number);
  };

  try {
    const started = await step("three authorities", async () => {
      writeFileSync(specFile, await rawSpec("local", program));
      for (const [type, scheme] of [
        ["aura", "sr25519"],
        ["gran", "ed25519"],
      ] as const) {
        const keys = ["--suri", "//Three", "--key-type", type, "--scheme", scheme, "--chain", specFile];
        await runCommand(subtensor, ["key", "insert", ...keys, "--base-path", base(2)], { within });
      }
      for (const index of [0, 1, 2]) await start(index);
      await allFinal([0, 1, 2], 20);
      const authors = new Set<string>();
      for (let number = 2; number < 20; number++) {
        const hash = await node(0).rpc("chain_getBlockHash", [number]);
        const { digest } = (await node(0).rpc("chain_getHeader", [hash])) as { digest: { logs: Hex[] } };
        // The slot, little-endian, after the engine and the length; its rest is the author's place.
        const slot = Buffer.from((digest.logs[0] as string).slice(2), "hex").readBigUInt64LE(6);
        authors.add(String(slot % 3n));
      }
      return `spec ${await specOf(node(0))}, #20 final and the same on all, ${authors.size} authors`;
    });
    if (!started) return;
    await step("a full node by full sync", async () => {
      await start(3);
      const { number } = await finalOf(node(0));
      await allFinal([0, 3], number);
      return `at #${number}`;
    });
    await step("a node by warp and state sync", async () => {
      await start(4);
      const { number } = await finalOf(node(0));
      await until("past that", within, async () => (await finalOf(node(4))).number > number);
      // What lies before the block whose state it took is not there.
      const reached = (await finalOf(node(4))).number;
      await allFinal([0, 4], reached);
      if ((await node(4).rpc("chain_getBlockHash", [5])) !== null)
        throw new Error("it has the blocks of the beginning");
      const neurons = await node(4).rpc("state_call", ["NeuronInfoRuntimeApi_get_neurons_lite", "0x0100"]);
      return `at #${reached} without #5; its state answers a call: ${String(neurons).length / 2 - 1} bytes`;
    });
    await step("a transfer and a custom API", async () => {
      const api = await connect(node(3));
      const block = await send(api, callOf(api, "balances", "transferKeepAlive", [bob, 1_000_000_000]));
      const neurons = (await node(3).rpc("neuronInfo_getNeuronsLite", [1])) as readonly number[];
      await api.disconnect();
      await sameBlock(nodes, block.number);
      return `final in #${block.number}; neuronInfo_getNeuronsLite answers ${neurons.length} bytes`;
    });
    await step("smoldot on a chain with BabeApi in its program", async () => {
      const why = await refusalOf(readFileSync(specFile, "utf8"));
      if (why === undefined) throw new Error("it takes the chain now: have it follow that one");
      return `refused, as it would be of the original: ${why}`;
    });
    await step("smoldot over an upgrade, BabeApi not told of in runtime_apis", () =>
      followUpgrade(program, files.next ?? "", files.scratch),
    );
    await step("an upgrade to 426 while one of the three is down", async () => {
      await node(2).stop();
      const api = await connect(node(0));
      // Three voters need all three: nothing is final until the third is back.
      await setCode(api, toHex(next), { wait: "inBlock" });
      await api.disconnect();
      await until("spec 426", within, async () => (await specOf(node(0))) === 426);
      for (const index of [1, 3, 4])
        await until(`node ${index} at 426`, within, async () => (await specOf(node(index))) === 426);
      const held = await finalOf(node(0));
      await start(2);
      await allFinal([0, 1, 2, 3, 4], held.number + 20);
      if ((await specOf(node(2))) !== 426) throw new Error("the one that was down is not at 426");
      const { number: last } = await finalOf(node(2));
      return `spec 426 on four; final #${held.number} while it was down (three of three vote), #${last} on all five after it was back`;
    });
  } finally {
    for (const [index, one] of nodes.entries()) {
      await one?.stop();
      writeFileSync(join(files.scratch, `node-${index}.log`), one?.log() ?? "");
    }
  }
}

const connect = (node: NodeProcess): Promise<ApiPromise> =>
  ApiPromise.create({ provider: new WsProvider(node.url), noInitWarn: true });
