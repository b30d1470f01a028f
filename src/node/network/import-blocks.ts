import type { Chain } from "../../chain/chain.ts";
import { ImportError } from "../../chain/import-error.ts";
import type { ImportOutcome, ImportResult, IncomingBlock } from "../../sync/types.ts";

/**
 * Imports blocks one after the other; after one that fails the others are not tried.
 * @param told called with each one that was imported
 * @throws QueueClosed when the node stops, and what the chain cannot go on after
 */
export async function importBlocks(chain: Chain, blocks: readonly IncomingBlock[]): Promise<ImportResult[]> {
  const results: ImportResult[] = [];
  let failed = false;
  for (const block of blocks) {
    const { hash, number, origin } = block;
    const outcome: ImportOutcome = failed ? { type: "cancelled" } : await outcomeOf(chain, block);
    failed ||= outcome.type !== "imported" && outcome.type !== "known";
    results.push({ hash, number, origin, outcome });
  }
  return results;
}

async function outcomeOf(chain: Chain, block: IncomingBlock): Promise<ImportOutcome> {
  try {
    const result = await chain.writer.importBlock(block);
    if (result.type === "known") return { type: "known" };
    const { needsJustification, badJustification, clearsJustificationRequests } = result;
    return {
      type: "imported",
      ...(needsJustification ? { needsJustification } : {}),
      ...(badJustification ? { badJustification } : {}),
      ...(clearsJustificationRequests ? { clearsJustificationRequests } : {}),
    };
  } catch (error) {
    if (!(error instanceof ImportError)) throw error;
    chain.environment.log.debug("sync", `block #${block.number} (${block.hash}) is refused: ${error.message}`);
    return refusalOf(error);
  }
}

/** Rust: `sc_consensus::import_queue::import_single_block_metered` gives its errors these meanings. */
function refusalOf({ step, fault }: ImportError): ImportOutcome {
  if (step === "bad block") return { type: "bad" };
  if (step === "parent") {
    if (fault === "later") return { type: "unknown-parent" };
    return { type: fault === "ours" ? "missing-state" : "failed" };
  }
  return { type: fault === "ours" ? "failed" : "invalid" };
}
