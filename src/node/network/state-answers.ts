import type { Chain } from "../../chain/chain.ts";
import { StorageError } from "../../storage/errors.ts";
import { TrieError } from "../../storage/trie/node.ts";
import { proveRange } from "../../storage/trie/range-proof.ts";
import { createStateAnswers, type StateAnswers, type StateReader } from "../../sync/answers/state-answers.ts";

/** What answers requests of states out of the chain. @param peers how many there are at most */
export function chainStateAnswers(chain: Chain, peers: number): StateAnswers {
  return createStateAnswers(stateReader(chain), peers);
}

/** The states of a chain that are kept. */
export function stateReader({ api, database }: Pick<Chain, "api" | "database">): StateReader {
  const stateAt = (block: Parameters<StateReader["stateAt"]>[0]) =>
    typeof api.stateAt(block) === "string" ? undefined : database.stateAt(block);
  return {
    stateAt,
    proveRange(block, start, limit) {
      const state = stateAt(block);
      if (state === undefined) return undefined;
      try {
        return proveRange(state, start, limit);
      } catch (error) {
        // A start that this state does not have, or a state that was pruned meanwhile.
        if (error instanceof TrieError || (error instanceof StorageError && error.problem === "gone")) return undefined;
        throw error;
      }
    },
  };
}
