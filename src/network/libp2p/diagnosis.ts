import type { Connection, Libp2p } from "@libp2p/interface";
import type { PeerId } from "../network.ts";
import type { KnownPeers } from "../peers/known-peers.ts";
import type { Reputations } from "../peers/reputation.ts";
import type { Slots } from "../peers/slots.ts";
import { withoutPeer } from "./addresses.ts";
import type { Connections } from "./connections.ts";
import { listenAddresses } from "./node.ts";

/** Who dialed: this node an address, or the peer, from its address to one of this node. Rust: `sc_network::network_state::PeerEndpoint`. */
type Endpoint =
  | { readonly dialing: readonly [string, "dialer"] }
  | { readonly listening: { readonly local_addr: string; readonly send_back_addr: string } };

/** Rust: `sc_network::network_state::NotConnectedPeer`. */
interface PeerDiagnosis {
  /** The program that the peer says it is; null for one that has not said, or is not connected. */
  readonly versionString: string | null;
  /** Null: this node answers pings, and sends none by itself. */
  readonly latestPingTime: null;
  /** Without the peer's identity. */
  readonly knownAddresses: readonly string[];
}

/** The whole state of the network, for people who look for what is wrong, as JSON-RPC gives it. Rust: `sc_network::network_state::NetworkState`. */
export interface NetworkDiagnosis {
  readonly peerId: PeerId;
  /** With this node's identity, as are those by which others reach it. */
  readonly listenedAddresses: readonly string[];
  readonly externalAddresses: readonly string[];
  /** Peers that this node gossips with, by their identities. */
  readonly connectedPeers: Readonly<Record<PeerId, PeerDiagnosis & { readonly endpoint: Endpoint }>>;
  /** The other ones that it knows. */
  readonly notConnectedPeers: Readonly<Record<PeerId, PeerDiagnosis>>;
  /** Whom it prefers. The original leaves this member to its network library, and its present one has nothing there. */
  readonly peerset: {
    readonly reservedOnly: boolean;
    readonly reserved: readonly PeerId[];
    readonly nodes: Readonly<Record<PeerId, { readonly connected: boolean; readonly reputation: number }>>;
  };
}

interface DiagnosisParts {
  readonly libp2p: Libp2p;
  readonly publicAddresses: readonly string[];
  readonly reservedOnly: boolean;
  readonly known: KnownPeers;
  readonly slots: Pick<Slots, "reserved">;
  readonly reputations: Pick<Reputations, "of">;
  readonly connections: Pick<Connections, "find">;
  /** Peers whose block announces are open. */
  open(): Iterable<PeerId>;
}

/** Parts of the library's connection that are no part of its interface. */
interface InsideConnection {
  readonly maConn?: { readonly socket?: LocalSocket; readonly websocket?: { readonly _socket?: LocalSocket } };
}
interface LocalSocket {
  readonly localAddress?: string | undefined;
  readonly localPort?: number | undefined;
}

/** The address of this node that a peer dialed, in the form of the peer's own; that one where the socket is closed. */
function localAddress(connection: Connection, remote: string): string {
  const inside = (connection as InsideConnection).maConn;
  const { localAddress: host, localPort: port } = inside?.socket ?? inside?.websocket?._socket ?? {};
  if (host === undefined || port === undefined) return remote;
  return remote.replace(/^\/ip[46]\/[^/]+\/tcp\/\d+/, `/${host.includes(":") ? "ip6" : "ip4"}/${host}/tcp/${port}`);
}

function endpointOf(connection: Connection): Endpoint {
  if (connection.direction === "outbound") return { dialing: [connection.remoteAddr.toString(), "dialer"] };
  const remote = withoutPeer(connection.remoteAddr);
  return { listening: { local_addr: localAddress(connection, remote), send_back_addr: remote } };
}

/** Gives the state of the network when it is asked for. */
export function createDiagnosis(parts: DiagnosisParts): () => NetworkDiagnosis {
  const { libp2p, known, slots, reputations, connections } = parts;
  const own = libp2p.peerId.toString();
  /** The programs of connected peers. */
  const agents = new Map<PeerId, string>();
  libp2p.addEventListener("peer:identify", ({ detail: { peerId, agentVersion } }) => {
    const connected = connections.find(peerId.toString()) !== undefined;
    if (connected && agentVersion !== undefined) agents.set(peerId.toString(), agentVersion);
  });
  libp2p.addEventListener("peer:disconnect", ({ detail }) => void agents.delete(detail.toString()));

  const peerOf = (peer: PeerId): PeerDiagnosis => ({
    versionString: agents.get(peer) ?? null,
    latestPingTime: null,
    knownAddresses: known.addresses(peer),
  });

  return () => {
    const connected: Record<PeerId, PeerDiagnosis & { readonly endpoint: Endpoint }> = {};
    const others: Record<PeerId, PeerDiagnosis> = {};
    const nodes: Record<PeerId, { readonly connected: boolean; readonly reputation: number }> = {};
    for (const peer of parts.open()) {
      const connection = connections.find(peer);
      if (connection !== undefined) connected[peer] = { endpoint: endpointOf(connection), ...peerOf(peer) };
    }
    for (const peer of known.peers()) if (peer !== own && connected[peer] === undefined) others[peer] = peerOf(peer);
    for (const peer of [...Object.keys(connected), ...Object.keys(others)])
      nodes[peer] = { connected: connected[peer] !== undefined, reputation: reputations.of(peer) };
    return {
      peerId: own,
      listenedAddresses: listenAddresses(libp2p),
      externalAddresses: parts.publicAddresses.map((address) => `${withoutPeer(address)}/p2p/${own}`),
      connectedPeers: connected,
      notConnectedPeers: others,
      peerset: { reservedOnly: parts.reservedOnly, reserved: slots.reserved(), nodes },
    };
  };
}
