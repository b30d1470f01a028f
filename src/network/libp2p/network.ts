import type { Connection, Stream } from "@libp2p/interface";
import { messageOf, UserError } from "../../lib/user-error.ts";
import {
  decodeBlockAnnounceHandshake,
  encodeBlockAnnounceHandshake,
  encodeRole,
} from "../messages/block-announce-handshake.ts";
import { notificationNames, requestNames } from "../messages/names.ts";
import {
  type Network,
  type NetworkListener,
  type NotificationProtocol,
  type PeerGreeting,
  type PeerId,
  type ReputationChange,
  RequestError,
  type RequestProtocol,
} from "../network.ts";
import { changes } from "../peers/changes.ts";
import { createKnownPeers } from "../peers/known-peers.ts";
import { createReputations } from "../peers/reputation.ts";
import { createSlots } from "../peers/slots.ts";
import { parsePeerAddress } from "./addresses.ts";
import { createConnections, createGater } from "./connections.ts";
import { createDiscovery } from "./discovery.ts";
import { createHeldBytes } from "./held-bytes.ts";
import { createNode } from "./node.ts";
import { createNotifications, type Judgement } from "./notifications.ts";
import { createCounters, type Libp2pNetworkOptions, type NetworkCounters, type NetworkState } from "./options.ts";
import { answerPings } from "./ping.ts";
import { createRequests, mostRequestsOfPeer } from "./requests.ts";

const peerTarget = "sub-libp2p";

/** Protocols that open when block announces are open. */
const sideProtocols = ["transactions", "grandpa"] as const satisfies readonly NotificationProtocol[];
const notificationProtocols = ["block-announces", ...sideProtocols] as const;
const requestProtocols = ["sync", "state", "warp", "light"] as const satisfies readonly RequestProtocol[];

/** Bytes of unfinished messages of all peers together. */
const mostHeld = 256 * 1024 * 1024;
/** Milliseconds until a side protocol that did not open is tried again; each next wait is twice as long, up to a minute. */
const firstRetry = 5_000;
const longestRetry = 60_000;
/** Milliseconds between two looks at slots and connections. Rust: `SLOT_ALLOCATION_FREQUENCY`. */
const tickEvery = 1_000;
/** Milliseconds between two times that known peers are kept. */
const saveEvery = 60_000;

export interface Libp2pNetwork extends Network {
  /** @throws UserError when an address cannot be listened on */
  start(): Promise<void>;
  stop(): Promise<void>;
  /** Multiaddresses with this node's identity. */
  listenAddresses(): string[];
  /** @throws UserError when the text is no address with a peer's identity at its end */
  addReserved(address: string): void;
  removeReserved(peer: PeerId): void;
  /** The best block of a peer by its latest announce. */
  noteBest(peer: PeerId, best: Pick<PeerGreeting, "bestHash" | "bestNumber">): void;
  networkState(): NetworkState;
  readonly counters: NetworkCounters;
}

