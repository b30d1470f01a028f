import { expect, it } from "vitest";
import { createChainMeasures } from "../../../chain/measures.ts";
import { createHistogram } from "../../../lib/histogram.ts";
import type { Figure, Sample } from "../figure.ts";
import { chainFigures } from "./chain.ts";
import { grandpaFigures } from "./grandpa.ts";
import { type NetworkSource, networkFigures, type SyncSource, syncFigures } from "./network.ts";
import { nodeFigures } from "./node.ts";
import { rpcFigures } from "./rpc.ts";

/** The figures as `name{labels} value`, histograms by their number of values. */
const shown = (figures: readonly Figure[]): string[] =>
  figures.flatMap((figure) => {
    const samples = figure.read() as readonly Sample<number | { counts: readonly number[] }>[];
    return samples.map(([labels, value]) => {
      const number = typeof value === "number" ? value : value.counts.reduce((sum, count) => sum + count, 0);
      const pairs = figure.labels.map((label, at) => `${label}=${labels[at]}`);
      return `${figure.name.replace(/^substrate_/, "")}{${pairs.join(",")}} ${number}`;
    });
  });

it("the node's own", () => {
  const source = { name: "One", version: "1.2.3", authority: true, started: 1_760_000_000_999 };
  expect(shown(nodeFigures(source))).toEqual([
    "build_info{name=One,version=1.2.3} 1",
    "node_roles{} 4",
    "process_start_time_seconds{} 1760000000",
  ]);
  expect(shown(nodeFigures({ ...source, authority: false }))).toContain("node_roles{} 1");
});

it("the chain's", () => {
  const measures = createChainMeasures();
  measures.proposals.ends.HitDeadline = 2;
  measures.imports.results.set("success", 9);
  Object.assign(measures.pool, { submitted: 5, validationsBegun: 4, validationsDone: 3, invalid: 2, inBlocks: 1 });
  const heads = { best: () => 12, finalized: () => 10, leaves: () => 2, ready: () => 3 };
  const tasks = { given: 8, begun: 6 };
  const figures = chainFigures({ ...heads, highest: () => undefined, measures, tasks });
  expect(shown(figures)).toEqual([
    "block_height{status=best} 12",
    "block_height{status=finalized} 10",
    "block_height{status=sync_target} 12",
    "number_leaves{} 2",
    "ready_transactions_number{} 3",
    "proposer_block_constructed{} 0",
    "proposer_number_of_transactions{} 0",
    "proposer_end_proposal_reason{reason=no_more_transactions} 0",
    "proposer_end_proposal_reason{reason=hit_deadline} 2",
    "proposer_end_proposal_reason{reason=hit_block_size_limit} 0",
    "proposer_end_proposal_reason{reason=hit_block_weight_limit} 0",
    "import_queue_processed_total{result=success} 9",
    "block_verification_time{result=success} 0",
    "block_verification_time{result=verification_failed} 0",
    "block_verification_and_import_time{} 0",
    "sub_txpool_submitted_transactions{} 5",
    "sub_txpool_validations_scheduled{} 4",
    "sub_txpool_validations_finished{} 3",
    "sub_txpool_validations_invalid{} 2",
    "sub_txpool_block_transactions_pruned{} 1",
    "sub_txpool_block_transactions_resubmitted{} 0",
    "unbounded_channel_size{entity=chain_writer} 2",
    "unbounded_channel_len{entity=chain_writer,action=send} 8",
    "unbounded_channel_len{entity=chain_writer,action=received} 6",
  ]);
  const behind = chainFigures({ ...heads, highest: () => 99, measures, tasks });
  expect(shown(behind)).toContain("block_height{status=sync_target} 99");
});

it("those of JSON-RPC; outcomes that no call had are left out", () => {
  const time = createHistogram([5]);
  const counts = { started: 6, answered: 3, failed: 0, limited: 2 };
  const sessions = { opened: 2, closed: 1, time };
  const calls = () => [{ protocol: "ws" as const, method: "system_name", ...counts, time }];
  expect(shown(rpcFigures({ calls, sessions }))).toEqual([
    "rpc_calls_started{protocol=ws,method=system_name} 6",
    "rpc_calls_finished{protocol=ws,method=system_name,is_error=false,is_rate_limited=false} 3",
    "rpc_calls_finished{protocol=ws,method=system_name,is_error=true,is_rate_limited=true} 2",
    "rpc_calls_time{protocol=ws,method=system_name,is_rate_limited=false} 0",
    "rpc_sessions_opened{} 2",
    "rpc_sessions_closed{} 1",
    "rpc_sessions_time{protocol=ws} 0",
  ]);
});

