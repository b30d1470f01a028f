import { createStoredAncestry } from "../../chain/ancestry.ts";
import type { Chain } from "../../chain/chain.ts";
import type { Finality } from "../../chain/finality/finality.ts";
import { voteLimit } from "../../consensus/grandpa/authority-set.ts";
import type { ChainView } from "../../consensus/grandpa/chain-view.ts";
import { chooseVote, votingRules } from "../../consensus/grandpa/voting-rules.ts";
import type { Hex } from "../../lib/bytes.ts";

/** The chain as a voter of one set sees it. Rust: `sc_consensus_grandpa::environment::Environment`. */
export function voterChain(chain: Chain, finality: Finality, setId: bigint): ChainView {
  const { isDescendant, parentOf } = createStoredAncestry(chain.database);
  const { api } = chain;
  return {
    ancestry(base, block) {
      const way: Hex[] = [];
      const lowest = api.header(base)?.number;
      if (lowest === undefined) return undefined;
      for (let at = parentOf(block); at !== undefined && at.number >= lowest; at = parentOf(at.hash)) {
        if (at.hash === base) return way;
        way.push(at.hash);
      }
      return undefined;
    },
    isEqualOrDescendantOf: (base, block) => base === block || isDescendant(base, block),
    bestChainContaining(base) {
      const number = api.header(base)?.number;
      const set = finality.current();
      // Once other voters took over, votes of this set count for nothing.
      if (number === undefined || set.setId !== setId) return undefined;
      const rules = votingRules;
      return chooseVote({
        base: { hash: base, number },
        best: chain.best(),
        limit: voteLimit(set, number),
        rules,
        parentOf,
      });
    },
  };
}
