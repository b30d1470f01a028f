import { describe, expect, it } from "vitest";
import { liveState } from "../voter-state.ts";
import type { Gossip } from "./gossip.ts";
import { isExpired, topicOf } from "./spread.ts";
import { createGossipState } from "./state.ts";
import {
  bytesOf,
  commit,
  commitMessage,
  delivered,
  key,
  neighbor,
  sent,
  testGossip,
  vote,
  voteMessage,
  voters,
} from "./testing/gossip.ts";
import { createLiveTopics, recentRounds } from "./topics.ts";

/** Whole numbers below a limit, the same for each seed. */
function chance(seed: number): (limit: number) => number {
  let state = seed;
  return (limit) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * limit);
  };
}
function shuffled<T>(items: readonly T[], below: (limit: number) => number): T[] {
  const left = [...items];
  return items.map(() => left.splice(below(left.length), 1)[0] as T);
}

describe("the topics whose messages are kept", () => {
  it("are those of the recent rounds, of the current and of the next one", () => {
    const topics = createLiveTopics();
    topics.push(1n, 1n);
    for (let round = 1n; round < 10n; round++) topics.push(round, 1n);
    const oldest = 10 - recentRounds - 1;
    for (let round = 1; round < 12; round++) {
      const kept = round >= oldest && round <= 10;
      expect(topics.has({ round: BigInt(round), setId: 1n })).toBe(kept);
    }
  });

  it("have the next round among them after each step", () => {
    const topics = createLiveTopics();
    for (const round of [1n, 9n, 10n]) topics.push(round, 1n);
    expect([9n, 10n, 11n].map((round) => topics.has({ round, setId: 1n }))).toEqual([true, true, true]);
    expect(topics.has({ round: undefined, setId: 1n })).toBe(true);
    expect(topics.has({ round: undefined, setId: 0n })).toBe(false);
  });
});

describe("commits", () => {
  it("expire but for the best one", () => {
    const options = { gossipDuration: 10, catchUpFrom: "all" as const, verify: () => true };
    const state = createGossipState({ ...options, shuffle: (items) => items, lastCompleted: () => undefined }, 0);
    state.topics.push(1n, 1n);
    const expired = (round: number, number: number) => {
      const message = commitMessage(round, 1, commit(number));
      return isExpired(state, {
        hash: key(1),
        topic: topicOf(message),
        bytes: new Uint8Array(),
        from: undefined,
        message,
      });
    };
    expect(expired(1, 2)).toBe(true);
    state.local = { round: 1n, setId: 1n, roundStart: 0, lastCommit: { number: 2, round: 1n, setId: 1n } };
    expect([expired(1, 2), expired(1, 1), expired(0, 2)]).toEqual([false, true, true]);
  });

  it("go to peers of the same set only", () => {
    const gossip = testGossip();
    gossip.noteSet({ setId: 1n, voters: voters(1) }, 0);
    gossip.peerConnected("same", "authority", 0);
    gossip.received("same", bytesOf(neighbor(1, 1, 1)), 0);
    gossip.peerConnected("other", "authority", 0);
    const commits = sent(gossip.sendCommit(commitMessage(1, 1, commit(2)), 0)).filter(
      ([, it]) => it?.type === "commit",
    );
    expect(commits).toEqual([["same", commitMessage(1, 1, commit(2))]]);
  });

  it("go to light clients, and votes never do", () => {
    const gossip = testGossip();
    gossip.noteSet({ setId: 0n, voters: voters(1) }, 0);
    gossip.peerConnected("light", "light", 0);
    const scope = { round: 1n, setId: 0n };
    expect(sent(gossip.sendVote(scope, vote(1, 5), 0))).toEqual([]);
    expect(sent(gossip.tick(500))).toEqual([]);
    expect(sent(gossip.sendVote(scope, vote(1, 5, "precommit"), 500))).toEqual([]);
    gossip.received("light", bytesOf(neighbor(1, 0, 1)), 500);
    const commits = sent(gossip.sendCommit(commitMessage(1, 0, commit(2)), 500));
    expect(commits).toEqual([
      ["light", neighbor(1, 0, 2)],
      ["light", commitMessage(1, 0, commit(2))],
    ]);
  });
});

