import type { Place } from "../fork-tree.ts";
import { type AuthoritySet, applyStandardChanges } from "./authority-set.ts";
import { AuthoritySetError } from "./authority-set-error.ts";
import type { ImportChain, NewSet } from "./import-rules.ts";
import { keepsJustification } from "./keep-justification.ts";

/** What proves a block final: a justification from elsewhere, or a commit of the voter here. */
export type FinalizedBy = "justification" | "commit";

/** What finalizing a block does. The changes are written in one batch with the block's being final. */
export type FinalityPlan =
  /** It is final already. */
  | { readonly type: "final" }
  | { readonly type: "refused"; readonly reason: string }
  | {
      readonly type: "finalize";
      readonly set: AuthoritySet;
      /** Whether the set is to be stored; with a blank voter state where `newSet` takes over. */
      readonly store: boolean;
      /** Whether the justification is kept with the block. As the best one it is kept always. */
      readonly keepJustification: boolean;
      readonly newSet: NewSet | undefined;
    };

/**
 * What has to be done when a block is final. Honest voters do not vote past a block that hands over, so such a block is
 * always finalized itself, and its justification kept. Rust: `sc_consensus_grandpa::environment::finalize_block`.
 */
export function planFinality(
  block: Place,
  by: FinalizedBy,
  { set, chain }: { readonly set: AuthoritySet; readonly chain: Omit<ImportChain, "has"> },
): FinalityPlan {
  const { finalized } = chain;
  // After a forced change the voter starts below what is final here, and finalizes those blocks once more.
  if (block.number <= finalized.number && chain.hashAt(block.number) === block.hash) return { type: "final" };
  if (!chain.isDescendent(finalized.hash, block.hash)) {
    const reason = `block ${block.number} (${block.hash}) does not descend from the final block ${finalized.number} (${finalized.hash})`;
    return { type: "refused", reason };
  }
  try {
    const after = applyStandardChanges(set, block, chain.isDescendent);
    const { setId, authorities } = after.set;
    const changesVoters = after.handedOver;
    const due = keepsJustification({ finalized: finalized.number, number: block.number, changesVoters });
    return {
      type: "finalize",
      set: after.set,
      store: after.changed,
      keepJustification: by === "justification" || due,
      newSet: changesVoters ? { setId, authorities, base: block } : undefined,
    };
  } catch (error) {
    if (error instanceof AuthoritySetError) return { type: "refused", reason: error.message };
    throw error;
  }
}
