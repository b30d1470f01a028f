import type { Chain } from "../../chain/chain.ts";
import type { ImportError } from "../../chain/import-error.ts";
import type { ListedBlock } from "../../chain/import-result.ts";
import type { ImportOutcome, ImportResult, IncomingBlock } from "../../sync/types.ts";

/** So many blocks at most are one write: as many as an answer has. */
const mostTogether = 128;

/**
 * Imports blocks one after the other; after one that fails the others are not tried. Those of an answer are one write.
 * @throws QueueClosed when the node stops, and what the chain cannot go on after
 */
export function importBlocks(chain: Chain, blocks: readonly IncomingBlock[]): Promise<ImportResult[]> {
  return importLists(chain, blocks, chain.writer.importBlocks);
}

/** The same for blocks under a downloaded state, newest first, which are not executed. */
export function importHistory(chain: Chain, blocks: readonly IncomingBlock[]): Promise<ImportResult[]> {
  return importLists(chain, blocks, chain.writer.importHistory);
}

async function importLists(
  { environment }: Chain,
  blocks: readonly IncomingBlock[],
  importList: (list: readonly IncomingBlock[]) => Promise<readonly ListedBlock[]>,
): Promise<ImportResult[]> {
  const results: ImportResult[] = [];
  let failed = false;
  for (let from = 0; from < blocks.length; from += mostTogether) {
    const list = blocks.slice(from, from + mostTogether);
    const done: readonly ListedBlock[] = failed ? [] : await importList(list);
    const byHash = new Map(done.map((one) => [one.hash, one]));
    for (const { hash, number, origin } of list) {
      const one = byHash.get(hash);
      if (one?.type === "refused") {
        const level = one.error.step === "bad block" ? "warn" : "debug";
        environment.log[level]("sync", `block #${number} (${hash}) is refused: ${one.error.message}`);
      }
      failed ||= one === undefined || one.type === "refused";
      results.push({ hash, number, origin, outcome: outcomeOf(one) });
    }
  }
  return results;
}

function outcomeOf(one: ListedBlock | undefined): ImportOutcome {
  if (one === undefined) return { type: "cancelled" };
  if (one.type === "refused") return refusalOf(one.error);
  if (one.type === "known") return { type: "known" };
  const { needsJustification, badJustification, clearsJustificationRequests } = one;
  return {
    type: "imported",
    ...(needsJustification ? { needsJustification } : {}),
    ...(badJustification ? { badJustification } : {}),
    ...(clearsJustificationRequests ? { clearsJustificationRequests } : {}),
  };
}

/** Rust: `sc_consensus::import_queue::import_single_block_metered` gives its errors these meanings. */
function refusalOf({ step, fault }: ImportError): ImportOutcome {
  if (step === "bad block") return { type: "bad" };
  // A block of a branch that lost is too old to matter, however often it is tried.
  if (step === "parent") return { type: fault === "later" ? "unknown-parent" : "missing-state" };
  return { type: fault === "ours" ? "failed" : "invalid" };
}
