import {
  type GossipSub,
  type GossipSubComponents,
  type GossipsubMessage,
  gossipsub,
  StrictNoSign,
} from "@libp2p/gossipsub";
import type { Connection, PeerId as LibraryPeer } from "@libp2p/interface";
import { createRecentMap } from "../../lib/recent.ts";
import { longestWholeBlock, wholeBlockId } from "../messages/whole-block.ts";
import type { BlockVerdict, NetworkListener, PeerId, ReputationChange } from "../network.ts";
import { changes } from "../peers/changes.ts";
import { createStreamRate } from "../peers/stream-rate.ts";
import { gossipScore, gossipThresholds } from "./block-gossip-score.ts";
import type { After } from "./channel.ts";
import { createGossipGate, type GossipGate } from "./gossip-gate.ts";

/** What surrounds a block in its message: topic, tags and lengths, and what else is said in the same breath. */
const surroundings = 64 * 1024;
/** Messages of a peer at once, and how many more each second. */
const [mostMessages, messagesEachSecond] = [256, 16];
/** Blocks of which it is remembered who has them. */
const mostRemembered = 64;

interface BlockGossipParts {
  readonly topic: string;
  readonly after: After;
  now(): number;
  /** The chain's word on a block. */
  readonly block: NonNullable<NetworkListener["block"]>;
  /** Standing of a peer. */
  reputation(peer: PeerId): number;
  /** The peer goes, and loses standing. */
  misbehaved(peer: PeerId, change: ReputationChange): void;
  /** An open connection with a peer. */
  connectionOf(peer: PeerId): Connection | undefined;
}

/** Whole blocks among the peers that take part. */
export interface BlockGossip {
  /** The library's part. */
  readonly service: (components: GossipSubComponents) => GossipSub;
  /** Once the library's node has started. */
  start(): void;
  /** Block announces with a peer opened, and ended. */
  opened(peer: PeerId): void;
  closed(peer: PeerId): void;
  tick(): void;
  /** Gives a block to the peers that take part. @returns who has it from here, or gave it */
  publish(bytes: Uint8Array): Promise<readonly PeerId[]>;
  /** Whether a peer takes part. */
  offers(peer: PeerId): boolean;
  /** Standing of a peer by the gossip's own count, below 0 for one that sent wrong things. */
  score(peer: PeerId): number;
}

/** The parts of the library's service that are no part of its interface. */
interface Inside {
  readonly mesh: ReadonlyMap<string, ReadonlySet<PeerId>>;
  readonly streamsOutbound: ReadonlyMap<PeerId, unknown>;
  /** Messages that can still be passed on. */
  readonly mcache: { readonly msgs: ReadonlyMap<string, unknown> };
  readonly score: { score(peer: PeerId): number };
  reportMessageValidationResult(id: string, source: PeerId, verdict: BlockVerdict): void;
  handleReceivedRpc(from: LibraryPeer, rpc: { readonly messages: readonly unknown[] }): Promise<void>;
  handlePeerReadStreamError(error: Error, peer: LibraryPeer): void;
}

export function createBlockGossip(parts: BlockGossipParts): BlockGossip {
  const { topic, now } = parts;
  const rate = createStreamRate(mostMessages, messagesEachSecond);
  const holders = createRecentMap<string, Set<PeerId>>(mostRemembered);
  let gossip: GossipSub | undefined;
  let gate: GossipGate | undefined;
  const inside = (): Inside => gossip as unknown as Inside;
  const idText = (id: Uint8Array): string => Buffer.from(id).toString("hex");

  const holdersOf = (id: string): Set<PeerId> => {
    const known = holders.get(id) ?? new Set<PeerId>();
    holders.set(id, known);
    return known;
  };
  const take = async ({ propagationSource, msgId, msg }: GossipsubMessage): Promise<void> => {
    const peer = propagationSource.toString();
    holdersOf(msgId).add(peer);
    const verdict = await parts.block(peer, msg.data);
    if (gossip === undefined) return;
    if (verdict === "accept" && inside().mcache.msgs.has(msgId)) {
      for (const other of inside().mesh.get(topic) ?? [])
        if (inside().streamsOutbound.has(other)) holdersOf(msgId).add(other);
    }
    inside().reportMessageValidationResult(msgId, peer, verdict);
  };
  /** Bounds what peers send before it is looked at. */
  const bound = (service: Inside): void => {
    const handle = service.handleReceivedRpc.bind(service);
    service.handleReceivedRpc = async (from, rpc) => {
      const peer = from.toString();
      for (let count = Math.max(1, rpc.messages.length); count > 0; count--)
        if (!rate.take(peer, now())) return parts.misbehaved(peer, changes.tooMuchGossip);
      return handle(from, rpc);
    };
    const failed = service.handlePeerReadStreamError.bind(service);
    service.handlePeerReadStreamError = (error, from) => {
      failed(error, from);
      if (/^InvalidDataLength/.test(error.name)) parts.misbehaved(from.toString(), changes.tooLong);
    };
  };

  return {
    service(components) {
      const { privateKey, peerId, peerStore, connectionManager, logger } = components;
      gate = createGossipGate(components.registrar, parts.after, parts.connectionOf);
      const { registrar } = gate;
      gossip = gossipsub({
        globalSignaturePolicy: StrictNoSign,
        msgIdFn: ({ data }) => wholeBlockId(data),
        msgIdToStrFn: idText,
        allowedTopics: [topic],
        asyncValidation: true,
        // Seconds in which a verdict still counts: a block may wait until its parent is executed.
        mcacheLength: 30,
        allowPublishToZeroTopicPeers: true,
        ignoreDuplicatePublishError: true,
        floodPublish: true,
        fallbackToFloodsub: false,
        doPX: false,
        // The library would reconnect to tagged peers; who is connected is decided by slots.
        tagMeshPeers: false,
        maxInboundStreams: 2,
        maxInboundDataLength: longestWholeBlock + surroundings,
        // A peer that does not read loses its stream.
        maxOutboundBufferSize: 3 * longestWholeBlock,
        decodeRpcLimits: {
          ...{ maxSubscriptions: 16, maxMessages: 16, maxControlMessages: 64, maxPeerInfos: 0 },
          ...{ maxIhaveMessageIDs: 256, maxIwantMessageIDs: 256, maxIdontwantMessageIDs: 256 },
        },
        scoreParams: gossipScore(topic, parts.reputation),
        scoreThresholds: gossipThresholds,
      })({ privateKey, peerId, peerStore, connectionManager, logger, registrar });
      bound(inside());
      gossip.addEventListener("gossipsub:message", ({ detail }) => void take(detail));
      return gossip;
    },
    start: () => gossip?.subscribe(topic),
    opened: (peer) => gate?.open(peer),
    closed: (peer) => gate?.close(peer),
    tick() {
      rate.tick(now());
      gate?.remind();
    },
    async publish(bytes) {
      if (gossip === undefined || bytes.length > longestWholeBlock) return [];
      const { recipients } = await gossip.publish(topic, bytes);
      const having = holdersOf(idText(wholeBlockId(bytes)));
      for (const peer of recipients) having.add(peer.toString());
      return [...having];
    },
    offers: (peer) =>
      gossip !== undefined &&
      inside().streamsOutbound.has(peer) &&
      gossip.getSubscribers(topic).some((one) => one.toString() === peer),
    score: (peer) => (gossip === undefined ? 0 : inside().score.score(peer)),
  };
}
