import { generateKeyPair } from "@libp2p/crypto/keys";
import type { Libp2p } from "@libp2p/interface";
import { noise } from "@libp2p/noise";
import { tcp } from "@libp2p/tcp";
import { multiaddr } from "@multiformats/multiaddr";
import { createLibp2p } from "libp2p";
import { peerIdOfSecret } from "../../crypto/node-key.ts";
import { equalBytes } from "../../lib/bytes.ts";
import { messageOf } from "../../lib/user-error.ts";
import { parsePeerAddress } from "../../primitives/multiaddress.ts";
import { decodeNearPeers, encodeFindNode } from "../messages/find-node.ts";
import { type ChainName, kademliaNames } from "../messages/names.ts";
import { isDialable, isPrivateAddress, withoutPeer } from "./addresses.ts";
import type { After } from "./channel.ts";
import type { HeldBytes } from "./held-bytes.ts";
import { createMuxerFactory } from "./muxer.ts";
import type { Libp2pNetworkOptions, NetworkLog } from "./options.ts";
import { askTable, readAddress } from "./table-guard.ts";
import { createWebSocketTransport } from "./web-socket.ts";

/** Milliseconds between two looks. */
const lookEvery = 600_000;
/** Milliseconds from the news of an address until it is tried: they come several at a time. */
const soonAfter = 1_000;
/** Peers that are asked at one look, addresses that are tried, and addresses that are remembered. */
const [mostAsked, mostTried, mostSaid] = [3, 8, 64];
/** Milliseconds that a dial, and the news of a connection with oneself may take. */
const [dialWithin, selfWithin] = [3_000, 1_000];

interface SameKeyParts {
  readonly libp2p: Libp2p;
  readonly chain: ChainName;
  readonly log: NetworkLog;
  readonly held: HeldBytes;
  readonly after: After;
  /** Whether addresses of private networks are tried. */
  readonly tryPrivate: boolean;
  /** Addresses at which the operator says that this node is. */
  readonly own: readonly string[];
  /** Addresses, with their identity at the end, of peers that may know where this node is said to be. */
  askable(): readonly string[];
}

/**
 * Leaves out what names this node itself, as the original does: of bootnodes without a word, of reserved nodes with one.
 * Rust: `sc_network: litep2p/mod.rs Litep2pNetworkBackend::new`.
 * @returns the rest, and at which addresses this node is said to be
 */
export function setOwnAside(options: Libp2pNetworkOptions): { options: Libp2pNetworkOptions; own: string[] } {
  const self = peerIdOfSecret(options.key);
  const isOwn = (text: string): boolean => parsePeerAddress(text)?.peer === self;
  const [bootnodes, reserved] = [options.bootnodes, options.reserved].map((list) => list.filter(isOwn)) as [
    string[],
    string[],
  ];
  for (const text of reserved) options.log.warn("sub-libp2p", `Local peer ID used in reserved node, ignoring: ${text}`);
  const others = (list: readonly string[]): string[] => list.filter((text) => !isOwn(text));
  return {
    options: { ...options, bootnodes: others(options.bootnodes), reserved: others(options.reserved) },
    own: [...bootnodes, ...reserved].filter((text) => parsePeerAddress(text)?.address !== ""),
  };
}

/** Looks for another node that has this node's key. */
export interface SameKeyWatch {
  /** Somebody says that this node is there. */
  heard(addresses: readonly string[]): void;
  /** Looks once, then every ten minutes. @returns when it has looked once */
  start(): Promise<void>;
  stop(): void;
}

/**
 * A node of the network is its key: two with one key take each other's connections away, and each looks to the other's
 * peers as if it came and went. Neither can dial the other, since an identity does not dial itself. So a guest with a key
 * of its own, which lives for one look, asks peers where this node is said to be, and goes there. Whoever answers there has
 * proven, by the handshake of noise, that it has this node's key; it is another node when the guest did not arrive here.
 */
