import type { Histogram } from "../../../lib/histogram.ts";
import { counter, counters, type Figure, gauge, gauges, histograms, type Sample } from "../figure.ts";

/** Something in both directions. */
export interface Directions {
  readonly in: number;
  readonly out: number;
}

/** What the network's figures are read from. What is absent is not shown. */
export interface NetworkSource {
  /** Peers that are connected. */
  peers(): number;
  /** Whether the node is far behind the chain. */
  majorSyncing(): boolean;
  /** Bytes received and sent. */
  bytes?(): Directions;
  /** Connections that others opened on our listening sockets, whatever became of them. */
  incomingConnections?(): number;
  connectionsOpened?(): Directions;
  /** By direction ("in", "out") and reason. */
  connectionsClosed?(): readonly Sample<number>[];
  /** Walks through the table of peers. */
  randomQueries?(): number;
  /** First connections to a peer, and last ones. */
  peersConnected?(): { readonly opened: number; readonly closed: number };
  /** Connections that are being made. */
  pendingConnections?(): number;
  listenAddresses?(): number;
  knownPeers?(): number;
  bannedPeers?(): number;
  /** Streams of notifications, by protocol. */
  streamsOpened?(): readonly Sample<number>[];
  streamsClosed?(): readonly Sample<number>[];
  /** Bytes of notifications, by direction and protocol. */
  notificationSizes?(): readonly Sample<Histogram>[];
  /** Seconds that answering took, by protocol. */
  requestsAnswered?(): readonly Sample<Histogram>[];
  /** By protocol and reason. */
  requestsRefused?(): readonly Sample<number>[];
  /** Seconds until the answer came, by protocol. */
  requestsMade?(): readonly Sample<Histogram>[];
  /** By protocol and reason. */
  requestsFailed?(): readonly Sample<number>[];
}

/** A figure of each source that is there. */
function present<T>(source: T | undefined, make: (source: T) => Figure): Figure[] {
  return source === undefined ? [] : [make(source)];
}

const directions = (of: () => Directions) => (): readonly Sample<number>[] => {
  const { in: inward, out } = of();
  return [
    [["in"], inward],
    [["out"], out],
  ];
};

/** Connections, peers and traffic. Rust: `sc_network::service::metrics::Metrics`. */
export function networkFigures(source: NetworkSource): Figure[] {
  return [
    gauge("sub_libp2p_peers_count", "Peers that are connected", source.peers),
    gauge("sub_libp2p_is_major_syncing", "1 while the node is far behind the chain", () =>
      Number(source.majorSyncing()),
    ),
    ...present(source.bytes, (read) =>
      counters("sub_libp2p_network_bytes_total", ["direction"], "Bytes received and sent", directions(read)),
    ),
    ...present(source.incomingConnections, (read) =>
      counter("sub_libp2p_incoming_connections_total", "Connections that others opened", read),
    ),
    ...present(source.connectionsOpened, (read) =>
      counters("sub_libp2p_connections_opened_total", ["direction"], "Connections that were opened", directions(read)),
    ),
    ...present(source.connectionsClosed, (read) =>
      counters("sub_libp2p_connections_closed_total", ["direction", "reason"], "Connections that were closed", read),
    ),
    ...(source.peersConnected === undefined ? [] : distinctPeers(source.peersConnected)),
    ...present(source.randomQueries, (read) =>
      counter("sub_libp2p_kademlia_random_queries_total", "Random walks through the table of peers", read),
    ),
    ...present(source.pendingConnections, (read) =>
      gauge("sub_libp2p_pending_connections", "Connections that are being made", read),
    ),
    ...present(source.listenAddresses, (read) =>
      gauge("sub_libp2p_listeners_local_addresses", "Addresses that the node listens on", read),
    ),
    ...present(source.knownPeers, (read) =>
      gauge("sub_libp2p_peerset_num_discovered", "Peers whose addresses are known", read),
    ),
    ...present(source.bannedPeers, (read) =>
      gauge("sub_libp2p_peerset_num_banned_peers", "Peers that are banned for now", read),
    ),
    ...notifications(source),
    ...requests(source),
  ];
}

