import { choice, flag, list, number, text } from "../option.ts";

const idle = { idle: "network" } as const;

/** The secret that gives the node its peer id. */
export const nodeKeyOptions = {
  nodeKey: text("KEY", "The node's secret ed25519 key, 64 hex digits.", { ...idle, conflicts: ["nodeKeyFile"] }),
  nodeKeyType: choice(["ed25519"], "ed25519", "The kind of the node's key.", idle),
  nodeKeyFile: text("FILE", "A file with the node's secret key (32 bytes or 64 hex digits).", idle),
  unsafeForceNodeKeyGeneration: flag("Makes a node key when an authority has none.", idle),
};

/** The peer-to-peer network. */
export const networkOptions = {
  ...nodeKeyOptions,
  port: number("PORT", undefined, "The TCP port for peers; 30333 when not given.", {
    ...idle,
    max: 65535,
    conflicts: ["listenAddr"],
  }),
  listenAddr: list("ADDRESS", "Multiaddresses to listen on.", idle),
  publicAddr: list("ADDRESS", "Multiaddresses that peers reach this node by.", idle),
  bootnodes: list("ADDRESS", "Nodes to find the network by.", idle),
  reservedNodes: list("ADDRESS", "Nodes to stay connected to.", idle),
  reservedOnly: flag("Talks to the reserved nodes only.", idle),
  allowPrivateIp: flag("Connects to addresses of private networks.", {
    ...idle,
    aliases: ["allow-private-ipv4"],
    conflicts: ["noPrivateIp"],
  }),
  noPrivateIp: flag("Never connects to addresses of private networks.", {
    ...idle,
    aliases: ["no-private-ipv4"],
    conflicts: ["allowPrivateIp"],
  }),
  discoverLocal: flag("Finds peers in the local network.", idle),
  noMdns: flag("Does not announce itself in the local network."),
  inPeers: number("COUNT", 32, "How many full nodes may connect to this one.", idle),
  outPeers: number("COUNT", 8, "How many nodes to connect to.", idle),
  inPeersLight: number("COUNT", 100, "How many light clients may connect.", idle),
  maxParallelDownloads: number("COUNT", 5, "From how many peers one block is asked at once.", idle),
  maxBlocksPerRequest: number("COUNT", 64, "How many blocks one request asks for.", idle),
  networkBackend: choice(["libp2p", "litep2p"], undefined, "The original's network library.", { idle: "never" }),
  sync: choice(["full", "fast", "fast-unsafe", "warp"], "full", "How to catch up with the chain.", idle),
  historyBackfill: choice(["keep", "skip"], "keep", "Whether blocks before a warp sync are fetched.", idle),
  kademliaDisjointQueryPaths: flag("Asks the peer table along separate paths.", idle),
  kademliaReplicationFactor: number("COUNT", 20, "At how many peers a record is kept.", { ...idle, min: 1 }),
  ipfsServer: flag("Serves transactions over IPFS.", { idle: "never" }),
};
