import type { Chain } from "../../chain/chain.ts";
import { type Finality, records } from "../../chain/finality/finality.ts";
import { justify } from "../../consensus/grandpa/justification.ts";
import { encodeJustification } from "../../consensus/grandpa/messages.ts";
import { encodeVoterState } from "../../consensus/grandpa/persistence.ts";
import type { VoterSetState } from "../../consensus/grandpa/types.ts";
import type { VoterAction } from "../../consensus/grandpa/voter-actions.ts";

/** What a voter has the chain's one writer put on disk. Both wait until it is there. */
export interface VoterWrites {
  /** Where the voters of a set are, and what this node voted. */
  persist(state: VoterSetState): Promise<void>;
  /** A block that the voters made final, with the proof for those who were not there. */
  finalize(action: VoterAction & { type: "finalize" }): Promise<void>;
}

export function createVoterWrites(chain: Chain, finality: Finality): VoterWrites {
  const { api, environment, writer } = chain;
  return {
    async persist(state) {
      const { setId } = state.completed;
      await writer.keep(() => {
        // While this waited for its turn, a block may have handed over to another set, whose state is stored with it.
        if (finality.current().setId !== setId) return undefined;
        finality.stored(state);
        return new Map([[records.voter, encodeVoterState(state)]]);
      });
    },
    async finalize({ target: block, round, commit }) {
      const proof = justify(round, commit, (hash) => api.header(hash)?.encoded);
      if (proof !== undefined)
        return writer.finalize(block.hash, { by: "commit", justification: encodeJustification(proof) });
      environment.log.warn("grandpa", `headers are missing that show #${block.number} (${block.hash}) final`);
    },
  };
}