const distinctPeers = (read: () => { readonly opened: number; readonly closed: number }): Figure[] => [
  counter("sub_libp2p_distinct_peers_connections_opened_total", "Peers that came", () => read().opened),
  counter("sub_libp2p_distinct_peers_connections_closed_total", "Peers that went", () => read().closed),
];

const notifications = (source: NetworkSource): Figure[] => [
  ...present(source.streamsOpened, (read) =>
    counters("sub_libp2p_notifications_streams_opened_total", ["protocol"], "Notification streams opened", read),
  ),
  ...present(source.streamsClosed, (read) =>
    counters("sub_libp2p_notifications_streams_closed_total", ["protocol"], "Notification streams closed", read),
  ),
  ...present(source.notificationSizes, (read) =>
    histograms("sub_libp2p_notifications_sizes", ["direction", "protocol"], "Bytes of notifications", read),
  ),
];

const requests = (source: NetworkSource): Figure[] => [
  ...present(source.requestsAnswered, (read) =>
    histograms("sub_libp2p_requests_in_success_total", ["protocol"], "Seconds that answering a request took", read),
  ),
  ...present(source.requestsRefused, (read) =>
    counters("sub_libp2p_requests_in_failure_total", ["protocol", "reason"], "Requests that were not answered", read),
  ),
  ...present(source.requestsMade, (read) =>
    histograms("sub_libp2p_requests_out_success_total", ["protocol"], "Seconds until an answer came", read),
  ),
  ...present(source.requestsFailed, (read) =>
    counters("sub_libp2p_requests_out_failure_total", ["protocol", "reason"], "Requests without an answer", read),
  ),
];

/** What the figures of sync and gossip are read from. What is absent is not shown. */
export interface SyncSource {
  /** Peers whose best block is known. */
  peers(): number;
  /** The highest block that a peer has told of. */
  highest?(): number | undefined;
  /** Blocks that wait to be imported. */
  queuedBlocks(): number;
  /** Blocks of other branches that are fetched. */
  forkTargets?(): number;
  /** Requests for justifications: by "pending", "active", "failed", "importing". */
  justifications?(): readonly Sample<number>[];
  blocksSubmitted?(): number;
  justificationsSubmitted?(): number;
  /** Transactions that were sent to at least one peer. */
  transactionsPropagated?(): number;
  /** Messages that the gossip of GRANDPA keeps, and those that it has dropped since. */
  gossip?(): { readonly registered: number; readonly expired: number };
}

/** Rust: `sc_network_sync`, `sc_network_transactions`, `sc_network_gossip`. */
export function syncFigures(source: SyncSource): Figure[] {
  const { gossip } = source;
  return [
    gauge("sync_peers", "Peers that blocks are fetched from", source.peers),
    gauge("sync_queued_blocks", "Blocks that wait to be imported", source.queuedBlocks),
    ...present(source.forkTargets, (read) =>
      gauge("sync_fork_targets", "Blocks of other branches that are fetched", read),
    ),
    ...present(source.justifications, (read) =>
      gauges("sync_extra_justifications", ["status"], "Requests for justifications", read),
    ),
    ...present(source.blocksSubmitted, (read) =>
      counter("sync_import_queue_blocks_submitted", "Blocks given to the import", read),
    ),
    ...present(source.justificationsSubmitted, (read) =>
      counter("sync_import_queue_justifications_submitted", "Justifications given to the import", read),
    ),
    ...present(source.transactionsPropagated, (read) =>
      counter("sync_propagated_transactions", "Transactions that were sent to at least one peer", read),
    ),
    ...present(gossip, (read) =>
      counter("network_gossip_registered_messages_total", "Gossip messages that were kept", () => read().registered),
    ),
    ...present(gossip, (read) =>
      counter(
        "network_gossip_expired_messages_total",
        "Gossip messages that were dropped as old",
        () => read().expired,
      ),
    ),
  ];
}
