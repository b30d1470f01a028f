import type { Hex } from "../../lib/bytes.ts";
import type { Voter } from "../finality.ts";
import type { Place } from "../fork-tree.ts";

/** A change of voters that a block announced. Rust: `sc_consensus_grandpa::authorities::PendingChange`. */
export interface PendingChange {
  readonly authorities: readonly Voter[];
  /** How many blocks after its announcement it takes effect. */
  readonly delay: number;
  /** The block that announced it. */
  readonly announced: Place;
  /** A standard change waits for finalized blocks, a forced one for imported blocks. */
  readonly kind: { readonly type: "standard" } | { readonly type: "forced"; readonly medianLastFinalized: number };
}

/** Whether the second block descends from the first; a block does not descend from itself. */
export type IsDescendent = (base: Hex, block: Hex) => boolean;

/** The number of the block that applies a change. */
export const effectiveNumber = ({ announced, delay }: PendingChange): number => announced.number + delay;

/** Descent with one block more, which is about to be imported. Rust: `sc_client_api::utils::is_descendent_of`. */
export function descendentsWith(
  added: { readonly hash: Hex; readonly parentHash: Hex },
  isDescendent: IsDescendent,
): IsDescendent {
  return (base, block) => {
    if (base === block || base === added.hash) return false;
    if (block !== added.hash) return isDescendent(base, block);
    return base === added.parentHash || isDescendent(base, added.parentHash);
  };
}
