import type { Chain } from "../../chain/chain.ts";
import type { Answer, PeerId } from "../../network/network.ts";
import { createStateAnswers } from "../../sync/answers/state-answers.ts";
import { stateEntries } from "../../sync/answers/state-entries.ts";

/**
 * What answers requests of states out of the chain. Proofs are made by the engine's thread, where there is one: peers take
 * turns there.
 * @param peers how many there are at most
 */
export function chainStateAnswers(
  { api, database }: Pick<Chain, "api" | "database">,
  peers: number,
): (peer: PeerId, request: Uint8Array) => Promise<Answer> {
  const answers = createStateAnswers(peers);
  /** Peers whose questions are open, and how many. */
  const callers = new Map<PeerId, { open: number }>();
  return async (peer, request) => {
    const made = answers(peer, request);
    if ("entriesOf" in made) {
      const { block, start, limit } = made.entriesOf;
      const state = typeof api.stateAt(block) === "string" ? undefined : database.stateAt(block);
      return made.answer(state && stateEntries(state, start, limit));
    }
    if (!("nodesOf" in made)) return made;
    const caller = callers.get(peer) ?? { open: 0 };
    callers.set(peer, caller);
    caller.open++;
    try {
      const { block, start, limit } = made.nodesOf;
      const nodes = await api.stateRange({ hash: block, start, limit, caller });
      return made.answer(typeof nodes === "string" ? undefined : nodes);
    } finally {
      if (--caller.open === 0) callers.delete(peer);
    }
  };
}
