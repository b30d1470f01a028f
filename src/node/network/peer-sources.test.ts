import { expect, it } from "vitest";
import type { Chain } from "../../chain/chain.ts";
import { createCounters } from "../../network/libp2p/options.ts";
import type { NodeConfig } from "../config.ts";
import { grandpaFigures } from "../metrics/figures/grandpa.ts";
import { networkFigures, syncFigures } from "../metrics/figures/network.ts";
import type { Sources } from "../monitoring.ts";
import { peerSources } from "./peer-sources.ts";
import type { PeerToPeer } from "./start-network.ts";

const genesisHash = `0x${"ab".repeat(32)}`;
const config = { spec: { forkId: undefined, protocolId: "bittensor" } } as unknown as NodeConfig;
const chain = { api: { genesisHash } } as unknown as Chain;

function peersWith(parts: Partial<PeerToPeer>): PeerToPeer {
  const sync = { isMajorSyncing: () => false, peers: () => [] };
  const measures = { sync: { queued: 2, blocks: 9, justifications: 1 }, transactions: { propagated: 4 } };
  return { sync, measures, network: undefined, grandpa: undefined, ...parts } as unknown as PeerToPeer;
}

/** Name and labels to value; of histograms the number of values and their sum. */
function shown({ network, sync, grandpa }: Sources): Record<string, unknown> {
  const figures = [
    ...(network === undefined ? [] : networkFigures(network)),
    ...(sync === undefined ? [] : syncFigures(sync)),
    ...(grandpa === undefined ? [] : grandpaFigures(grandpa)),
  ];
  return Object.fromEntries(
    figures.flatMap(({ name, read }) =>
      read().map(([labels, value]) => [
        [name.replace("substrate_", ""), ...labels].join(" "),
        typeof value === "number" ? value : [value.counts[0], value.sum],
      ]),
    ),
  );
}

it("before the network has started nothing is there", () => {
  const figures = shown(peerSources({ config, chain, peers: peersWith({}) }));
  expect(figures["sub_libp2p_peers_count"]).toBe(0);
  expect(figures["sub_libp2p_network_bytes_total in"]).toBe(0);
  expect(Object.keys(figures).filter((name) => /notifications|requests|finality/.test(name))).toEqual([]);
});

it("counters of the network, of the sync and of GRANDPA have the original's names", () => {
  const counters = createCounters();
  Object.assign(counters, { bytesIn: 100, connectionsOpenedIn: 3, connectionsClosedOut: 1, kademliaWalks: 5 });
  Object.assign(counters.notifications.grandpa, { opened: 2, messagesIn: 4, bytesIn: 800 });
  Object.assign(counters.requests.sync, { succeeded: 2, milliseconds: 3000, answered: 1, answerMilliseconds: 500 });
  counters.requests.sync.failures.set("closed", 7);
  const network = {
    counters,
    peers: () => ["a", "b"],
    listenAddresses: () => ["/ip4/127.0.0.1/tcp/1"],
    networkState: () => ({ knownPeers: 8, bannedPeers: 1 }),
  };
  const grandpa = { measures: () => ({ completed: 12n, prevotes: 11, precommits: 10, waiting: 6 }) };
  const sync = { isMajorSyncing: () => true, peers: () => [{ best: { number: 3 } }, { best: { number: 9 } }] };
  const sources = peerSources({ config, chain, peers: peersWith({ network, grandpa, sync } as never) });
  expect(sources.sync?.highest?.()).toBe(9);
  const prefix = genesisHash.slice(2);
  expect(shown(sources)).toMatchObject({
    sub_libp2p_peers_count: 2,
    sub_libp2p_is_major_syncing: 1,
    "sub_libp2p_network_bytes_total in": 100,
    sub_libp2p_incoming_connections_total: 3,
    "sub_libp2p_connections_closed_total out actively-closed": 1,
    sub_libp2p_kademlia_random_queries_total: 5,
    sub_libp2p_listeners_local_addresses: 1,
    sub_libp2p_peerset_num_discovered: 8,
    sub_libp2p_peerset_num_banned_peers: 1,
    [`sub_libp2p_notifications_streams_opened_total /${prefix}/grandpa/1`]: 2,
    [`sub_libp2p_notifications_sizes in /${prefix}/grandpa/1`]: [4, 800],
    [`sub_libp2p_requests_out_success_total /${prefix}/sync/2`]: [2, 3],
    [`sub_libp2p_requests_in_success_total /${prefix}/sync/2`]: [1, 0.5],
    [`sub_libp2p_requests_out_failure_total /${prefix}/sync/2 connection-closed`]: 7,
    sync_peers: 2,
    sync_queued_blocks: 2,
    sync_import_queue_blocks_submitted: 9,
    sync_import_queue_justifications_submitted: 1,
    sync_propagated_transactions: 4,
    finality_grandpa_round: 12,
    finality_grandpa_prevotes_total: 11,
    finality_grandpa_precommits_total: 10,
    finality_grandpa_until_imported_waiting_messages_number: 6,
  });
});
