import type { Hex } from "../../lib/bytes.ts";

/** What proofs of finality are made from: blocks of the chain that is final, and their justifications. */
export interface FinalizedChain {
  /** The number of the last final block. */
  finalizedNumber(): number;
  /** The block at a height of the best chain. */
  hashAt(number: number): Hex | undefined;
  numberOf(hash: Hex): number | undefined;
  /** A header as it is encoded. */
  header(hash: Hex): Uint8Array | undefined;
  /** GRANDPA's justification that is kept with a block. */
  justification(hash: Hex): Uint8Array | undefined;
  /** The justification of the highest block that GRANDPA finalized here. */
  bestJustification(): Uint8Array | undefined;
}