describe("votes", () => {
  const duration = 300_000;
  const round = 5 * duration;

  function crowd(seed: number, gossipDuration = duration): Gossip {
    const below = chance(seed);
    const gossip = testGossip({ gossipDuration, shuffle: (items) => shuffled(items, below) });
    gossip.noteSet({ setId: 0n, voters: voters(1) }, 0);
    for (let i = 0; i < 30; i++) {
      gossip.peerConnected(`authority ${i}`, "authority", 0);
      gossip.peerConnected(`full ${i}`, "full", 0);
    }
    gossip.noteRound({ round: 2n, setId: 0n, voters: voters(1) }, 0);
    return gossip;
  }
  /** How many authorities, and how many peers of all, are told a vote so many rounds after the beginning of the round. */
  function told(seed: number, rounds: number): readonly [authorities: number, all: number] {
    const actions = crowd(seed).sendVote({ round: 2n, setId: 0n }, vote(1, 5), round * rounds);
    const peers = sent(actions).map(([peer]) => peer);
    return [peers.filter((peer) => peer.startsWith("authority")).length, peers.length];
  }

  it("go to more peers the longer a round lasts", () => {
    for (let seed = 1; seed <= 50; seed++) {
      const [luckyAuthorities, lucky] = told(seed, 1);
      expect([luckyAuthorities >= 2, lucky]).toEqual([true, 4]);
      const [someAuthorities, some] = told(seed, 2);
      expect([someAuthorities >= 4, some]).toEqual([true, 4 + 7]);
      expect(told(seed, 1.65)).toEqual([someAuthorities, some]);
      expect(told(seed, 3.3)).toEqual([30, 60]);
    }
  });

  it("reach the peers whose turn comes while the round lasts, each once", () => {
    const gossip = crowd(7, 10_000);
    const first = sent(gossip.sendVote({ round: 2n, setId: 0n }, vote(1, 5), 0)).map(([peer]) => peer);
    const votesAt = (now: number) =>
      sent(gossip.tick(now))
        .filter(([, it]) => it?.type === "vote")
        .map(([peer]) => peer);
    expect(votesAt(50_000)).toEqual([]);
    const second = votesAt(75_000);
    const third = votesAt(150_000);
    expect([first.length, second.length, third.length]).toEqual([4, 7, 49]);
    expect(new Set([...first, ...second, ...third]).size).toBe(60);
  });

  it("are sent again every five minutes to those who can still use them", () => {
    const gossip = testGossip();
    gossip.noteSet({ setId: 0n, voters: voters(1) }, 0);
    for (const peer of ["near", "ahead"]) gossip.peerConnected(peer, "authority", 0);
    const scope = { round: 1n, setId: 0n };
    expect(sent(gossip.sendVote(scope, vote(1, 5), 0))).toHaveLength(2);
    gossip.received("ahead", bytesOf(neighbor(3, 0, 0)), 0);
    const again = (now: number) => sent(gossip.tick(now)).filter(([, it]) => it?.type === "vote");
    expect([again(1000), again(299_999)]).toEqual([[], []]);
    expect(again(300_000 + 1000)).toEqual([["near", voteMessage(1, 0, vote(1, 5))]]);
    expect(again(302_000)).toEqual([]);
  });

  it("of rounds that were completed before the start wait for peers who are behind", () => {
    const gossip = testGossip();
    const { completed } = liveState({ setId: 3n, voters: [key(1)], base: { hash: key(0), number: 0 } });
    const [genesis] = completed.rounds;
    if (genesis === undefined) throw new Error("no round");
    const rounds = [8n, 7n].map((number) => ({ ...genesis, round: number, votes: [vote(1, Number(number))] }));
    gossip.restore({ ...completed, rounds }, voters(1), 0);
    gossip.peerConnected("behind", "authority", 0);
    const messages = sent(gossip.received("behind", bytesOf(neighbor(8, 3, 0)), 0));
    expect(messages.map(([, it]) => it?.type === "vote" && it.round)).toEqual([8n, 7n]);
    expect(delivered(gossip.noteRound({ round: 9n, setId: 3n, voters: voters(1) }, 0))).toEqual([]);
  });
});
