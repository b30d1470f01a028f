import { every } from "../../lib/every.ts";
import { messageOf } from "../../lib/user-error.ts";
import { encodeBlockAnnounceHandshake, encodeRole } from "../messages/block-announce-handshake.ts";
import { blockTopic, notificationNames, requestNames } from "../messages/names.ts";
import type { Network, NetworkListener, NotificationProtocol, PeerGreeting, PeerId } from "../network.ts";
import { changes } from "../peers/changes.ts";
import { createKnownPeers } from "../peers/known-peers.ts";
import { createReputations } from "../peers/reputation.ts";
import { createSlots } from "../peers/slots.ts";
import { createStreamRate } from "../peers/stream-rate.ts";
import { createAdmission } from "./admission.ts";
import { createBlockGossip } from "./block-gossip.ts";
import { createConnections, createGater } from "./connections.ts";
import { createDiagnosis, type NetworkDiagnosis } from "./diagnosis.ts";
import { createDiscovery } from "./discovery.ts";
import { dialableTexts, readPeerAddresses } from "./given-addresses.ts";
import { guardListener } from "./guarded-listener.ts";
import { createHeldBytes } from "./held-bytes.ts";
import { createNode, listenAddresses, startNode } from "./node.ts";
import { createNotifications } from "./notifications.ts";
import { createCounters, type Libp2pNetworkOptions, type NetworkCounters, type NetworkState } from "./options.ts";
import { createPatientTimers } from "./patient-timers.ts";
import { createRequests } from "./requests.ts";
import { createSameKeyWatch, setOwnAside } from "./same-key.ts";
import { createSideProtocols } from "./side-protocols.ts";
import { createStanding } from "./standing.ts";
import { handleStreams, notificationProtocols } from "./stream-handlers.ts";
import { guardTable } from "./table-guard.ts";

const target = "sub-libp2p";

/** Bytes of unfinished messages of all peers together. */
const mostHeld = 256 * 1024 * 1024;
/** Milliseconds between two looks at slots and connections. Rust: `SLOT_ALLOCATION_FREQUENCY`. */
const tickEvery = 1_000;
/** Milliseconds between two times that known peers are kept. */
const saveEvery = 60_000;
/** Milliseconds between two looks at what the library keeps of peers. */
const pruneEvery = 10_000;

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
  /** The whole state for people who look for what is wrong. */
  diagnosis(): NetworkDiagnosis;
  /** Standing of a peer by what whole blocks it sent; absent where they do not travel. */
  blockScore?(peer: PeerId): number;
  readonly counters: NetworkCounters;
}

/**
 * A node of the peer-to-peer network. It reaches nobody, and nobody reaches it, before `start`.
 * @throws UserError when a bootnode or a reserved node is no address of a peer
 */
