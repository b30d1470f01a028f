import type { Chain } from "../../chain/chain.ts";
import type { Histogram } from "../../lib/histogram.ts";
import type { NotificationCounters, RequestCounters } from "../../network/libp2p/options.ts";
import { type ChainName, notificationNames, requestNames } from "../../network/messages/names.ts";
import type { NotificationProtocol, RequestFailure, RequestProtocol } from "../../network/network.ts";
import type { NodeConfig } from "../config.ts";
import type { Sample } from "../metrics/figure.ts";
import type { GrandpaSource } from "../metrics/figures/grandpa.ts";
import type { NetworkSource, SyncSource } from "../metrics/figures/network.ts";
import type { Sources } from "../monitoring.ts";
import type { GrandpaDriver } from "./grandpa-driver.ts";
import type { PeerToPeer } from "./start-network.ts";

/** The original's words for why a request failed. Rust: `sc_network::service` and `litep2p/shim/request_response`. */
const reasons: Readonly<Record<RequestFailure, string>> = {
  timeout: "timeout",
  refused: "refused",
  closed: "connection-closed",
  unsupported: "unsupported",
  "too-long": "too-long",
  obsolete: "obsolete",
};

/** Of what was only counted and added up: no bounds but the last. */
const summed = (count: number, sum: number): Histogram => ({ bounds: [], counts: [count], sum });

/** What metrics and telemetry are told of the peers. Before the network has started there are none. */
export function peerSources(parts: {
  readonly config: NodeConfig;
  readonly chain: Chain;
  readonly peers: PeerToPeer;
}): Sources {
  const { peers, chain } = parts;
  const { forkId, protocolId = "sup" } = parts.config.spec;
  const names: ChainName = { genesisHash: chain.api.genesisHash, forkId, protocolId };
  const { grandpa } = peers;
  return {
    network: { ...connections(peers), ...notifications(peers, names), ...requests(peers, names) },
    sync: syncSource(peers),
    ...(grandpa === undefined ? {} : { grandpa: grandpaSource(grandpa) }),
  };
}

function connections(peers: PeerToPeer): NetworkSource {
  const counted = (key: "bytesIn" | "bytesOut" | "connectionsOpenedIn" | "connectionsOpenedOut"): number =>
    peers.network?.counters[key] ?? 0;
  return {
    peers: () => peers.network?.peers().length ?? 0,
    majorSyncing: () => peers.sync.isMajorSyncing(),
    bytes: () => ({ in: counted("bytesIn"), out: counted("bytesOut") }),
    incomingConnections: () => counted("connectionsOpenedIn"),
    connectionsOpened: () => ({ in: counted("connectionsOpenedIn"), out: counted("connectionsOpenedOut") }),
    // The original's network library gives this one reason, too.
    connectionsClosed: () => [
      [["in", "actively-closed"], peers.network?.counters.connectionsClosedIn ?? 0],
      [["out", "actively-closed"], peers.network?.counters.connectionsClosedOut ?? 0],
    ],
    randomQueries: () => peers.network?.counters.kademliaWalks ?? 0,
    listenAddresses: () => peers.network?.listenAddresses().length ?? 0,
    knownPeers: () => peers.network?.networkState().knownPeers ?? 0,
    bannedPeers: () => peers.network?.networkState().bannedPeers ?? 0,
  };
}

function notifications(peers: PeerToPeer, names: ChainName): Partial<NetworkSource> {
  const each = <V>(read: (name: string, counters: NotificationCounters) => readonly Sample<V>[]): Sample<V>[] =>
    Object.entries(peers.network?.counters.notifications ?? {}).flatMap(([protocol, counters]) =>
      read(notificationNames(names, protocol as NotificationProtocol)[0], counters),
    );
  return {
    streamsOpened: () => each((name, { opened }) => [[[name], opened]]),
    streamsClosed: () => each((name, { closed }) => [[[name], closed]]),
    notificationSizes: () =>
      each((name, { messagesIn, bytesIn, messagesOut, bytesOut }) => [
        [["in", name], summed(messagesIn, bytesIn)],
        [["out", name], summed(messagesOut, bytesOut)],
      ]),
  };
}

function requests(peers: PeerToPeer, names: ChainName): Partial<NetworkSource> {
  const each = <V>(read: (name: string, counters: RequestCounters) => readonly Sample<V>[]): Sample<V>[] =>
    Object.entries(peers.network?.counters.requests ?? {}).flatMap(([protocol, counters]) =>
      read(requestNames(names, protocol as RequestProtocol)[0], counters),
    );
  return {
    requestsAnswered: () =>
      each((name, { answered, answerMilliseconds }) => [[[name], summed(answered, answerMilliseconds / 1000)]]),
    requestsRefused: () => each((name, { refused }) => [[[name, "refused"], refused]]),
    requestsMade: () => each((name, { succeeded, milliseconds }) => [[[name], summed(succeeded, milliseconds / 1000)]]),
    requestsFailed: () =>
      each((name, { failures }) => [...failures].map(([failure, count]) => [[name, reasons[failure]], count])),
  };
}

function syncSource({ sync, measures }: PeerToPeer): SyncSource {
  return {
    peers: () => sync.peers().length,
    highest() {
      const heights = sync.peers().map(({ best }) => best.number);
      return heights.length === 0 ? undefined : heights.reduce((most, height) => Math.max(most, height));
    },
    queuedBlocks: () => measures.sync.queued,
    blocksSubmitted: () => measures.sync.blocks,
    justificationsSubmitted: () => measures.sync.justifications,
    transactionsPropagated: () => measures.transactions.propagated,
  };
}

function grandpaSource({ measures }: GrandpaDriver): GrandpaSource {
  return { round: () => measures().completed, votes: measures, waiting: () => measures().waiting };
}
