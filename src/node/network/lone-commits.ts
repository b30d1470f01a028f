import type { Chain } from "../../chain/chain.ts";
import type { Finality } from "../../chain/finality/finality.ts";
import { type LoneCommit, loneCommit } from "../../chain/finality/lone-voter.ts";
import { decidesAlone } from "../../consensus/finality.ts";
import type { Hex } from "../../lib/bytes.ts";
import type { SessionKeys } from "../session-keys.ts";

export interface LoneCommitParts {
  readonly chain: Pick<Chain, "api" | "environment">;
  readonly finality: Pick<Finality, "current">;
  readonly keys: Pick<SessionKeys, "grandpa" | "signGrandpa">;
  /**
   * How long others wait at least for a commit, ms. A light client checks a transaction against a best block that is not
   * final, and finds none where all are final at once.
   */
  readonly delay: number;
  /** Peers are to be told. */
  tell(commit: LoneCommit, setId: bigint): void;
}

/**
 * Makes a commit of blocks that this node made final alone, each after the delay; of those that become final meanwhile only
 * of the last. Gives what ends it.
 */
export function tellLoneCommits({ chain, finality, keys, delay, tell }: LoneCommitParts): () => void {
  const { api, environment } = chain;
  let waits = false;
  let next: Hex | undefined;
  let cancel = (): void => {};

  const commitTo = (hash: Hex): void => {
    const { authorities, setId, past } = finality.current();
    const [voter] = authorities;
    const number = api.header(hash)?.number;
    if (voter === undefined || number === undefined || !decidesAlone(authorities, keys.grandpa())) return;
    // A block of the set before has its justification, which peers ask for.
    if (number <= (past.at(-1)?.lastBlock ?? 0)) return;
    const made = loneCommit({ hash, number }, setId, voter[0], keys.signGrandpa);
    if (made !== undefined) tell(made, setId);
  };
  const wait = (hash: Hex): void => {
    waits = true;
    cancel = environment.after(delay, () => {
      waits = false;
      commitTo(hash);
      const later = next;
      next = undefined;
      if (later !== undefined) wait(later);
    });
  };

  const stop = api.events.onFinalized(({ hashes }) => {
    const hash = hashes.at(-1);
    if (hash === undefined) return;
    if (waits) next = hash;
    else wait(hash);
  });
  return () => {
    stop();
    cancel();
  };
}
