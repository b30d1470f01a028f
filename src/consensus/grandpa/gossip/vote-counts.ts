import type { Hex } from "../../../lib/bytes.ts";
import type { Place } from "../../fork-tree.ts";
import type { SignedVote } from "../types.ts";
import type { Topic } from "./topics.ts";

/**
 * Which votes of each voter were taken in a round: two for different blocks at most, since two prove that it votes twice
 * and nobody needs a third. Without that a single voter could fill the memory of all. The original keeps all of them.
 */
export interface VoteCounts {
  /** Whether one more vote is of use. */
  wants(topic: Topic, vote: SignedVote): boolean;
  note(topic: Topic, vote: SignedVote): void;
  /** Forgets the votes of topics that are over. */
  forget(over: (topic: Topic) => boolean): void;
}

const enough = 2;

/** The blocks that each voter voted for in each stage of a round. */
interface Counted {
  readonly topic: Topic;
  readonly targets: Readonly<Record<SignedVote["vote"]["stage"], Map<Hex, Place[]>>>;
}

const has = (targets: readonly Place[], { hash, number }: Place): boolean =>
  targets.some((target) => target.hash === hash && target.number === number);

export function createVoteCounts(): VoteCounts {
  /** Those of a few rounds. */
  let rounds: Counted[] = [];
  const roundOf = ({ round, setId }: Topic): Counted | undefined =>
    rounds.find(({ topic }) => topic.round === round && topic.setId === setId);
  return {
    wants(topic, { voter, vote: { stage, target } }) {
      const targets = roundOf(topic)?.targets[stage].get(voter);
      return targets === undefined || (targets.length < enough && !has(targets, target));
    },
    note(topic, { voter, vote: { stage, target } }) {
      let round = roundOf(topic);
      if (round === undefined) {
        round = { topic, targets: { prevote: new Map(), precommit: new Map(), primary: new Map() } };
        rounds.push(round);
      }
      const targets = round.targets[stage].get(voter) ?? [];
      if (!has(targets, target)) round.targets[stage].set(voter, [...targets, target]);
    },
    forget(over) {
      rounds = rounds.filter(({ topic }) => !over(topic));
    },
  };
}
