import { choice, flag, list, number, text } from "../option.ts";

/** What is not built of the network. */
const idle = { idle: "later" } as const;

/** The secret that gives the node its peer id. */
export const nodeKeyOptions = {
  nodeKey: text("KEY", "The node's secret ed25519 key: 64 hex digits. It precedes --node-key-file."),
  nodeKeyType: choice(["ed25519"], "ed25519", "The kind of the node's key."),
  nodeKeyFile: text("FILE", "The file of the node's secret key: 32 bytes or 64 hex digits."),
  unsafeForceNodeKeyGeneration: flag("An authority without a node key makes one."),
};

/** The peer-to-peer network. */
export const networkOptions = {
  ...nodeKeyOptions,
  port: number("PORT", undefined, "The TCP port for peers; 30333 when not given.", {
    max: 65535,
    conflicts: ["listenAddr"],
  }),
  listenAddr: list("ADDRESS", "The multiaddresses to listen on."),
  publicAddr: list("ADDRESS", "The multiaddresses that peers reach this node by."),
  bootnodes: list("ADDRESS", "The nodes that introduce this one to the network."),
  reservedNodes: list("ADDRESS", "The peers that the node stays connected to."),
  reservedOnly: flag("The node has no peers but the reserved ones."),
  allowPrivateIp: flag("The node connects to addresses of private networks.", {
    aliases: ["allow-private-ipv4"],
    conflicts: ["noPrivateIp"],
  }),
  noPrivateIp: flag("The node never connects to addresses of private networks.", {
    aliases: ["no-private-ipv4"],
    conflicts: ["allowPrivateIp"],
  }),
  discoverLocal: flag("The node looks for peers in the local network.", idle),
  noMdns: flag("The node does not announce itself in the local network."),
  noBlockGossip: flag("Blocks travel by announcements and requests only, not whole."),
  inPeers: number("COUNT", 32, "The number of full nodes that may connect to this one."),
  outPeers: number("COUNT", 8, "The number of nodes that this one connects to."),
  inPeersLight: number("COUNT", 100, "The number of light clients that may connect to this node."),
  maxParallelDownloads: number("COUNT", 5, "The number of peers that are asked for the same block at once."),
  maxBlocksPerRequest: number("COUNT", 64, "The number of blocks in one request."),
  networkBackend: choice(["libp2p", "litep2p"], undefined, "The original's network library.", { idle: "inside" }),
  sync: choice(
    ["full", "fast", "fast-unsafe", "warp"],
    "full",
    "The way to catch up with the chain: all blocks (full), or a proven state first (warp). The fast ones are refused, as by the original.",
  ),
  historyBackfill: choice(
    ["keep", "skip"],
    "keep",
    "Blocks before a warp sync: keep fetches them, skip leaves them out.",
  ),
  kademliaDisjointQueryPaths: flag("Queries to the peer table go along separate paths.", idle),
  kademliaReplicationFactor: number("COUNT", 20, "The number of peers that keep one record of the peer table.", {
    ...idle,
    min: 1,
  }),
  ipfsServer: flag("The original serves transactions over IPFS.", { idle: "inside" }),
};
