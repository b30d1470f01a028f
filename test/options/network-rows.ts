import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "vitest";
import { peerIdOfSecret } from "../../src/crypto/node-key.ts";
import { genesisStorage, rawGenesis } from "../../src/node/genesis.ts";
import { chainSpecJson } from "../../src/primitives/chain-spec.ts";
import { freePort } from "../support/node-process.ts";
import { configOf, freshDirectory, idleRows, pause, type Rows, runNode, type TestNode, until } from "./support.ts";

const secret = new Uint8Array(32).fill(0x12);
const hex = "12".repeat(32);
const here = ["--listen-addr", "/ip4/127.0.0.1/tcp/0"];

/** A node that listens on this machine and looks for its peers. */
async function joined(...args: string[]): Promise<TestNode> {
  const listens = args.some((arg) => arg === "--port" || arg === "--listen-addr");
  const node = await runNode(["--dev", ...(listens ? [] : here), ...args]);
  await node.peers.start();
  return node;
}

const addressOf = (node: TestNode): string => node.peers.network?.listenAddresses()[0] as string;
const peerCount = async (node: TestNode): Promise<number> => (await node.call("system_health")).result.peers;
const untilPeers = (node: TestNode): Promise<void> => until(() => node.peers.sync.peers().length > 0);
/** Long enough for peers on one machine to find each other. */
const aWhile = 1500;

/** The network configuration on a chain that is no development chain. */
async function liveNetwork(...args: string[]) {
  const file = join(freshDirectory(), "live.json");
  const { spec } = configOf(["--dev"]);
  const genesis = rawGenesis(await genesisStorage(spec, "production"));
  writeFileSync(file, JSON.stringify(chainSpecJson({ ...spec, chainType: "Live", genesis })));
  return configOf(["--chain", file, "--tmp", ...args]).network;
}

const kept = async (...args: string[]): Promise<string> => {
  const node = await runNode(["--chain", "local", "-d", freshDirectory(), ...args], { memory: false });
  return (await node.call("system_localPeerId")).result;
};

/** A node that has joined a chain of some blocks by proofs; it waits for more peers before it makes do with one. */
async function warped(...args: string[]) {
  const first = await joined("--fast-runtime");
  await until(() => first.chain.finalized().number >= 3);
  const follower = ["--chain", "dev", "-d", freshDirectory(), "--fast-runtime", "--no-mdns", ...here];
  const joining = await runNode([...follower, "--sync", "warp", "--bootnodes", addressOf(first), ...args]);
  await joining.peers.start();
  expect(joining.peers.sync.current().type).toBe("warp");
  await until(() => joining.chain.finalized().number > 1, 40_000);
  expect(joining.chain.database.oldestState()).toBeGreaterThan(1);
  return { joining };
}