export function createSameKeyWatch(parts: SameKeyParts): SameKeyWatch {
  const { libp2p, log } = parts;
  const own = libp2p.peerId.toString();
  const said = new Set<string>();
  let started = false;
  const stopped = new AbortController();
  let stopWaiting = (): void => {};

  const worthTrying = (address: string): boolean =>
    isDialable(address) && (parts.tryPrivate || !isPrivateAddress(address));
  const heard = (addresses: readonly string[]): void => {
    const before = said.size;
    for (const address of addresses.map(withoutPeer))
      if (worthTrying(address) && said.size < mostSaid) said.add(address);
    if (started && said.size > before) soon();
  };

  const look = async (): Promise<void> => {
    if (parts.askable().length === 0 && said.size === 0) return;
    const guest = await createGuest(parts.after);
    try {
      const places = new Set([...said, ...(await placesSaid(guest, parts)).filter(worthTrying)]);
      for (const address of libp2p.getMultiaddrs().map(withoutPeer)) places.delete(address);
      for (const address of [...places].slice(0, mostTried)) {
        if (stopped.signal.aborted || !(await isAnother(libp2p, guest, address))) continue;
        log.error("sub-libp2p", sameKey(own, address));
        return;
      }
    } finally {
      await guest.stop();
    }
  };
  const lookQuietly = (): Promise<void> =>
    look().catch((error: unknown) => log.debug("sub-libp2p", `no look for another node: ${messageOf(error)}`));
  const lookIn = (wait: number): void => {
    stopWaiting();
    if (stopped.signal.aborted) return;
    stopWaiting = parts.after(wait, () => void lookQuietly().then(() => lookIn(lookEvery)));
  };
  const soon = (): void => lookIn(soonAfter);
  heard(parts.own);
  return {
    heard,
    async start() {
      await lookQuietly();
      started = true;
      lookIn(lookEvery);
    },
    stop() {
      stopped.abort();
      stopWaiting();
    },
  };
}

const sameKey = (peer: string, address: string): string =>
  `another node has this node's key: at ${address} somebody else answers as ${peer}. Peers take the two for one, and neither keeps its connections. Stop one of them, or give it a key of its own (subtensor key generate-node-key)`;

/** A node with a key by chance, that dials and does not listen. */
async function createGuest(after: After): Promise<Libp2p> {
  return createLibp2p({
    privateKey: await generateKeyPair("Ed25519"),
    addresses: { listen: [] },
    transports: [tcp(), createWebSocketTransport(0, after)],
    connectionEncrypters: [noise()],
    streamMuxers: [createMuxerFactory({ bytesIn: 0, bytesOut: 0 }, after)],
    connectionGater: { denyDialMultiaddr: () => false },
    connectionMonitor: { enabled: false },
    connectionManager: { reconnectRetries: 0 },
  });
}

/** Where peers say that this node is. */
async function placesSaid(guest: Libp2p, parts: SameKeyParts): Promise<string[]> {
  const { libp2p, chain } = parts;
  const id = libp2p.peerId.toMultihash().bytes;
  const ask = async (address: string): Promise<string[]> => {
    const signal = AbortSignal.timeout(dialWithin);
    const stream = await guest.dialProtocol(multiaddr(address), [...kademliaNames(chain)], { signal });
    const answer = await askTable(stream, encodeFindNode(id), parts);
    const self = decodeNearPeers(answer).filter((peer) => equalBytes(peer.id, id));
    return self.flatMap(({ addresses }) => addresses.flatMap(readAddress).map(withoutPeer));
  };
  const answers = await Promise.allSettled(parts.askable().slice(0, mostAsked).map(ask));
  return answers.flatMap((answer) => (answer.status === "fulfilled" ? answer.value : []));
}

/** Whether somebody with this node's key, who is not this node, answers at an address. */
async function isAnother(libp2p: Libp2p, guest: Libp2p, address: string): Promise<boolean> {
  const arrived = Promise.withResolvers<void>();
  const note = ({ detail }: CustomEvent<{ readonly remotePeer: { toString(): string } }>): void => {
    if (detail.remotePeer.toString() === guest.peerId.toString()) arrived.resolve();
  };
  libp2p.addEventListener("connection:open", note);
  try {
    const target = multiaddr(`${address}/p2p/${libp2p.peerId}`);
    const connection = await guest.dial(target, { signal: AbortSignal.timeout(dialWithin) });
    const here = await Promise.race([
      arrived.promise.then(() => true),
      new Promise<boolean>((resolve) => setTimeout(resolve, selfWithin, false).unref()),
    ]);
    await connection.close();
    return !here;
  } catch {
    // Nobody answers there, or somebody else.
    return false;
  } finally {
    libp2p.removeEventListener("connection:open", note);
  }
}
