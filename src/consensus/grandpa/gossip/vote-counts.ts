import type { SignedVote } from "../types.ts";
import { type Topic, topicName } from "./topics.ts";

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

export function createVoteCounts(): VoteCounts {
  const rounds = new Map<string, { readonly topic: Topic; readonly targets: Map<string, Set<string>> }>();
  const keyOf = ({ voter, vote }: SignedVote): string => `${vote.stage} ${voter}`;
  const targetOf = ({ vote: { target } }: SignedVote): string => `${target.hash} ${target.number}`;
  return {
    wants(topic, vote) {
      const targets = rounds.get(topicName(topic))?.targets.get(keyOf(vote));
      return targets === undefined || (targets.size < enough && !targets.has(targetOf(vote)));
    },
    note(topic, vote) {
      const name = topicName(topic);
      const round = rounds.get(name) ?? { topic, targets: new Map<string, Set<string>>() };
      rounds.set(name, round);
      const targets = round.targets.get(keyOf(vote)) ?? new Set();
      round.targets.set(keyOf(vote), targets.add(targetOf(vote)));
    },
    forget(over) {
      for (const [name, { topic }] of rounds) if (over(topic)) rounds.delete(name);
    },
  };
}
