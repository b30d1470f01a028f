import { randomBytes } from "node:crypto";
import type { Connection, Libp2p, Stream } from "@libp2p/interface";
import { type ChainName, kademliaNames } from "../messages/names.ts";
import type { PeerId } from "../network.ts";
import type { KnownPeers } from "../peers/known-peers.ts";
import { isDialable, isPrivateAddress, withoutPeer } from "./addresses.ts";
import type { Node } from "./node.ts";

/** Milliseconds until the first walk of the peer table; each next wait is twice as long, up to a minute. Rust: `duration_to_next_find_query`. */
const firstWalk = 1_000;
const longestWait = 60_000;
/** Milliseconds that one walk may take. */
const walkWithin = 30_000;
/**
 * Peers that the library's own store keeps besides those that are connected or in the table; it has no bound itself. A
 * peer takes 30 KB there, since small slices keep the blocks that they are of.
 */
const mostStored = 200;

/** The parts of the library's peer table that are no part of its interface. */
interface Table {
  readonly rpc: {
    readonly handlers: Record<string, unknown>;
    onIncomingStream(stream: Stream, connection: Connection): Promise<void>;
  };
}

export interface DiscoveryParts {
  readonly chain: ChainName;
  readonly known: KnownPeers;
  /** Whether addresses of private networks are learned. */
  readonly learnPrivate: boolean;
  readonly walk: boolean;
  now(): number;
  after(milliseconds: number, call: () => void): () => void;
  walked(): void;
  /** A peer was heard of. */
  seen(peer: PeerId): void;
}

export interface Discovery {
  start(): Promise<void>;
  stop(): void;
  /** Forgets what the library keeps of peers beyond a bound. */
  prune(): Promise<void>;
}

/** Learns where peers are: from identify, the peer table and the local network. */
export function createDiscovery({ libp2p, dht }: Node, parts: DiscoveryParts): Discovery {
  const { known } = parts;
  const table = dht as unknown as Table;
  const stopped = new AbortController();
  let stopWaiting = (): void => {};

  const learn = (peer: PeerId, addresses: readonly { toString(): string }[]): void => {
    const texts = addresses
      .map(withoutPeer)
      .filter((text) => isDialable(text) && (parts.learnPrivate || !isPrivateAddress(text)));
    if (texts.length === 0 || peer === libp2p.peerId.toString()) return;
    known.add(peer, texts, parts.now());
    parts.seen(peer);
  };
  libp2p.addEventListener("peer:discovery", ({ detail }) => learn(detail.id.toString(), detail.multiaddrs));
  libp2p.addEventListener("peer:identify", ({ detail }) => {
    // Only peers of this chain are of use; light clients and others have no table.
    const names = kademliaNames(parts.chain);
    if (detail.protocols.includes(names[0])) learn(detail.peerId.toString(), detail.listenAddrs);
  });

  const walk = async (): Promise<void> => {
    parts.walked();
    const signal = AbortSignal.any([stopped.signal, AbortSignal.timeout(walkWithin)]);
    // What it finds comes as events.
    for await (const _ of dht.getClosestPeers(randomBytes(32), { signal }));
  };
  const walkAfter = (wait: number): void => {
    if (stopped.signal.aborted) return;
    stopWaiting = parts.after(wait, () => {
      const walking = libp2p.getConnections().length > 0 ? walk().catch(() => {}) : Promise.resolve();
      void walking.then(() => walkAfter(Math.min(wait * 2, longestWait)));
    });
  };

  return {
    async start() {
      // Records and providers of others are not kept.
      delete table.rpc.handlers["PUT_VALUE"];
      delete table.rpc.handlers["ADD_PROVIDER"];
      const [, legacy] = kademliaNames(parts.chain);
      await libp2p.handle(legacy, (stream, connection) => table.rpc.onIncomingStream(stream, connection));
      if (parts.walk) walkAfter(firstWalk);
    },
    stop() {
      stopped.abort();
      stopWaiting();
    },
    prune: () => pruneStore(libp2p),
  };
}

async function pruneStore(libp2p: Libp2p): Promise<void> {
  const peers = await libp2p.peerStore.all();
  let over = peers.length - mostStored;
  for (const { id, tags } of peers) {
    if (over <= 0) return;
    // Those of the peer table have a tag.
    if (tags.size > 0 || id.equals(libp2p.peerId) || libp2p.getConnections(id).length > 0) continue;
    await libp2p.peerStore.delete(id);
    over--;
  }
}
