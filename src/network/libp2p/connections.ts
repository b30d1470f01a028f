import type { Connection, ConnectionGater, Libp2p, Stream } from "@libp2p/interface";
import { multiaddr } from "@multiformats/multiaddr";
import { messageOf } from "../../lib/user-error.ts";
import type { PeerId } from "../network.ts";
import type { KnownPeers } from "../peers/known-peers.ts";
import { isPrivateAddress, withoutPeer } from "./addresses.ts";
import { dialReason } from "./dial-reason.ts";
import type { NetworkCounters, NetworkLog } from "./options.ts";
import { pingProtocol } from "./ping.ts";

/** Connections with one peer: two, when both dialed at once. Rust: `sc_network: lib.rs MAX_CONNECTIONS_PER_PEER`. */
const mostWithPeer = 2;
/** Milliseconds until a connection without streams is closed. Rust: `sc_network: litep2p/mod.rs KEEP_ALIVE_TIMEOUT`. */
const idleAfter = 10_000;
/** Milliseconds that a dial may take. */
const dialWithin = 15_000;

/** Protocols whose streams keep no connection alive. */
const idleProtocols = new Set(["", pingProtocol, "/ipfs/id/1.0.0", "/ipfs/id/push/1.0.0"]);

/** Which connections the library may make. */
export function createGater(parts: {
  readonly allowPrivateIp: boolean;
  isBanned(peer: PeerId): boolean;
  /** Connections there are with a peer. */
  count(peer: PeerId): number;
}): ConnectionGater {
  const deny = (peer: { toString(): string }): boolean => {
    const id = peer.toString();
    return parts.isBanned(id) || parts.count(id) >= mostWithPeer;
  };
  return {
    denyDialMultiaddr: (address) => !parts.allowPrivateIp && isPrivateAddress(address.toString()),
    denyInboundEncryptedConnection: deny,
    denyOutboundEncryptedConnection: deny,
  };
}

export interface Connections {
  isConnected(peer: PeerId): boolean;
  /** A stream of the first of the names that a connected peer knows. */
  open(peer: PeerId, names: readonly string[], signal?: AbortSignal): Promise<Stream>;
  /** Dials a peer at the addresses known of it, unless it is connected. Two calls at once share one dial. */
  connect(peer: PeerId): Promise<void>;
  closeAll(peer: PeerId): void;
  /** Closes connections that nothing uses. */
  tick(now: number): void;
  count(peer: PeerId): number;
  /** An open connection with a peer. */
  find(peer: PeerId): Connection | undefined;
  readonly total: number;
}

interface ConnectionParts {
  readonly libp2p: Libp2p;
  readonly known: KnownPeers;
  readonly counters: NetworkCounters;
  readonly log: NetworkLog;
  /** What the operator calls a peer, such as "bootnode"; undefined for all whom nobody named. */
  calledBy(peer: PeerId): string | undefined;
  now(): number;
  /** A peer opened a stream, before it says of which protocol. */
  streamOpened(peer: PeerId): void;
}

/** The part of the library's connection that is no part of its interface. */
interface Inside {
  readonly muxer?: { addEventListener(type: "stream", call: () => void): void };
}

export function createConnections(parts: ConnectionParts): Connections {
  const { libp2p, known, counters, log, now } = parts;
  const all = new Map<PeerId, Connection[]>();
  const dials = new Map<PeerId, Promise<void>>();
  /** How often in a row a named peer could not be reached. */
  const missed = new Map<PeerId, number>();
  /** When a connection was last used (ms). */
  const used = new WeakMap<Connection, number>();

  libp2p.addEventListener("connection:open", ({ detail: connection }) => {
    // One that ended before it was ready says so to nobody.
    if (connection.status !== "open") return;
    const peer = connection.remotePeer.toString();
    const list = all.get(peer) ?? [];
    // Both gates of the library let a third one pass when several open at the same time.
    if (list.length >= mostWithPeer) return connection.abort(new Error("too many connections"));
    counters[connection.direction === "inbound" ? "connectionsOpenedIn" : "connectionsOpenedOut"]++;
    all.set(peer, [...list, connection]);
    used.set(connection, now());
    (connection as Inside).muxer?.addEventListener("stream", () => parts.streamOpened(peer));
  });
  libp2p.addEventListener("connection:close", ({ detail: connection }) => {
    const peer = connection.remotePeer.toString();
    const list = all.get(peer) ?? [];
    const rest = list.filter((other) => other !== connection);
    if (rest.length === list.length) return;
    counters[connection.direction === "inbound" ? "connectionsClosedIn" : "connectionsClosedOut"]++;
    if (rest.length === 0) all.delete(peer);
    else all.set(peer, rest);
  });

  /** The newest one: a peer that comes again may have lost the others without this node's knowing. */
  const find = (peer: PeerId): Connection | undefined => all.get(peer)?.findLast(({ status }) => status === "open");
  const close = (connection: Connection): void => {
    connection.close().catch((error: unknown) => connection.abort(error instanceof Error ? error : new Error("close")));
  };
  const dial = async (peer: PeerId): Promise<void> => {
    const addresses = known.addresses(peer);
    if (addresses.length === 0) throw new Error("no address is known");
    try {
      const targets = addresses.map((address) => multiaddr(`${address}/p2p/${peer}`));
      const connection = await libp2p.dial(targets, { signal: AbortSignal.timeout(dialWithin) });
      missed.delete(peer);
      known.worked(peer, withoutPeer(connection.remoteAddr), now());
    } catch (error) {
      counters.dialFailures++;
      known.failed(peer, addresses);
      log.debug("sub-libp2p", () => `dial of ${peer} failed: ${messageOf(error)}`);
      const name = parts.calledBy(peer);
      const times = (missed.get(peer) ?? 0) + 1;
      if (name !== undefined) missed.set(peer, times);
      // Nodes that start together miss each other once.
      if (name === undefined || times !== 2) throw error;
      const where = addresses.map((address) => `${address}/p2p/${peer}`).join(", ");
      log.warn("sub-libp2p", `💔 The ${name} ${where} cannot be reached: ${dialReason(error)}. It is tried again.`);
      throw error;
    }
  };

  return {
    isConnected: (peer) => find(peer) !== undefined,
    async open(peer, names, signal) {
      const connection = find(peer);
      if (connection === undefined) throw new Error("the peer is not connected");
      return connection.newStream([...names], signal === undefined ? {} : { signal });
    },
    async connect(peer) {
      if (find(peer) !== undefined) return;
      const running = dials.get(peer) ?? dial(peer).finally(() => dials.delete(peer));
      dials.set(peer, running);
      await running;
    },
    closeAll(peer) {
      for (const connection of all.get(peer) ?? []) close(connection);
    },
    tick(at) {
      for (const list of all.values())
        for (const connection of list) {
          const busy = connection.streams.some(({ protocol }) => !idleProtocols.has(protocol));
          if (busy) used.set(connection, at);
          else if ((used.get(connection) ?? at) + idleAfter <= at) close(connection);
        }
    },
    count: (peer) => all.get(peer)?.length ?? 0,
    find,
    get total() {
      let total = 0;
      for (const list of all.values()) total += list.length;
      return total;
    },
  };
}
