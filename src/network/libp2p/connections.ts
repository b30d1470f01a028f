import type { Connection, ConnectionGater, Libp2p } from "@libp2p/interface";
import { multiaddr } from "@multiformats/multiaddr";
import type { PeerId } from "../network.ts";
import { isPrivateAddress } from "./addresses.ts";
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
  /** An open connection with a peer. */
  find(peer: PeerId): Connection | undefined;
  /** Dials a peer, or gives the connection there is. Two calls at once share one dial. */
  dial(peer: PeerId, addresses: readonly string[]): Promise<Connection>;
  closeAll(peer: PeerId): void;
  /** Closes connections that nothing uses. */
  tick(now: number): void;
  readonly count: number;
}

export function createConnections(libp2p: Libp2p, now: () => number): Connections {
  const all = new Map<PeerId, Connection[]>();
  const dials = new Map<PeerId, Promise<Connection>>();
  /** When a connection was last used (ms). */
  const used = new WeakMap<Connection, number>();

  libp2p.addEventListener("connection:open", ({ detail: connection }) => {
    const peer = connection.remotePeer.toString();
    const list = all.get(peer) ?? [];
    // Both gates of the library let a third one pass when several open at the same time.
    if (list.length >= mostWithPeer) return connection.abort(new Error("too many connections"));
    all.set(peer, [...list, connection]);
    used.set(connection, now());
  });
  libp2p.addEventListener("connection:close", ({ detail: connection }) => {
    const peer = connection.remotePeer.toString();
    const rest = (all.get(peer) ?? []).filter((other) => other !== connection);
    if (rest.length === 0) all.delete(peer);
    else all.set(peer, rest);
  });

  const find = (peer: PeerId): Connection | undefined => all.get(peer)?.find(({ status }) => status === "open");
  const close = (connection: Connection): void => {
    connection.close().catch((error: unknown) => connection.abort(error instanceof Error ? error : new Error("close")));
  };

  return {
    find,
    async dial(peer, addresses) {
      const found = find(peer);
      if (found !== undefined) return found;
      const running = dials.get(peer);
      if (running !== undefined) return running;
      const dialing = libp2p
        .dial(
          addresses.map((address) => multiaddr(`${address}/p2p/${peer}`)),
          { signal: AbortSignal.timeout(dialWithin) },
        )
        .finally(() => dials.delete(peer));
      dials.set(peer, dialing);
      return dialing;
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
    get count() {
      let count = 0;
      for (const list of all.values()) count += list.length;
      return count;
    },
  };
}