const network: NetworkSource = {
  peers: () => 3,
  majorSyncing: () => true,
  bytes: () => ({ in: 10, out: 20 }),
  incomingConnections: () => 4,
  connectionsOpened: () => ({ in: 1, out: 2 }),
  connectionsClosed: () => [[["in", "sync-error"], 1]],
  peersConnected: () => ({ opened: 5, closed: 2 }),
  randomQueries: () => 6,
  pendingConnections: () => 1,
  listenAddresses: () => 2,
  knownPeers: () => 7,
  bannedPeers: () => 0,
  streamsOpened: () => [[["/grandpa/1"], 3]],
  streamsClosed: () => [[["/grandpa/1"], 1]],
  notificationSizes: () => [[["in", "/grandpa/1"], createHistogram()]],
  requestsAnswered: () => [[["/sync/2"], createHistogram()]],
  requestsRefused: () => [[["/sync/2", "busy-omitted"], 1]],
  requestsMade: () => [[["/sync/2"], createHistogram()]],
  requestsFailed: () => [[["/sync/2", "timeout"], 1]],
};

it("the network's, as far as there is a source", () => {
  const few = networkFigures({ peers: () => 0, majorSyncing: () => false });
  expect(shown(few)).toEqual(["sub_libp2p_peers_count{} 0", "sub_libp2p_is_major_syncing{} 0"]);
  expect(shown(networkFigures(network))).toEqual([
    "sub_libp2p_peers_count{} 3",
    "sub_libp2p_is_major_syncing{} 1",
    "sub_libp2p_network_bytes_total{direction=in} 10",
    "sub_libp2p_network_bytes_total{direction=out} 20",
    "sub_libp2p_incoming_connections_total{} 4",
    "sub_libp2p_connections_opened_total{direction=in} 1",
    "sub_libp2p_connections_opened_total{direction=out} 2",
    "sub_libp2p_connections_closed_total{direction=in,reason=sync-error} 1",
    "sub_libp2p_distinct_peers_connections_opened_total{} 5",
    "sub_libp2p_distinct_peers_connections_closed_total{} 2",
    "sub_libp2p_kademlia_random_queries_total{} 6",
    "sub_libp2p_pending_connections{} 1",
    "sub_libp2p_listeners_local_addresses{} 2",
    "sub_libp2p_peerset_num_discovered{} 7",
    "sub_libp2p_peerset_num_banned_peers{} 0",
    "sub_libp2p_notifications_streams_opened_total{protocol=/grandpa/1} 3",
    "sub_libp2p_notifications_streams_closed_total{protocol=/grandpa/1} 1",
    "sub_libp2p_notifications_sizes{direction=in,protocol=/grandpa/1} 0",
    "sub_libp2p_requests_in_success_total{protocol=/sync/2} 0",
    "sub_libp2p_requests_in_failure_total{protocol=/sync/2,reason=busy-omitted} 1",
    "sub_libp2p_requests_out_success_total{protocol=/sync/2} 0",
    "sub_libp2p_requests_out_failure_total{protocol=/sync/2,reason=timeout} 1",
  ]);
});

it("those of sync and gossip, as far as there is a source", () => {
  const few: SyncSource = { peers: () => 2, queuedBlocks: () => 5 };
  expect(shown(syncFigures(few))).toEqual(["sync_peers{} 2", "sync_queued_blocks{} 5"]);
  const all: SyncSource = {
    ...few,
    forkTargets: () => 1,
    justifications: () => [[["pending"], 4]],
    blocksSubmitted: () => 100,
    justificationsSubmitted: () => 2,
    transactionsPropagated: () => 9,
    gossip: () => ({ registered: 11, expired: 6 }),
  };
  expect(shown(syncFigures(all)).slice(2)).toEqual([
    "sync_fork_targets{} 1",
    "sync_extra_justifications{status=pending} 4",
    "sync_import_queue_blocks_submitted{} 100",
    "sync_import_queue_justifications_submitted{} 2",
    "sync_propagated_transactions{} 9",
    "network_gossip_registered_messages_total{} 11",
    "network_gossip_expired_messages_total{} 6",
  ]);
});

it("those of GRANDPA", () => {
  const source = { round: () => 41n, votes: () => ({ prevotes: 40, precommits: 39 }) };
  const few = ["finality_grandpa_round{} 41", "finality_grandpa_prevotes_total{} 40"];
  expect(shown(grandpaFigures(source))).toEqual([...few, "finality_grandpa_precommits_total{} 39"]);
  expect(shown(grandpaFigures({ ...source, round: () => undefined }))[0]).toBe(few[1]);
  const messages = (): readonly Sample<number>[] => [[["vote", "process_and_keep"], 3]];
  expect(shown(grandpaFigures({ ...source, waiting: () => 1, messages })).slice(3)).toEqual([
    "finality_grandpa_until_imported_waiting_messages_number{} 1",
    "finality_grandpa_communication_gossip_validator_messages{message=vote,action=process_and_keep} 3",
  ]);
});
