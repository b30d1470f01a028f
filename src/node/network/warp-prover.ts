import type { Chain } from "../../chain/chain.ts";
import { type Finality, grandpaEngine, records } from "../../chain/finality/finality.ts";
import { loneJustification } from "../../chain/finality/lone-voter.ts";
import { decidesAlone } from "../../consensus/finality.ts";
import type { FinalizedChain } from "../../consensus/grandpa/finalized-chain.ts";
import { generateWarpProof } from "../../consensus/grandpa/warp-proof.ts";
import type { WarpProver } from "../../sync/answers/warp-answers.ts";
import type { SessionKeys } from "../session-keys.ts";

/** What a node signs votes with; no key where it only follows. */
type VoteKeys = Pick<SessionKeys, "grandpa" | "signGrandpa">;

/** The final blocks of a chain with what proves them. */
function finalizedChain({ api, database, finalized }: Chain, finality: Finality, keys: VoteKeys): FinalizedChain {
  /** Who decides alone keeps few justifications, and makes one of its last final block when it is asked for. */
  const ownJustification = (): Uint8Array | undefined => {
    const { authorities, setId } = finality.current();
    const [voter] = authorities;
    if (voter === undefined || finalized().number === 0 || !decidesAlone(authorities, keys.grandpa())) return undefined;
    return loneJustification(finalized(), setId, voter[0], keys.signGrandpa);
  };
  return {
    finalizedNumber: () => finalized().number,
    hashAt: api.hashOfNumber,
    numberOf: (hash) => api.header(hash)?.number,
    header: (hash) => api.header(hash)?.encoded,
    justification: (hash) => database.justifications(hash)?.find(([engine]) => engine === grandpaEngine)?.[1],
    bestJustification: () => ownJustification() ?? database.getExtra(records.best),
  };
}

/** Makes proofs of the changes of voters out of a chain. */
export function warpProver(chain: Chain, finality: Finality, keys: VoteKeys): WarpProver {
  const final = finalizedChain(chain, finality, keys);
  return (begin) => {
    const { past, setId } = finality.current();
    // Sets that ended under a downloaded state are not known before all blocks are there.
    const gap = chain.database.gap();
    const lacksSets = gap !== undefined && (past[0]?.setId ?? setId) > 0n;
    if (lacksSets && (final.numberOf(begin) ?? 0) <= gap.last) return undefined;
    const proof = generateWarpProof(final, begin, past);
    if (typeof proof !== "string") return proof;
    chain.environment.log.debug("sync", `no warp proof from ${begin}: ${proof}`);
    return undefined;
  };
}
