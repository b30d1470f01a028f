import { bootstrap } from "@libp2p/bootstrap";
import { generateKeyPairFromSeed } from "@libp2p/crypto/keys";
import { identify } from "@libp2p/identify";
import type { ConnectionGater, Libp2p } from "@libp2p/interface";
import { type KadDHT, kadDHT, passthroughMapper, removePrivateAddressesMapper } from "@libp2p/kad-dht";
import { mdns } from "@libp2p/mdns";
import { noise } from "@libp2p/noise";
import { tcp } from "@libp2p/tcp";
import { multiaddr } from "@multiformats/multiaddr";
import { createLibp2p } from "libp2p";
import { messageOf, UserError } from "../../lib/user-error.ts";
import { kademliaNames } from "../messages/names.ts";
import { withoutPeer } from "./addresses.ts";
import type { BlockGossip } from "./block-gossip.ts";
import { createMuxerFactory, type Traffic } from "./muxer.ts";
import type { Libp2pNetworkOptions } from "./options.ts";
import { createPingService } from "./ping.ts";
import { boundIdentitiesInAddresses } from "./table-guard.ts";
import { createWebSocketTransport } from "./web-socket.ts";

/** Connections that peers may open. Rust: `sc_network: MAX_CONNECTIONS_ESTABLISHED_INCOMING`. */
const mostConnections = 10_000;
/** What identify tells of the protocol. Rust: `sc_network: litep2p/discovery.rs`. */
const protocolVersion = "/substrate/1.0";
/** Milliseconds between two questions who is in the local network. Rust: `MDNS_QUERY_INTERVAL`. */
const mdnsEvery = 30_000;

export interface Node {
  readonly libp2p: Libp2p;
  readonly dht: KadDHT;
}

interface NodeParts {
  readonly gater: ConnectionGater;
  readonly traffic: Traffic;
  readonly gossip: BlockGossip | undefined;
  /** A node in the local network says where it is: it may have this node's own identity. */
  nearby(peer: string, addresses: readonly string[]): void;
}

/**
 * The library's node, not started.
 * @throws UserError when an address is none
 */
export async function createNode(options: Libp2pNetworkOptions, parts: NodeParts): Promise<Node> {
  boundIdentitiesInAddresses();
  checkAddresses(options);
  const { bootnodes } = options;
  const privateInTable = options.privateInTable ?? options.allowPrivateIp;
  const libp2p = await createLibp2p({
    start: false,
    privateKey: await generateKeyPairFromSeed("Ed25519", options.key),
    nodeInfo: { userAgent: options.agent },
    addresses: { listen: options.listen.map(withoutPeer), appendAnnounce: options.publicAddresses.map(withoutPeer) },
    transports: [tcp({ maxConnections: mostConnections }), createWebSocketTransport(mostConnections, options.after)],
    connectionEncrypters: [noise()],
    streamMuxers: [createMuxerFactory(parts.traffic, options.after)],
    connectionGater: parts.gater,
    // Its pings leave streams half open that smoldot keeps, and its limit of one then ends the connection.
    connectionMonitor: { enabled: false },
    connectionManager: {
      maxConnections: mostConnections,
      // The defaults are for each host: ten nodes on one machine exceed them.
      inboundConnectionThreshold: 100,
      maxIncomingPendingConnections: 500,
      // Who is connected to whom is decided by slots.
      reconnectRetries: 0,
    },
    peerDiscovery: [
      ...(bootnodes.length > 0 && !options.reservedOnly ? [bootstrap({ list: [...bootnodes] })] : []),
      ...(options.mdns ? [localNetwork(parts.nearby)] : []),
    ],
    services: {
      identify: (components) => {
        const service = identify()(components);
        (service as unknown as { host: { protocolVersion: string } }).host.protocolVersion = protocolVersion;
        return service;
      },
      ping: createPingService(options.after),
      dht: kadDHT({
        protocol: kademliaNames(options)[0],
        clientMode: false,
        peerInfoMapper: privateInTable ? passthroughMapper : removePrivateAddressesMapper,
        kBucketSize: options.kademliaReplication ?? 20,
      }),
      ...(parts.gossip === undefined ? {} : { gossip: parts.gossip.service }),
    },
  });
  return { libp2p, dht: libp2p.services.dht };
}

/** The library's search of the local network, which tells also of what the library leaves out: this node's own identity. */
function localNetwork(nearby: NodeParts["nearby"]): ReturnType<typeof mdns> {
  const create = mdns({ interval: mdnsEvery });
  return (components) => {
    const service = create(components);
    service.addEventListener("peer", ({ detail }) => nearby(detail.id.toString(), detail.multiaddrs.map(String)));
    return service;
  };
}

/** @throws UserError when an address is none: the library would say so when it first uses it, in its own words */
function checkAddresses({ listen, publicAddresses, bootnodes, reserved }: Libp2pNetworkOptions): void {
  for (const text of [...listen, ...publicAddresses, ...bootnodes, ...reserved])
    try {
      multiaddr(text);
    } catch (error) {
      throw new UserError(`"${text}" is no multiaddress such as /ip4/HOST/tcp/PORT: ${messageOf(error)}`, 2);
    }
}

/** Parts of the library's node that are no part of its interface. */
interface Inside {
  readonly components: { readonly transportManager: { getAddrs(): { toString(): string }[] } };
}

/** The addresses that this node listens on, with its identity; public ones are others. */
export function listenAddresses(libp2p: Libp2p): string[] {
  const { transportManager } = (libp2p as unknown as Inside).components;
  return transportManager.getAddrs().map((address) => `${withoutPeer(address)}/p2p/${libp2p.peerId}`);
}

/** @throws UserError when an address cannot be listened on */
export async function startNode({ libp2p }: Node): Promise<void> {
  try {
    await libp2p.start();
  } catch (error) {
    throw new UserError(`the network does not start: ${startFault(messageOf(error))}`);
  }
}

/** Why the library does not start, from its text: a few lines and a stack for each address. */
function startFault(text: string): string {
  const taken = /EADDRINUSE: address already in use (\S+)/.exec(text)?.[1];
  if (taken !== undefined)
    return `another program listens on ${taken}; choose another port with --port or --listen-addr`;
  const foreign = /EADDRNOTAVAIL: address not available (\S+)/.exec(text)?.[1];
  if (foreign !== undefined) return `${foreign} is no address of this machine; choose another with --listen-addr`;
  const refused = /EACCES: permission denied (\S+)/.exec(text)?.[1];
  if (refused !== undefined)
    return `this user may not listen on ${refused}; choose a port above 1023 with --port or --listen-addr`;
  const lines = text.split("\n").filter((line) => line.trim() !== "" && !/^\s+at /.test(line));
  return lines.slice(0, 3).join(" ");
}
