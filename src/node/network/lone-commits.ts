import type { Chain } from "../../chain/chain.ts";
import { type LoneCommit, loneCommit } from "../../chain/finality/lone-voter.ts";
import { decidesAlone } from "../../consensus/finality.ts";
import type { Place } from "../../consensus/fork-tree.ts";
import type { AuthoritySet } from "../../consensus/grandpa/authority-set.ts";
import type { Hex } from "../../lib/bytes.ts";
import type { SessionKeys } from "../session-keys.ts";

export interface LoneCommitParts {
  readonly chain: Pick<Chain, "api" | "environment" | "finalized">;
  readonly keys: Pick<SessionKeys, "grandpa" | "signGrandpa">;
  /**
   * How long others wait at least for a commit, ms. A light client checks a transaction against a best block that is not
   * final, and finds none where all are final at once.
   */
  readonly delay: number;
  /** Peers are to be told. */
  tell(commit: LoneCommit, setId: bigint): void;
}

/** Commits of blocks that this node makes final alone. Sets of several voters make their own. */
export interface LoneCommits {
  /** Another set votes from now on. */
  begin(set: Pick<AuthoritySet, "authorities" | "setId" | "past">): void;
  /** Ends the set at a block: peers are told of it first, since they follow the next set only from there. */
  handOver(last: Place): Promise<void>;
  stop(): void;
}

/** Makes a commit of each block, after the delay; of those that become final meanwhile only of the last. */
export function createLoneCommits({ chain, keys, delay, tell }: LoneCommitParts): LoneCommits {
  const { api, environment } = chain;
  let set: Parameters<LoneCommits["begin"]>[0] | undefined;
  /** The last block of the set, once it is known. */
  let end: number | undefined;
  let waits = false;
  let next: Hex | undefined;
  let cancel = (): void => {};

  const alone = (): boolean => set !== undefined && decidesAlone(set.authorities, keys.grandpa());
  const commitTo = (hash: Hex): void => {
    const number = api.header(hash)?.number;
    const [voter] = set?.authorities ?? [];
    if (set === undefined || voter === undefined || number === undefined || !alone()) return;
    const isOfSet = number > (set.past.at(-1)?.lastBlock ?? 0) && number <= (end ?? number);
    if (!isOfSet || number > chain.finalized().number) return;
    const made = loneCommit({ hash, number }, set.setId, voter[0], keys.signGrandpa);
    if (made !== undefined) tell(made, set.setId);
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

  const stopListening = api.events.onFinalized(({ hashes }) => {
    const hash = hashes.at(-1);
    if (hash === undefined || !alone()) return;
    if (waits) next = hash;
    else wait(hash);
  });
  let cancelEnd = (): void => {};
  return {
    begin(other) {
      set = other;
      end = undefined;
    },
    handOver({ hash, number }) {
      end = number;
      if (!alone()) return Promise.resolve();
      return new Promise((done) => {
        cancelEnd = environment.after(delay, () => {
          commitTo(hash);
          done();
        });
      });
    },
    stop() {
      stopListening();
      cancel();
      cancelEnd();
    },
  };
}
