import { type ChainApi, RuntimeCallError } from "../../chain/api.ts";
import type { Answer, PeerId } from "../../network/network.ts";
import { answerLight, type LightProof } from "../../sync/answers/light-answers.ts";

/** What answers light clients out of the chain. Where questions wait for the engine's thread, peers take turns. */
export function createLightAnswers(
  api: Pick<ChainApi, "proof" | "callProof">,
): (peer: PeerId, request: Uint8Array) => Promise<Answer> {
  /** Peers whose questions are open, and how many. */
  const callers = new Map<PeerId, { open: number }>();
  const prove = async (wanted: LightProof, caller: object): Promise<readonly Uint8Array[] | undefined> => {
    if (wanted.type === "read") {
      const { block: hash, keys, child } = wanted;
      const nodes = await api.proof({ hash, keys, child, caller });
      return typeof nodes === "string" ? undefined : nodes;
    }
    try {
      return await api.callProof(wanted.block, wanted.method, wanted.data, caller);
    } catch (error) {
      if (error instanceof RuntimeCallError) return undefined;
      throw error;
    }
  };
  return async (peer, request) => {
    const made = answerLight(request);
    if (!("wanted" in made)) return made;
    const caller = callers.get(peer) ?? { open: 0 };
    callers.set(peer, caller);
    caller.open++;
    try {
      return made.answer(await prove(made.wanted, caller));
    } finally {
      if (--caller.open === 0) callers.delete(peer);
    }
  };
}