export async function createLibp2pNetwork(all: Libp2pNetworkOptions, given: NetworkListener): Promise<Libp2pNetwork> {
  const { options, own } = setOwnAside(all);
  const { log, now, genesisHash } = options;
  const after = createPatientTimers(options.after, now);
  const counters = createCounters();
  const listener = guardListener(given, log, counters);
  const held = createHeldBytes(mostHeld);
  const rate = createStreamRate();
  const reputations = createReputations(now());
  const known = createKnownPeers(options.store.saved, now());
  const reserved = readPeerAddresses(options.reserved, log);
  const bootnodes = readPeerAddresses(options.bootnodes, log);
  for (const { peer, address } of [...reserved, ...bootnodes]) known.add(peer, [address], now(), true);
  const reservedIds = reserved.map(({ peer }) => peer);
  const slots = createSlots(options.slots, reservedIds, options.reservedOnly);

  const isBootnode = (peer: PeerId): boolean => bootnodes.some((bootnode) => bootnode.peer === peer);
  const gater = createGater({
    allowPrivateIp: options.allowPrivateIp,
    isBanned: reputations.isBanned,
    count: (peer) => connections.count(peer),
  });
  const { block } = listener;
  const gossip =
    block === undefined || options.blockGossip === false
      ? undefined
      : createBlockGossip({
          ...{ topic: blockTopic(options), after, now, block, reputation: reputations.of },
          misbehaved: (peer, change) => misbehaved(peer, change),
          connectionOf: (peer) => connections.find(peer),
        });
  const nearby = (peer: PeerId, addresses: readonly string[]): void => {
    if (peer === localPeer) sameKey.heard(addresses);
  };
  const dialed = { bootnodes: dialableTexts(bootnodes), reserved: dialableTexts(reserved) };
  const node = await createNode({ ...options, ...dialed, after }, { traffic: counters, gater, gossip, nearby });
  guardTable(node.dht, { after, held });
  const { libp2p } = node;
  const localPeer = libp2p.peerId.toString();
  const connections = createConnections({
    ...{ libp2p, now, known, counters, log },
    calledBy: (peer) => (slots.isReserved(peer) ? "reserved node" : isBootnode(peer) ? "bootnode" : undefined),
    streamOpened: (peer) => rate.take(peer, now()) || misbehaved(peer, changes.tooManyStreams),
  });

  /** Ends all streams with a peer. */
  const closeStreams = (peer: PeerId): void => {
    for (const protocol of notificationProtocols) notifications.close(peer, protocol);
  };
  const leave = (peer: PeerId): void => {
    closeStreams(peer);
    connections.closeAll(peer);
  };
  const { report, misbehaved } = createStanding({ reputations, log, now, leave });

  const admission = createAdmission({
    ...{ genesisHash, slots, log, now, report, admit: listener.admit },
    isBanned: reputations.isBanned,
    isBootnode,
  });
  const sides = createSideProtocols(after, () => notifications);
  const handshakes = new Map<NotificationProtocol, Uint8Array>();
  const firstHandshake = (protocol: NotificationProtocol): Uint8Array =>
    protocol === "block-announces"
      ? encodeBlockAnnounceHandshake({ roles: options.role, bestNumber: 0, bestHash: genesisHash, genesisHash })
      : encodeRole(options.role);

  const notifications = createNotifications({
    ...{ after, held, misbehaved, message: listener.notification },
    async openStream(peer, protocol) {
      if (protocol === "block-announces") await connections.connect(peer);
      return connections.open(peer, notificationNames(options, protocol));
    },
    handshake: (protocol) => handshakes.get(protocol) ?? firstHandshake(protocol),
    judge: (peer, protocol, handshake, inbound) =>
      protocol === "block-announces" ? admission.judge(peer, handshake, inbound) : sides.judge(peer),
    opened(peer, protocol, handshake) {
      if (protocol !== "block-announces") sides.opened(peer, protocol);
      else {
        admission.opened(peer);
        reputations.see(peer, now());
      }
      listener.opened(peer, protocol, handshake);
      if (protocol !== "block-announces") return;
      sides.follow(peer);
      // A light client executes nothing, and must not pass on what it cannot check.
      if (admission.open.get(peer)?.roles !== "light") gossip?.opened(peer);
    },
    closed(peer, protocol) {
      if (protocol !== "block-announces") sides.ended(peer, protocol);
      else {
        sides.leave(peer);
        gossip?.closed(peer);
        admission.gone(peer);
        report(peer, changes.disconnected);
      }
      listener.closed(peer, protocol);
    },
    failed(peer, protocol) {
      if (protocol !== "block-announces") return sides.ended(peer, protocol);
      // A peer that this node itself turned away did nothing wrong by it.
      if (!admission.gone(peer)) report(peer, changes.openFailure);
    },
  });

  const requests = createRequests({
    ...{ after, held, report, misbehaved, answer: listener.answer, now, counters: counters.requests },
    openStream: (peer, protocol, signal) => connections.open(peer, requestNames(options, protocol), signal),
    isConnected: connections.isConnected,
  });

  const discovery = createDiscovery(node, {
    ...{ chain: options, known, now, after, learnPrivate: options.privateInTable ?? options.allowPrivateIp },
    walk: options.dht && !options.reservedOnly,
    walked: () => void counters.kademliaWalks++,
    seen: (peer) => reputations.see(peer, now()),
  });

  const sameKey = createSameKeyWatch({
    ...{ libp2p, chain: options, log, held, after, tryPrivate: options.allowPrivateIp, own },
    askable() {
      const told = [...(options.reservedOnly ? [] : options.bootnodes), ...options.reserved];
      const open = [...admission.open.keys()];
      return [...open.flatMap((peer) => known.addresses(peer).map((address) => `${address}/p2p/${peer}`)), ...told];
    },
  });

  const diagnosis = createDiagnosis({
    ...{ libp2p, known, slots, reputations, connections },
    publicAddresses: options.publicAddresses,
    reservedOnly: options.reservedOnly,
    open: () => admission.open.keys(),
  });

  const candidates = (): PeerId[] =>
    [...known.peers()]
      .filter((peer) => peer !== localPeer && !reputations.isBanned(peer))
      .sort((a, b) => reputations.of(b) - reputations.of(a));
  const tick = (): void => {
    reputations.tick(now());
    rate.tick(now());
    for (const peer of slots.wanted(now(), candidates, reputations.isBanned)) {
      if (peer === localPeer) continue;
      slots.opening(peer);
      notifications.open(peer, "block-announces");
    }
    connections.tick(now());
  };
  const save = (): void => {
    if (!known.changed) return;
    try {
      options.store.save(known.save());
    } catch (error) {
      log.warn(target, `known peers are not kept: ${messageOf(error)}`);
    }
  };
  const prune = (): void => {
    gossip?.tick();
    discovery.prune().catch((error: unknown) => log.debug(target, `peers stay: ${messageOf(error)}`));
  };
  const stops: (() => void)[] = [];
  const start = async (): Promise<void> => {
    await handleStreams({ libp2p, chain: options, notifications, requests });
    // Before peers hear of this node: they would tell of its own addresses then.
    await sameKey.start();
    await startNode(node);
    gossip?.start();
    await discovery.start();
    log.info(target, `Local node identity is: ${localPeer}`);
    stops.push(every(after, tickEvery, tick), every(after, saveEvery, save), every(after, pruneEvery, prune));
    tick();
  };
  let starting: Promise<void> = Promise.resolve();

  return {
    localPeer,
    peers: () => [...admission.open.keys()],
    notify(peer, protocol, message) {
      if (!notifications.send(peer, protocol, message)) return false;
      counters.notifications[protocol].messagesOut++;
      counters.notifications[protocol].bytesOut += message.length;
      return true;
    },
    request: requests.request,
    report,
    disconnect: closeStreams,
    setHandshake: (protocol, handshake) => void handshakes.set(protocol, handshake),
    ...(gossip === undefined
      ? {}
      : { publishBlock: gossip.publish, offersBlocks: gossip.offers, blockScore: gossip.score }),
    async start() {
      starting = start();
      await starting;
    },
    async stop() {
      sameKey.stop();
      // The library ends nothing while it starts.
      await starting.catch(() => {});
      for (const stop of stops.splice(0)) stop();
      discovery.stop();
      for (const peer of [...admission.open.keys()]) closeStreams(peer);
      save();
      await libp2p.stop();
    },
    listenAddresses: () => listenAddresses(libp2p),
    addReserved(text) {
      for (const { peer, address } of readPeerAddresses([text], log)) {
        known.add(peer, [address], now(), true);
        slots.addReserved(peer);
      }
    },
    removeReserved(peer) {
      if (slots.removeReserved(peer)) closeStreams(peer);
    },
    noteBest: admission.noteBest,
    networkState: () => ({
      peerId: localPeer,
      peers: [...admission.open].map(([peer, greeting]) => ({ peer, ...greeting })),
      reserved: slots.reserved(),
      connections: connections.total,
      knownPeers: known.size,
      bannedPeers: reputations.banned,
    }),
    diagnosis,
    counters,
  };
}