/** A node of the peer-to-peer network. It reaches nobody, and nobody reaches it, before `start`. */
export async function createLibp2pNetwork(
  options: Libp2pNetworkOptions,
  listener: NetworkListener,
): Promise<Libp2pNetwork> {
  const { log, now, after, genesisHash } = options;
  const counters = createCounters();
  const held = createHeldBytes(mostHeld);
  const reputations = createReputations(now());
  const known = createKnownPeers(options.store.saved, now());
  const reserved = options.reserved.map(readPeerAddress);
  const slots = createSlots(
    options.slots,
    reserved.map(({ peer }) => peer),
    options.reservedOnly,
  );
  for (const { peer, address } of reserved) known.add(peer, address === "" ? [] : [address], now(), true);
  for (const { peer, address } of options.bootnodes.map(readPeerAddress)) known.add(peer, [address], now(), true);
  const bootnodes = new Set(options.bootnodes.map((text) => readPeerAddress(text).peer));

  /** Peers that were let in, by what they said. Their streams may be opening still. */
  const admitted = new Map<PeerId, PeerGreeting>();
  /** Peers whose block announces are open both ways. */
  const open = new Map<PeerId, PeerGreeting>();
  /** Peers that this node did not let in at their last try. */
  const refused = new Set<PeerId>();
  const retries = new Map<string, number>();
  const handshakes = new Map<NotificationProtocol, Uint8Array>([
    [
      "block-announces",
      encodeBlockAnnounceHandshake({ roles: options.role, bestNumber: 0, bestHash: genesisHash, genesisHash }),
    ],
    ...sideProtocols.map((protocol) => [protocol, encodeRole(options.role)] as const),
  ]);

  /** Calls what is not this file's; what goes wrong there must not end the node. */
  const tell = <T>(call: () => T): T | undefined => {
    try {
      return call();
    } catch (error) {
      log.error(peerTarget, `a peer's message was not taken: ${error instanceof Error ? error.stack : error}`);
      return undefined;
    }
  };
  const every = (milliseconds: number, call: () => void): (() => void) => {
    let stop = after(milliseconds, again);
    function again(): void {
      stop = after(milliseconds, again);
      call();
    }
    return () => stop();
  };

  const node = await createNode(options, {
    traffic: counters,
    every,
    gater: createGater({
      allowPrivateIp: options.allowPrivateIp,
      isBanned: reputations.isBanned,
      count: (peer) => libp2p.getConnections().filter(({ remotePeer }) => remotePeer.toString() === peer).length,
    }),
  });
  const { libp2p } = node;
  const localPeer = libp2p.peerId.toString();
  const connections = createConnections(libp2p, now);

  const report = (peer: PeerId, change: ReputationChange): void => {
    const { reputation, banned, wasBanned } = reputations.report(peer, change, now());
    const sign = change.value < 0 ? "" : "+";
    const text = `Report ${peer}: ${sign}${change.value} to ${reputation}. Reason: ${change.reason}.`;
    if (!banned || wasBanned) log.debug(peerTarget, text);
    else log.warn(peerTarget, `${text} Banned, disconnecting.`);
    if (banned) leave(peer);
  };
  /** Ends everything with a peer. */
  const leave = (peer: PeerId): void => {
    for (const protocol of notificationProtocols) notifications.close(peer, protocol);
    connections.closeAll(peer);
  };
  const misbehaved = (peer: PeerId, change: ReputationChange): void => {
    report(peer, change);
    leave(peer);
  };

  /** Opens a stream on a connection there is. */
  const newStream = async (connection: Connection, names: readonly string[], signal?: AbortSignal): Promise<Stream> =>
    connection.newStream([...names], { maxOutboundStreams: 1_000, ...(signal === undefined ? {} : { signal }) });

  const connect = async (peer: PeerId): Promise<Connection> => {
    const found = connections.find(peer);
    if (found !== undefined) return found;
    const addresses = known.addresses(peer);
    if (addresses.length === 0) throw new Error("no address is known");
    try {
      const connection = await connections.dial(peer, addresses);
      known.worked(peer, connection.remoteAddr.toString().replace(/\/p2p\/[^/]+$/, ""), now());
      return connection;
    } catch (error) {
      counters.dialFailures++;
      known.failed(peer, addresses);
      log.debug(peerTarget, () => `dial of ${peer} failed: ${messageOf(error)}`);
      throw error;
    }
  };

  /** Whether a peer may open its block announces, by what it says. */
  const admit = (peer: PeerId, handshake: Uint8Array, inbound: boolean): boolean => {
    if (reputations.isBanned(peer)) return false;
    const greeting = decodeBlockAnnounceHandshake(handshake);
    if (greeting === undefined) {
      report(peer, changes.badHandshake);
      return false;
    }
    if (greeting.genesisHash !== genesisHash) {
      const who = slots.isReserved(peer)
        ? "Reserved peer id"
        : bootnodes.has(peer)
          ? "Bootnode with peer id"
          : undefined;
      const text = `is on a different chain (our genesis: ${genesisHash} theirs: ${greeting.genesisHash})`;
      if (who === undefined) log.debug("sync", `Peer ${peer} ${text}`);
      else log.error("sync", `${who} \`${peer}\` ${text}`);
      report(peer, changes.genesisMismatch);
      return false;
    }
    if (!admitted.has(peer)) {
      const slot = slots.admit(peer, greeting.roles, inbound ? "in" : "out", now());
      if (slot !== true) {
        log.debug("sync", `${peer} gets no slot: ${slot}`);
        return false;
      }
      const answer = tell(() => listener.admit(peer, greeting, inbound)) ?? { why: "a fault of this node" };
      if (answer !== true) {
        log.debug("sync", `${peer} is not let in: ${answer.why}`);
        if (answer.change !== undefined) report(peer, answer.change);
        return false;
      }
    }
    admitted.set(peer, greeting);
    return true;
  };
  const judge = (peer: PeerId, protocol: NotificationProtocol, handshake: Uint8Array, inbound: boolean): Judgement => {
    if (protocol === "block-announces") {
      if (admit(peer, handshake, inbound)) return "accept";
      refused.add(peer);
      return "reject";
    }
    const phase = notifications.phase(peer, "block-announces");
    return phase === "open" ? "accept" : phase === "opening" ? "wait" : "reject";
  };

  const openSide = (peer: PeerId, protocol: NotificationProtocol): void => {
    if (open.has(peer) && notifications.phase(peer, protocol) === "idle") notifications.open(peer, protocol);
  };
  /** Tries a side protocol again later, as long as the peer stays. */
  const retry = (peer: PeerId, protocol: NotificationProtocol): void => {
    if (!open.has(peer)) return;
    const key = `${protocol} ${peer}`;
    const wait = retries.get(key) ?? firstRetry;
    retries.set(key, Math.min(wait * 2, longestRetry));
    after(wait, () => openSide(peer, protocol));
  };
  /** Block announces with a peer are over, or did not open. */
  const gone = (peer: PeerId): void => {
    open.delete(peer);
    admitted.delete(peer);
    slots.left(peer, now());
    for (const protocol of sideProtocols) {
      notifications.close(peer, protocol);
      retries.delete(`${protocol} ${peer}`);
    }
  };

  const notifications = createNotifications({
    after,
    held,
    async openStream(peer, protocol) {
      const connection = protocol === "block-announces" ? await connect(peer) : connections.find(peer);
      if (connection === undefined) throw new Error("not connected");
      return newStream(connection, notificationNames(options, protocol));
    },
    handshake: (protocol) => handshakes.get(protocol) ?? new Uint8Array(0),
    judge,
    opened(peer, protocol, handshake) {
      counters.notifications[protocol].opened++;
      if (protocol !== "block-announces") {
        retries.delete(`${protocol} ${peer}`);
        return void tell(() => listener.opened(peer, protocol, handshake));
      }
      slots.opened(peer);
      reputations.see(peer, now());
      const greeting = admitted.get(peer);
      if (greeting !== undefined) open.set(peer, greeting);
      tell(() => listener.opened(peer, protocol, handshake));
      for (const side of sideProtocols) {
        notifications.judgeAgain(peer, side);
        openSide(peer, side);
      }
    },
    closed(peer, protocol) {
      counters.notifications[protocol].closed++;
      if (protocol === "block-announces") gone(peer);
      tell(() => listener.closed(peer, protocol));
      if (protocol === "block-announces") report(peer, changes.disconnected);
      else retry(peer, protocol);
    },
    failed(peer, protocol) {
      if (protocol !== "block-announces") return retry(peer, protocol);
      gone(peer);
      // A peer that this node itself turned away did nothing wrong by it.
      if (!refused.delete(peer)) report(peer, changes.openFailure);
    },
    message(peer, protocol, bytes) {
      const count = counters.notifications[protocol];
      count.messagesIn++;
      count.bytesIn += bytes.length;
      tell(() => listener.notification(peer, protocol, bytes));
    },
    misbehaved,
  });

  const requests = createRequests({
    after,
    held,
    async openStream(peer, protocol, signal) {
      const connection = connections.find(peer);
      if (connection === undefined) throw new RequestError("closed", "the peer is not connected");
      try {
        return await newStream(connection, requestNames(options, protocol), signal);
      } catch (error) {
        if (error instanceof Error && error.name === "UnsupportedProtocolError")
          throw new RequestError("unsupported", `the peer does not answer ${protocol} requests`);
        throw new RequestError("closed", `no stream: ${messageOf(error)}`);
      }
    },
    answer: (peer, protocol, request) => listener.answer(peer, protocol, request),
    isConnected: (peer) => connections.find(peer) !== undefined,
    report,
    misbehaved,
    served: (protocol, answered) => void counters.requests[protocol][answered ? "answered" : "refused"]++,
  });

  const discovery = createDiscovery(node, {
    chain: options,
    known,
    allowPrivateIp: options.allowPrivateIp,
    walk: options.dht && !options.reservedOnly,
    now,
    after,
    walked: () => void counters.kademliaWalks++,
    seen: (peer) => reputations.see(peer, now()),
  });

  const candidates = (): PeerId[] =>
    [...known.peers()]
      .filter((peer) => peer !== localPeer && !reputations.isBanned(peer))
      .sort((a, b) => reputations.of(b) - reputations.of(a));
  const tick = (): void => {
    reputations.tick(now());
    for (const peer of slots.wanted(now(), candidates, reputations.isBanned)) {
      if (peer === localPeer) continue;
      slots.opening(peer);
      notifications.open(peer, "block-announces");
    }
    connections.tick(now());
  };
  const save = (): void => {
    if (known.changed) tell(() => options.store.save(known.save()));
  };

  libp2p.addEventListener("connection:open", ({ detail: { direction } }) => {
    counters[direction === "inbound" ? "connectionsOpenedIn" : "connectionsOpenedOut"]++;
  });
  libp2p.addEventListener("connection:close", ({ detail: { direction } }) => {
    counters[direction === "inbound" ? "connectionsClosedIn" : "connectionsClosedOut"]++;
  });

  const handleStreams = async (): Promise<void> => {
    for (const protocol of notificationProtocols)
      await libp2p.handle([...notificationNames(options, protocol)], (stream, { remotePeer }) =>
        notifications.accept(remotePeer.toString(), protocol, stream),
      );
    for (const protocol of requestProtocols)
      await libp2p.handle(
        [...requestNames(options, protocol)],
        (stream, { remotePeer }) => requests.accept(remotePeer.toString(), protocol, stream),
        { maxInboundStreams: mostRequestsOfPeer },
      );
  };
  const stops: (() => void)[] = [];

  return {
    localPeer,
    peers: () => [...open.keys()],
    notify(peer, protocol, message) {
      const sent = notifications.send(peer, protocol, message);
      if (sent) {
        counters.notifications[protocol].messagesOut++;
        counters.notifications[protocol].bytesOut += message.length;
      }
      return sent;
    },
    async request(peer, protocol, request) {
      const count = counters.requests[protocol];
      const started = now();
      try {
        const answer = await requests.request(peer, protocol, request);
        count.succeeded++;
        count.milliseconds += now() - started;
        return answer;
      } catch (error) {
        count.failed++;
        throw error;
      }
    },
    report,
    disconnect(peer) {
      for (const protocol of notificationProtocols) notifications.close(peer, protocol);
    },
    setHandshake: (protocol, handshake) => void handshakes.set(protocol, handshake),
    async start() {
      await handleStreams();
      await answerPings(libp2p, after);
      try {
        await libp2p.start();
      } catch (error) {
        throw new UserError(`the network does not start: ${startFault(error)}`);
      }
      await discovery.start();
      log.info(peerTarget, `Local node identity is: ${localPeer}`);
      stops.push(
        every(tickEvery, tick),
        every(saveEvery, () => {
          save();
          discovery.prune().catch((error: unknown) => log.debug(peerTarget, `peers kept: ${messageOf(error)}`));
        }),
      );
      tick();
    },
    async stop() {
      for (const stop of stops.splice(0)) stop();
      discovery.stop();
      for (const peer of [...open.keys()]) notifications.close(peer, "block-announces");
      save();
      await libp2p.stop();
    },
    listenAddresses: () => libp2p.getMultiaddrs().map(String),
    addReserved(text) {
      const { peer, address } = readPeerAddress(text);
      known.add(peer, address === "" ? [] : [address], now(), true);
      slots.addReserved(peer);
    },
    removeReserved(peer) {
      if (slots.removeReserved(peer)) notifications.close(peer, "block-announces");
    },
    noteBest(peer, best) {
      const greeting = open.get(peer);
      if (greeting !== undefined) open.set(peer, { ...greeting, ...best });
    },
    networkState: () => ({
      peerId: localPeer,
      listenAddresses: libp2p.getMultiaddrs().map(String),
      externalAddresses: options.publicAddresses,
      peers: [...open].map(([peer, greeting]) => ({ peer, ...greeting })),
      reserved: slots.reserved(),
      connections: connections.count,
      knownPeers: known.size,
      bannedPeers: reputations.banned,
    }),
    counters,
  };
}

/** @throws UserError when the text is no address of a peer */
function readPeerAddress(text: string): { readonly peer: PeerId; readonly address: string } {
  const parsed = parsePeerAddress(text);
  if (parsed !== undefined) return parsed;
  throw new UserError(`"${text}" is no address of a peer: /ip4/HOST/tcp/PORT/p2p/PEER_ID is expected`);
}

/** Why the library does not start, in one line. Its own text has one line for each address, with stacks. */
function startFault(error: unknown): string {
  const text = messageOf(error);
  const taken = /EADDRINUSE: address already in use (\S+)/.exec(text)?.[1];
  if (taken !== undefined) return `${taken} is in use by another program; choose another --port`;
  return text
    .split("\n")
    .filter((line) => line.trim() !== "" && !/^\s+at /.test(line))
    .slice(0, 3)
    .join(" ");
}
