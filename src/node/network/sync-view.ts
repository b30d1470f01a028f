import { createStoredAncestry } from "../../chain/ancestry.ts";
import type { Chain } from "../../chain/chain.ts";
import type { BlockRules } from "../../primitives/block-rules.ts";
import type { BlockReader } from "../../sync/answers/block-answers.ts";
import type { ChainView } from "../../sync/types.ts";

/** The chain as the sync asks it what to download. */
export function syncView(chain: Chain, ruledOut: BlockRules): ChainView {
  const ancestry = createStoredAncestry(chain.database);
  return {
    best: chain.best,
    finalized: chain.finalized,
    statusOf(hash, number) {
      const why = ruledOut(number, hash);
      if (why !== undefined) {
        chain.environment.log.debug("sync", () => `#${number} (${hash}) ${why}`);
        return "bad";
      }
      if (chain.api.header(hash) === undefined) return "unknown";
      return typeof chain.api.stateAt(hash) === "string" ? "pruned" : "known";
    },
    hashAt: chain.api.hashOfNumber,
    isDescendant: ancestry.isDescendant,
    gap() {
      const { database } = chain;
      const gap = database.gap();
      const over = gap?.wanted ? database.hashAt(gap.last + 1) : undefined;
      const hash = over === undefined ? undefined : database.parentHash(over);
      return gap === undefined || hash === undefined
        ? undefined
        : { first: gap.first, last: { hash, number: gap.last } };
    },
  };
}

/** The chain as peers ask for its blocks. */
export function blockReader({ api, database }: Chain): BlockReader {
  return {
    header: (hash) => api.header(hash)?.encoded,
    body: api.body,
    justifications: (hash) => (api.header(hash) === undefined ? undefined : database.justifications(hash)),
    hashAt: api.hashOfNumber,
  };
}
