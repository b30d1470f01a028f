import type { Chain } from "../../chain/chain.ts";
import type { Answer, PeerId } from "../../network/network.ts";
import { StorageError } from "../../storage/errors.ts";
import { TrieError } from "../../storage/trie/node.ts";
import { createStateAnswers, type RangeQuestion } from "../../sync/answers/state-answers.ts";
import { stateEntries } from "../../sync/answers/state-entries.ts";

/** What answers requests of states out of the chain. @param peers how many there are at most */
export function chainStateAnswers(
  { api, database }: Pick<Chain, "api" | "database">,
  peers: number,
): (peer: PeerId, request: Uint8Array) => Promise<Answer> {
  const answers = createStateAnswers(peers);
  const nodesOf = async ({
    block: hash,
    start: after,
    limit,
  }: RangeQuestion): Promise<readonly Uint8Array[] | undefined> => {
    const nodes = await api.rangeProof({ hash, after, limit });
    return typeof nodes === "string" ? undefined : nodes;
  };
  const entriesOf = ({ block, start, limit }: RangeQuestion) => {
    const state = typeof api.stateAt(block) === "string" ? undefined : database.stateAt(block);
    return state && stateEntries(state, start, limit);
  };
  return async (peer, request) => {
    const made = answers(peer, request);
    try {
      if ("nodesOf" in made) return made.answer(await nodesOf(made.nodesOf));
      return "entriesOf" in made ? made.answer(entriesOf(made.entriesOf)) : made;
    } catch (error) {
      // A start that this state does not have, or a state that was pruned meanwhile.
      if (error instanceof TrieError || (error instanceof StorageError && error.problem === "gone")) return {};
      throw error;
    }
  };
}
