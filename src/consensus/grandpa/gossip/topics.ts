/** What a message is about: a round of a set, or, without a round, commits of a set. */
export interface Topic {
  readonly round: bigint | undefined;
  readonly setId: bigint;
}

/** How many rounds before the current one keep their messages. */
export const recentRounds = 3;

/** Topics whose messages are kept: recent rounds, the current and the next one, and the commits of the set. */
export interface LiveTopics {
  /** A round of a set begins. */
  push(round: bigint, setId: bigint): void;
  has(topic: Topic): boolean;
}

/** No topics yet. Rust: `sc_consensus_grandpa::communication::gossip::KeepTopics`. */
export function createLiveTopics(): LiveTopics {
  let latestSet = 0n;
  const rounds: Topic[] = [];
  return {
    push(round, setId) {
      if (setId > latestSet) latestSet = setId;
      // The round is there already, as the next one of the round before, unless rounds were skipped.
      if (!rounds.some((topic) => topic.round === round && topic.setId === setId)) rounds.push({ round, setId });
      rounds.push({ round: round + 1n, setId });
      while (rounds.length > recentRounds + 2) rounds.shift();
    },
    has: ({ round, setId }) =>
      rounds.length > 0 &&
      (round === undefined
        ? setId === latestSet
        : rounds.some((topic) => topic.round === round && topic.setId === setId)),
  };
}
