import type { Hex } from "../lib/bytes.ts";
import type { ChainSpec } from "./chain-spec.ts";

/** Why a specification rules a block out, in words that follow its hash; undefined where it may be taken. */
export type BlockRules = (number: number, hash: Hex) => string | undefined;

/** What a specification without such lists says. */
export const noBlockRules: BlockRules = () => undefined;

/**
 * The bad blocks of a specification, and its fork blocks: at their heights every other block is bad.
 * Rust: `sc_service::client::block_rules::BlockRules`.
 */
export function createBlockRules({ forkBlocks, badBlocks }: Pick<ChainSpec, "forkBlocks" | "badBlocks">): BlockRules {
  const expected = new Map(forkBlocks ?? []);
  const bad = new Set(badBlocks ?? []);
  if (expected.size === 0 && bad.size === 0) return noBlockRules;
  return (number, hash) => {
    const wanted = expected.get(number);
    if (wanted !== undefined && wanted !== hash)
      return `is of a fork that the specification rules out: at #${number} it expects ${wanted}`;
    return bad.has(hash) ? "is ruled out by the specification" : undefined;
  };
}
