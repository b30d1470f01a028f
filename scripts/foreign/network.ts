import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { keyPairFromSuri } from "../../src/crypto/keypair.ts";
import { peerIdOfSecret } from "../../src/crypto/node-key.ts";
import { fromHex, type Hex } from "../../src/lib/bytes.ts";
import { loadChainSpec } from "../../src/node/chain-specs.ts";
import { type DevnetAuthority, devnetAuthorities } from "../../src/node/devnet/authorities.ts";
import { devnetSpec } from "../../src/node/devnet/devnet-spec.ts";
import { chainSpecJson } from "../../src/primitives/chain-spec.ts";
import { listening } from "../../test/support/light-chain.ts";
import { freePort, type NodeProcess, peersHost, startNode } from "../../test/support/node-process.ts";
import { type ForeignProgram, startForeignProgram } from "./program.ts";

const program = fileURLToPath(new URL("../../bin/subtensor", import.meta.url));
const follower = "f".padStart(64, "0");

export const sleep = (milliseconds: number): Promise<void> =>
  new Promise((resolve) => setTimeout(resolve, milliseconds));

export function demand(good: boolean, otherwise: string): void {
  if (!good) throw new Error(otherwise);
}

/** Waits for a condition; gives how long it took, ms. @throws Error when it does not hold in time */
export async function until(what: string, within: number, condition: () => Promise<boolean>): Promise<number> {
  const from = Date.now();
  while (!(await condition())) {
    demand(Date.now() < from + within, `not within ${within} ms: ${what}`);
    await sleep(100);
  }
  return Date.now() - from;
}

/**
 * Four authorities, of which nodes 0, 1 and 2 run and the foreign peer is the fourth, and node 3: a full node that may have
 * no peer but the foreign one. They stay on one directory when they are started again.
 */
export interface ForeignNetwork {
  readonly nodes: readonly NodeProcess[];
  readonly authorities: readonly DevnetAuthority[];
  readonly fourth: DevnetAuthority;
  readonly genesisHash: Hex;
  node(at: number): NodeProcess;
  peerId(at: number): string;
  tcp(at: number): string;
  webSocket(at: number): string;
  best(at: number): Promise<number>;
  final(at: number): Promise<number>;
  /** Starts a node again. */
  start(at: number): Promise<void>;
  /** A foreign peer with a key of its own. @param options beside those that every one needs */
  foreign(options: Readonly<Record<string, unknown>>): ForeignProgram;
  /** The foreign peer as the fourth authority, at the address that node 3 knows. */
  foreignVoter(): ForeignProgram;
  /** Ends all, and writes their logs; gives the front of the files' names. */
  stop(): Promise<string>;
}

export async function startForeignNetwork(peerProgram: string): Promise<ForeignNetwork> {
  const base = mkdtempSync(join(tmpdir(), "subtensor-foreign-"));
  const authorities = devnetAuthorities(4);
  const fourth = authorities[3] as DevnetAuthority;
  const specFile = join(base, "spec.json");
  const plain = loadChainSpec({ chain: "local", dev: false, drand: "offline" }, {});
  writeFileSync(specFile, JSON.stringify(chainSpecJson(devnetSpec(plain, authorities, "local"))));
  const keys = [...authorities.slice(0, 3).map(({ nodeKey }) => nodeKey), follower];
  const peerIds = keys.map((key) => peerIdOfSecret(fromHex(key)));
  const [tcpPorts, wsPorts] = [await Promise.all(keys.map(freePort)), await Promise.all(keys.map(freePort))];
  const voterListens = `/ip4/${peersHost}/tcp/${await freePort()}`;
  const tcp = (at: number): string => `/ip4/${peersHost}/tcp/${tcpPorts[at]}/p2p/${peerIds[at]}`;

  for (const [at, { suri }] of authorities.slice(0, 3).entries())
    for (const [type, scheme] of [
      ["aura", "sr25519"],
      ["gran", "ed25519"],
    ] as const) {
      const key = ["--suri", suri, "--key-type", type, "--scheme", scheme];
      execFileSync(program, ["key", "insert", ...key, "--chain", specFile, "--base-path", join(base, String(at))]);
    }
  const roleOf = (at: number): string[] => {
    if (at === 3)
      return ["--name", "Follower", "--reserved-only", "--reserved-nodes", `${voterListens}/p2p/${fourth.peerId}`];
    const others = [0, 1, 2].filter((other) => other !== at).flatMap((other) => ["--bootnodes", tcp(other)]);
    return ["--validator", "--name", authorities[at]?.name ?? "", ...others];
  };
  const start = (at: number): Promise<NodeProcess> =>
    startNode(
      [
        ...["--chain", specFile, "--base-path", join(base, String(at)), "--node-key", keys[at] as string],
        ...["--listen-addr", `/ip4/${peersHost}/tcp/${tcpPorts[at]}`],
        ...["--listen-addr", `/ip4/${peersHost}/tcp/${wsPorts[at]}/ws`, "--allow-private-ip", "--no-mdns"],
        ...["--offchain-worker", "never", "--log", "sub-libp2p=debug,sync=debug", ...roleOf(at)],
      ],
      { within: 120_000 },
    );
  const nodes = await Promise.all([0, 1, 2, 3].map(start));
  /** What a node printed before it was started again. */
  const before: string[] = [];
  const node = (at: number): NodeProcess => nodes[at] as NodeProcess;
  await Promise.all(nodes.map(listening));
  const genesisHash = (await node(0).rpc("chain_getBlockHash", [0])) as Hex;
  const head = async (at: number, method: string): Promise<number> => {
    const hash = await node(at).rpc(method);
    return Number(((await node(at).rpc("chain_getHeader", [hash])) as { number: Hex }).number);
  };

  const peers: ForeignProgram[] = [];
  const foreign = (options: Readonly<Record<string, unknown>>): ForeignProgram => {
    const peer = startForeignProgram(peerProgram, {
      ...{ genesis: genesisHash, protocolId: "bittensor" },
      nodeKey: `0x${(0x100 + peers.length).toString(16).padStart(64, "0")}`,
      aura: authorities.map(({ aura }) => aura),
      grandpa: authorities.map(({ grandpa }) => grandpa),
      ...options,
    });
    peers.push(peer);
    return peer;
  };

  return {
    ...{ nodes, authorities, fourth, genesisHash, node, tcp, foreign },
    peerId: (at) => peerIds[at] as string,
    webSocket: (at) => `/ip4/${peersHost}/tcp/${wsPorts[at]}/ws/p2p/${peerIds[at]}`,
    best: (at) => head(at, "chain_getBlockHash"),
    final: (at) => head(at, "chain_getFinalizedHead"),
    async start(at) {
      before[at] = node(at).log();
      nodes[at] = await start(at);
    },
    foreignVoter: () =>
      foreign({
        ...{ role: "authority", nodeKey: `0x${fourth.nodeKey}`, listen: [voterListens], file: join(base, "votes") },
        grandpaSeed: keyPairFromSuri("ed25519", fourth.suri).seed,
      }),
    async stop() {
      for (const [at, peer] of peers.entries()) {
        await peer.stop();
        const events = peer.events.map((event) => JSON.stringify(event)).join("\n");
        writeFileSync(`${base}-peer-${at}.log`, `${events}\n${peer.log()}`);
      }
      await Promise.all(nodes.map((one) => one.stop("SIGKILL")));
      for (const [at, one] of nodes.entries()) writeFileSync(`${base}-node-${at}.log`, (before[at] ?? "") + one.log());
      rmSync(base, { recursive: true, force: true });
      return base;
    },
  };
}
