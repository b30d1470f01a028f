import type { Place } from "../consensus/fork-tree.ts";
import { createHistogram, type Histogram, observe } from "../lib/histogram.ts";
import type { BlockData } from "../primitives/block.ts";
import type { ExecutedBlock } from "./executed-block.ts";
import type { End } from "./fill-block.ts";
import { ImportError } from "./import-error.ts";
import type { PoolChain } from "./pool/parts.ts";
import type { ChainWriter } from "./writer.ts";

/** What the chain counts and times while it runs, for whoever shows it. Times are seconds. */
export interface ChainMeasures {
  readonly proposals: ProposalMeasures;
  readonly imports: ImportMeasures;
  readonly pool: PoolMeasures;
}

/** Blocks that were made here. Rust: `sc_proposer_metrics::Metrics`. */
export interface ProposalMeasures {
  readonly constructed: Histogram;
  /** Extrinsics of the last one. */
  transactions: number;
  readonly ends: Record<End, number>;
  /** Tells each block that is made, with the hash of its header before it is sealed. */
  onPrepared(listener: PreparedListener): () => void;
  prepared: PreparedListener;
}

type PreparedListener = (block: Place) => void;

/** Blocks from outside. Rust: `sc_consensus::metrics::Metrics`. */
export interface ImportMeasures {
  readonly verified: Histogram;
  readonly refused: Histogram;
  /** Verified and stored. */
  readonly imported: Histogram;
  /** How many ended in which way, in the words of the original's metric. */
  readonly results: Map<string, number>;
}

/** Rust: `sc_transaction_pool::{single_state_txpool::metrics::Metrics, common::metrics::ApiMetrics}`. */
export interface PoolMeasures {
  submitted: number;
  validationsBegun: number;
  validationsDone: number;
  /** Removed as invalid. */
  invalid: number;
  /** Transactions of blocks that became the best chain's. */
  inBlocks: number;
  /** Transactions of blocks that left the best chain, taken in again. */
  resubmitted: number;
}

export function createPoolMeasures(): PoolMeasures {
  return { submitted: 0, validationsBegun: 0, validationsDone: 0, invalid: 0, inBlocks: 0, resubmitted: 0 };
}

export function createChainMeasures(): ChainMeasures {
  const listeners = new Set<PreparedListener>();
  return {
    proposals: {
      constructed: createHistogram(),
      transactions: 0,
      ends: { NoMoreTransactions: 0, HitDeadline: 0, HitBlockSizeLimit: 0, HitBlockWeightLimit: 0 },
      onPrepared(listener) {
        listeners.add(listener);
        return () => listeners.delete(listener);
      },
      prepared(block) {
        for (const listener of listeners) listener(block);
      },
    },
    imports: {
      verified: createHistogram(),
      refused: createHistogram(),
      imported: createHistogram(),
      results: new Map(),
    },
    pool: createPoolMeasures(),
  };
}

/** Why a block was not imported, in the words of the original. Rust: `sc_consensus::metrics::Metrics::report_import`. */
function failure(error: unknown): string {
  if (!(error instanceof ImportError)) return "failed";
  switch (error.step) {
    case "decode":
      return "incomplete_header";
    case "bad block":
      return "bad_block";
    case "parent":
      if (error.fault === "later") return "unknown_parent";
      return error.fault === "ours" ? "missing_state" : "failed";
    default:
      return "verification_failed";
  }
}

type Verify = (block: BlockData) => Promise<ExecutedBlock>;

/** Measures each verification, and each import from the moment that its verification begins. @param now ms */
export function measureImports(
  { verified, refused, imported, results }: ImportMeasures,
  now: () => number,
): {
  verify(verify: Verify): Verify;
  writer(writer: ChainWriter): ChainWriter;
} {
  const begun = new WeakMap<BlockData, number>();
  const since = (block: BlockData): number => (now() - (begun.get(block) ?? now())) / 1000;
  const count = (result: string): void => void results.set(result, (results.get(result) ?? 0) + 1);
  return {
    verify: (verify) => async (block) => {
      begun.set(block, now());
      try {
        const executed = await verify(block);
        observe(verified, since(block));
        return executed;
      } catch (error) {
        observe(refused, since(block));
        throw error;
      }
    },
    writer: (writer) => ({
      ...writer,
      async importBlocks(blocks) {
        const results = await writer.importBlocks(blocks);
        for (const [index, result] of results.entries()) {
          const block = blocks[index];
          if (result.type === "imported" && block !== undefined) observe(imported, since(block));
          count(result.type === "refused" ? failure(result.error) : "success");
        }
        return results;
      },
      async importBlock(block) {
        try {
          const result = await writer.importBlock(block);
          if (result.type === "imported") observe(imported, since(block));
          count("success");
          return result;
        } catch (error) {
          count(failure(error));
          throw error;
        }
      },
    }),
  };
}

/** Counts the validations that a pool asks for. */
export function measureValidations(measures: PoolMeasures, validate: PoolChain["validate"]): PoolChain["validate"] {
  return async (extrinsic, at, source) => {
    measures.validationsBegun++;
    try {
      return await validate(extrinsic, at, source);
    } finally {
      measures.validationsDone++;
    }
  };
}