export const networkRows: Rows = {
  nodeKey: async () => expect(await kept("--node-key", hex)).toBe(peerIdOfSecret(secret)),
  nodeKeyType: () => expect(() => configOf(["--dev", "--node-key-type", "secp256k1"])).toThrow("ed25519"),
  nodeKeyFile: async () => {
    const file = join(freshDirectory(), "key");
    writeFileSync(file, hex);
    expect(await kept("--node-key-file", file)).toBe(peerIdOfSecret(secret));
  },
  unsafeForceNodeKeyGeneration: async () => {
    await expect(kept("--validator")).rejects.toThrow("needs a node key");
    expect(await kept("--validator", "--unsafe-force-node-key-generation")).toMatch(/^12D3KooW/);
    // Everybody has One's keys: nobody relies on the identity of a node that authors with them.
    expect(await kept("--one")).toMatch(/^12D3KooW/);
  },
  port: async () => {
    const port = await freePort();
    const node = await joined("--port", String(port));
    expect((await node.call("system_localListenAddresses")).result.join()).toContain(`/tcp/${port}/p2p/`);
  },
  listenAddr: async () => {
    const port = await freePort();
    const node = await joined("--listen-addr", `/ip4/127.0.0.1/tcp/${port}/ws`);
    const addresses = [`/ip4/127.0.0.1/tcp/${port}/ws/p2p/${node.peers.localPeer}`];
    expect((await node.call("system_localListenAddresses")).result).toEqual(addresses);
  },
  publicAddr: async () => {
    const node = await joined("--public-addr", "/ip4/1.2.3.4/tcp/30333");
    const { externalAddresses, listenedAddresses } = (await node.call("system_unstable_networkState")).result;
    expect(externalAddresses).toEqual([`/ip4/1.2.3.4/tcp/30333/p2p/${node.peers.localPeer}`]);
    // Where others reach it is not where it listens.
    expect(listenedAddresses.join()).not.toContain("1.2.3.4");
    expect((await node.call("system_localListenAddresses")).result).toEqual(listenedAddresses);
  },
  bootnodes: async () => {
    const first = await joined();
    const second = await joined("--bootnodes", addressOf(first));
    await Promise.all([untilPeers(first), untilPeers(second)]);
    expect((await second.call("system_peers")).result).toMatchObject([
      { peerId: first.peers.localPeer, roles: "AUTHORITY" },
    ]);
  },
  reservedNodes: async () => {
    const first = await joined();
    const second = await joined("--reserved-nodes", addressOf(first), "--out-peers", "0");
    await untilPeers(second);
    expect((await second.call("system_reservedPeers")).result).toEqual([first.peers.localPeer]);
  },
  reservedOnly: async () => {
    const first = await joined("--reserved-only");
    await joined("--bootnodes", addressOf(first));
    await pause(aWhile);
    expect(await peerCount(first)).toBe(0);
  },
  allowPrivateIp: async () => {
    expect((await liveNetwork()).allowPrivateAddresses).toBe(false);
    expect((await liveNetwork("--allow-private-ip")).allowPrivateAddresses).toBe(true);
  },
  noPrivateIp: async () => {
    const first = await joined();
    const second = await joined("--no-private-ip", "--bootnodes", addressOf(first));
    await pause(aWhile);
    expect(await peerCount(second)).toBe(0);
  },
  noBlockGossip: async () => {
    expect((await liveNetwork()).blockGossip).toBe(true);
    expect((await liveNetwork("--no-block-gossip")).blockGossip).toBe(false);
  },
  noMdns: async () => {
    expect((await liveNetwork()).mdns).toBe(true);
    expect((await liveNetwork("--no-mdns")).mdns).toBe(false);
  },
  inPeers: async () => {
    const first = await joined("--in-peers", "0");
    await joined("--bootnodes", addressOf(first));
    await pause(aWhile);
    expect(await peerCount(first)).toBe(0);
  },
  outPeers: async () => {
    const first = await joined();
    const second = await joined("--out-peers", "0", "--bootnodes", addressOf(first));
    await pause(aWhile);
    expect(await peerCount(second)).toBe(0);
  },
  inPeersLight: () => expect(configOf(["--dev", "--in-peers-light", "3"]).network.peers.inLight).toBe(3),
  maxParallelDownloads: () =>
    expect(configOf(["--dev", "--max-parallel-downloads", "2"]).network.maxParallelDownloads).toBe(2),
  maxBlocksPerRequest: () =>
    expect(configOf(["--dev", "--max-blocks-per-request", "9"]).network.maxBlocksPerRequest).toBe(9),
  sync: async () => {
    const { joining } = await warped();
    await until(() => joining.chain.database.gap() === undefined, 30_000);
    expect(joining.api.hashOfNumber(1)).toBeDefined();
    expect(() => configOf(["--dev", "--sync", "fast"])).toThrow("Supported sync modes: full, warp. Provided: fast");
  },
  historyBackfill: async () => {
    const { joining } = await warped("--history-backfill", "skip");
    await pause(aWhile);
    expect(joining.chain.database.gap()).toMatchObject({ first: 1, wanted: false });
    expect(joining.api.hashOfNumber(1)).toBeUndefined();
  },
  ...idleRows("", "later", {
    discoverLocal: true,
    kademliaDisjointQueryPaths: true,
    kademliaReplicationFactor: "3",
  }),
  ...idleRows("", "inside", { networkBackend: "libp2p", ipfsServer: true }),
};
