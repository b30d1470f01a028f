import type { Hex } from "../../lib/bytes.ts";
import type { NotificationProtocol, PeerGreeting, PeerId, RequestFailure, RequestProtocol } from "../network.ts";
import type { SlotLimits } from "../peers/slots.ts";
import type { After } from "./channel.ts";

/** The log's methods that the network uses. `target` is the original's name of the part that speaks. */
export interface NetworkLog {
  error(target: string, text: string): void;
  warn(target: string, text: string): void;
  info(target: string, text: string): void;
  debug(target: string, text: string | (() => string)): void;
}

export interface Libp2pNetworkOptions {
  /** The 32 secret bytes of the node's ed25519 key. */
  readonly key: Uint8Array;
  /** Multiaddresses to listen on: TCP, or WebSocket over it. */
  readonly listen: readonly string[];
  /** Multiaddresses that peers reach this node by. */
  readonly publicAddresses: readonly string[];
  /** Multiaddresses with the peer's identity at the end. */
  readonly bootnodes: readonly string[];
  readonly reserved: readonly string[];
  /** Only reserved peers have a place among those that this node gossips with. */
  readonly reservedOnly: boolean;
  readonly slots: SlotLimits;
  readonly genesisHash: Hex;
  readonly forkId?: string | undefined;
  readonly protocolId: string;
  readonly role: "full" | "authority";
  /** What identify tells of the program: "Subtensor Node/version (name)". */
  readonly agent: string;
  /** Whether peers in the local network are looked for. */
  readonly mdns: boolean;
  /** Whether the node walks the peer table to find peers; it serves the table in any case. */
  readonly dht: boolean;
  /** Whether addresses of private networks are dialed. */
  readonly allowPrivateIp: boolean;
  /** Whether they are learned of peers, and told to others; when not given, as they are dialed. */
  readonly privateInTable?: boolean | undefined;
  /** Peers in one bucket of the peer table, and in one answer of it; 20 when not given. */
  readonly kademliaReplication?: number | undefined;
  /** Whether whole blocks are taken and given; absent: they are. */
  readonly blockGossip?: boolean | undefined;
  readonly log: NetworkLog;
  /** Milliseconds since 1970. */
  now(): number;
  /** Calls once after that many milliseconds; gives what calls it off. */
  readonly after: After;
  /** Where known peers are kept over a restart: what was kept last, and what keeps anew. */
  readonly store: { readonly saved: string | undefined; save(text: string): void };
}

/** Figures since the start, for metrics. */
export interface NetworkCounters {
  bytesIn: number;
  bytesOut: number;
  connectionsOpenedIn: number;
  connectionsOpenedOut: number;
  connectionsClosedIn: number;
  connectionsClosedOut: number;
  dialFailures: number;
  kademliaWalks: number;
  readonly notifications: Readonly<Record<NotificationProtocol, NotificationCounters>>;
  readonly requests: Readonly<Record<RequestProtocol, RequestCounters>>;
}

export interface NotificationCounters {
  opened: number;
  closed: number;
  messagesIn: number;
  messagesOut: number;
  bytesIn: number;
  bytesOut: number;
}

export interface RequestCounters {
  answered: number;
  refused: number;
  succeeded: number;
  failed: number;
  /** Milliseconds that the requests took which succeeded. */
  milliseconds: number;
  /** Milliseconds that making the answers took. */
  answerMilliseconds: number;
  /** How often requests failed in which way. */
  readonly failures: Map<RequestFailure, number>;
}

/** A peer that this node gossips with. */
export interface PeerState extends PeerGreeting {
  readonly peer: PeerId;
}

/** What RPC, metrics and the informant tell of the network. */
export interface NetworkState {
  readonly peerId: PeerId;
  readonly peers: readonly PeerState[];
  readonly reserved: readonly PeerId[];
  /** Connections of any kind, also of peers without a slot. */
  readonly connections: number;
  readonly knownPeers: number;
  readonly bannedPeers: number;
}

const notificationCounters = (): NotificationCounters => ({
  ...{ opened: 0, closed: 0, messagesIn: 0, messagesOut: 0, bytesIn: 0, bytesOut: 0 },
});
const requestCounters = (): RequestCounters => ({
  ...{ answered: 0, refused: 0, succeeded: 0, failed: 0, milliseconds: 0, answerMilliseconds: 0 },
  failures: new Map(),
});

export function createCounters(): NetworkCounters {
  return {
    ...{ bytesIn: 0, bytesOut: 0, dialFailures: 0, kademliaWalks: 0 },
    ...{ connectionsOpenedIn: 0, connectionsOpenedOut: 0, connectionsClosedIn: 0, connectionsClosedOut: 0 },
    notifications: {
      "block-announces": notificationCounters(),
      transactions: notificationCounters(),
      grandpa: notificationCounters(),
    },
    requests: {
      sync: requestCounters(),
      state: requestCounters(),
      warp: requestCounters(),
      light: requestCounters(),
    },
  };
}
