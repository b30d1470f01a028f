import type { ChainMeasures } from "../../../chain/measures.ts";
import { counter, counters, type Figure, gauge, gauges, histogram, histograms } from "../figure.ts";

/** What the chain's figures are read from. */
export interface ChainSource {
  best(): number;
  finalized(): number;
  /** The highest block that a peer has told of; undefined when none has. */
  highest(): number | undefined;
  /** The ends of the known branches. */
  leaves(): number;
  /** Transactions that the next block may take. */
  ready(): number;
  readonly measures: ChainMeasures;
  /** Tasks of the chain's writer. */
  readonly tasks: { readonly given: number; readonly begun: number };
}

/** Heads, blocks made here and from outside, the transaction pool. */
export function chainFigures(source: ChainSource): Figure[] {
  return [...heads(source), ...proposals(source), ...imports(source), ...pool(source), ...tasks(source)];
}

/** Rust: `sc_service::metrics::PrometheusMetrics`. */
const heads = ({ best, finalized, highest, leaves, ready }: ChainSource): Figure[] => [
  gauges(
    "block_height",
    ["status"],
    "Number of the best and the finalized block, and of the one that is synced to",
    () => [
      [["best"], best()],
      [["finalized"], finalized()],
      [["sync_target"], highest() ?? best()],
    ],
  ),
  gauge("number_leaves", "Ends of the known branches of the chain", leaves),
  gauge("ready_transactions_number", "Transactions that the next block may take", ready),
];

/** The original's names for why a block holds no more. */
const reasons = {
  NoMoreTransactions: "no_more_transactions",
  HitDeadline: "hit_deadline",
  HitBlockSizeLimit: "hit_block_size_limit",
  HitBlockWeightLimit: "hit_block_weight_limit",
} as const;

/** Rust: `sc_proposer_metrics::Metrics`. */
const proposals = ({ measures: { proposals } }: ChainSource): Figure[] => [
  histogram("proposer_block_constructed", "Seconds that making a block took", () => proposals.constructed),
  gauge("proposer_number_of_transactions", "Extrinsics of the last block made here", () => proposals.transactions),
  counters("proposer_end_proposal_reason", ["reason"], "Why the blocks made here hold no more transactions", () =>
    (Object.keys(reasons) as (keyof typeof reasons)[]).map((end) => [[reasons[end]], proposals.ends[end]]),
  ),
];

/** Rust: `sc_consensus::metrics::Metrics`. */
const imports = ({ measures: { imports } }: ChainSource): Figure[] => [
  counters("import_queue_processed_total", ["result"], "Blocks from outside, by what became of them", () =>
    [...imports.results].map(([result, count]) => [[result], count]),
  ),
  histograms(
    "block_verification_time",
    ["result"],
    "Seconds that verifying a block took, executing it included",
    () => [
      [["success"], imports.verified],
      [["verification_failed"], imports.refused],
    ],
  ),
  histogram(
    "block_verification_and_import_time",
    "Seconds that verifying and storing a block took",
    () => imports.imported,
  ),
];

/** Rust: `sc_transaction_pool::{single_state_txpool::metrics::Metrics, common::metrics::ApiMetrics}`. */
const pool = ({ measures: { pool } }: ChainSource): Figure[] => [
  counter("sub_txpool_submitted_transactions", "Transactions that were submitted", () => pool.submitted),
  counter(
    "sub_txpool_validations_scheduled",
    "Validations of transactions that were begun",
    () => pool.validationsBegun,
  ),
  counter("sub_txpool_validations_finished", "Validations of transactions that ended", () => pool.validationsDone),
  counter(
    "sub_txpool_validations_invalid",
    "Transactions that left the pool since they are invalid",
    () => pool.invalid,
  ),
  counter(
    "sub_txpool_block_transactions_pruned",
    "Transactions of blocks that joined the best chain",
    () => pool.inBlocks,
  ),
  counter(
    "sub_txpool_block_transactions_resubmitted",
    "Transactions of blocks that left the best chain, taken in again",
    () => pool.resubmitted,
  ),
];

/** Its one queue without a bound. Rust: `sc_utils::metrics`. */
const tasks = ({ tasks }: ChainSource): Figure[] => [
  gauges("unbounded_channel_size", ["entity"], "Entries that wait in a queue without a bound", () => [
    [["chain_writer"], tasks.given - tasks.begun],
  ]),
  counters(
    "unbounded_channel_len",
    ["entity", "action"],
    "Entries put into and taken from a queue without a bound",
    () => [
      [["chain_writer", "send"], tasks.given],
      [["chain_writer", "received"], tasks.begun],
    ],
  ),
];
