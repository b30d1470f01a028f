import { describe, expect, it } from "vitest";
import type { CompletedRound, GossipMessage } from "../types.ts";
import { liveState } from "../voter-state.ts";
import type { Gossip } from "./gossip.ts";
import type { PeerRole } from "./stages.ts";
import {
  bytesOf,
  commit,
  delivered,
  key,
  neighbor,
  reports,
  sent,
  testGossip,
  vote,
  voters,
} from "./testing/gossip.ts";

const outOfScope = ["Grandpa: Out-of-scope message", -500];
const honest = ["Grandpa: Out-of-scope catch-up", -200];
const malformed = ["Grandpa: Malformed cath-up", -1000];

function start(
  gossip: Gossip,
  setId: bigint,
  roles: Readonly<Record<string, PeerRole>> = { peer: "authority" },
): Gossip {
  gossip.noteSet({ setId, voters: voters(1) }, 0);
  for (const [peer, role] of Object.entries(roles)) gossip.peerConnected(peer, role, 0);
  return gossip;
}
const receive = (gossip: Gossip, message: GossipMessage, now = 0, peer = "peer") =>
  gossip.received(peer, bytesOf(message), now);
const request = (setId: number, round: number): GossipMessage => ({
  type: "catch-up-request",
  setId: BigInt(setId),
  round: BigInt(round),
});
/** An answer; without votes when nobody is named. */
const answer = (setId: number, round: number, by: readonly number[] = [1], good = true): GossipMessage => ({
  type: "catch-up",
  setId: BigInt(setId),
  catchUp: {
    round: BigInt(round),
    prevotes: by.map((voter) => vote(voter, 5)),
    precommits: by.map((voter) => {
      const { vote: of, ...auth } = vote(voter, 5, "precommit", good);
      return { target: of.target, ...auth };
    }),
    base: { hash: key(0), number: 0 },
  },
});
const costs = (...parts: Parameters<typeof receive>) =>
  reports(receive(...parts)).map(([, reason, value]) => [reason, value]);
const completed = (round: bigint): CompletedRound => ({
  ...(liveState({ setId: 1n, voters: [], base: { hash: key(0), number: 0 } }).completed.rounds[0] as CompletedRound),
  round,
  votes: [vote(1, 5, "primary"), vote(1, 5), vote(2, 6), vote(1, 4, "precommit")],
});

describe("answers to a request to catch up", () => {
  it("are refused when nobody asked, or when they are not whole", () => {
    const gossip = start(testGossip(), 1n);
    expect(costs(gossip, answer(1, 10, []))).toEqual([outOfScope]);
    expect(sent(receive(gossip, neighbor(11, 1, 0)))).toEqual([["peer", request(1, 10)]]);
    expect(costs(gossip, answer(1, 10, []))).toEqual([malformed]);
    expect(costs(gossip, answer(2, 10))).toEqual([malformed]);
    expect(costs(gossip, answer(1, 9))).toEqual([malformed]);
    gossip.peerConnected("other", "authority", 0);
    expect(costs(gossip, answer(1, 10), 0, "other")).toEqual([outOfScope]);
  });

  it("go to the voter when signatures are good, and the next request waits for its word", () => {
    const gossip = start(testGossip(), 1n);
    receive(gossip, neighbor(11, 1, 0));
    const actions = receive(gossip, answer(1, 12));
    expect(reports(actions).map(([, , value]) => value)).toEqual([200, 16]);
    expect(delivered(actions)).toEqual([answer(1, 12)]);
    expect(costs(gossip, answer(1, 12))).toEqual([outOfScope]);
    expect(sent(receive(gossip, neighbor(12, 1, 0)))).toEqual([]);
    expect(reports(gossip.catchUpProcessed("peer", false))).toEqual([["peer", "Grandpa: Invalid catch-up", -5000]]);
    expect(sent(receive(gossip, neighbor(13, 1, 0)))).toEqual([["peer", request(1, 12)]]);
    expect(gossip.catchUpProcessed("peer", true)).toEqual([]);
  });

  it("cost their sender each signature that was looked at, or more for strangers' votes", () => {
    const bad = start(testGossip(), 1n);
    receive(bad, neighbor(11, 1, 0));
    const actions = receive(bad, answer(1, 10, [1], false));
    expect(reports(actions).at(-1)).toEqual(["peer", "Grandpa: Bad cath-up message", -50]);
    expect(delivered(actions)).toEqual([]);
    const strange = start(testGossip(), 1n);
    receive(strange, neighbor(11, 1, 0));
    expect(costs(strange, answer(1, 10, [9])).at(-1)).toEqual(malformed);
  });
});

describe("requests to catch up", () => {
  it("are answered with the round that was completed last, when that is far enough", () => {
    const gossip = start(testGossip({ lastCompleted: () => completed(2n) }), 1n);
    gossip.noteRound({ round: 3n, setId: 1n, voters: voters(1) }, 0);
    expect(costs(gossip, request(1, 10))).toEqual([outOfScope]);
    const actions = receive(gossip, request(1, 2));
    expect(reports(actions)).toEqual([["peer", "Grandpa: Catch-up reply", -200]]);
    const [to, message] = sent(actions)[0] ?? [];
    expect([to, message?.type === "catch-up" && message.setId, sent(actions).length]).toEqual(["peer", 1n, 1]);
    if (message?.type !== "catch-up") throw new Error("no catch-up");
    expect(message.catchUp.round).toBe(2n);
    expect(message.catchUp.prevotes).toEqual([vote(1, 5), vote(2, 6)]);
    expect(message.catchUp.precommits).toMatchObject([{ target: { number: 4 }, voter: key(1) }]);
    receive(gossip, neighbor(2, 1, 0));
    expect(costs(gossip, request(1, 2))).toEqual([outOfScope]);
  });

  it("of the set before cost less near the change of sets", () => {
    const gossip = start(testGossip({ lastCompleted: () => completed(0n) }), 2n);
    expect([costs(gossip, request(1, 1)), costs(gossip, request(1, 10))]).toEqual([[honest], [honest]]);
    expect([costs(gossip, request(0, 1)), costs(gossip, request(0, 10))]).toEqual([[outOfScope], [outOfScope]]);
    gossip.noteRound({ round: 3n, setId: 2n, voters: voters(1) }, 0);
    expect([costs(gossip, request(1, 1)), costs(gossip, request(1, 2))]).toEqual([[outOfScope], [outOfScope]]);
  });

  it("cost before there is a set", () => {
    const gossip = testGossip();
    gossip.peerConnected("peer", "authority", 0);
    expect(costs(gossip, request(0, 1))).toEqual([outOfScope]);
  });

  it("are sent to a peer of the same set that is more than two rounds ahead", () => {
    const gossip = start(testGossip(), 1n);
    expect(sent(receive(gossip, neighbor(42, 1, 42)))).toEqual([["peer", request(1, 41)]]);
    gossip.noteRound({ round: 41n, setId: 1n, voters: voters(1) }, 0);
    for (const packet of [neighbor(42, 1, 43), neighbor(40, 1, 44), neighbor(42, 2, 45)]) {
      expect(sent(receive(gossip, packet, 100_000))).toEqual([]);
    }
    const near = start(testGossip(), 1n);
    expect(sent(receive(near, neighbor(3, 1, 0)))).toEqual([]);
    expect(sent(receive(near, neighbor(4, 1, 0)))).toEqual([["peer", request(1, 3)]]);
  });

  it("are sent to nobody by an observer", () => {
    const gossip = start(testGossip({ catchUpFrom: "nobody" }), 1n);
    expect(sent(receive(gossip, neighbor(42, 1, 50)))).toEqual([]);
  });

  it("are sent to authorities only where others may be observers", () => {
    const gossip = start(testGossip({ catchUpFrom: "authorities" }), 1n, {
      authority: "authority",
      full: "full",
    });
    expect(sent(receive(gossip, neighbor(42, 1, 50), 0, "full"))).toEqual([]);
    expect(sent(receive(gossip, neighbor(42, 1, 50), 0, "authority"))).toEqual([["authority", request(1, 41)]]);
  });

  it("are sent to full nodes too where nobody only observes, and never to light clients", () => {
    const gossip = start(testGossip({ catchUpFrom: "all" }), 1n, {
      full: "full",
      light: "light",
    });
    expect(sent(receive(gossip, neighbor(42, 1, 50), 0, "light"))).toEqual([]);
    expect(sent(receive(gossip, neighbor(42, 1, 50), 0, "full"))).toEqual([["full", request(1, 41)]]);
  });

  it("are one at a time: the next after 45 seconds, after the peer left, or 30 seconds after an answer", () => {
    const gossip = start(testGossip(), 1n, { peer: "authority", other: "authority" });
    receive(gossip, neighbor(42, 1, 1));
    expect(sent(receive(gossip, neighbor(42, 1, 1), 45_000, "other"))).toEqual([]);
    const late = receive(gossip, neighbor(43, 1, 1), 45_001, "other");
    expect(sent(late)).toEqual([["other", request(1, 42)]]);
    expect(reports(late)).toContainEqual(["peer", "Grandpa: Catch-up request timeout", -200]);
    gossip.peerDisconnected("other");
    expect(sent(receive(gossip, neighbor(43, 1, 1), 45_002))).toEqual([["peer", request(1, 42)]]);
    receive(gossip, answer(1, 42), 50_000);
    expect(sent(receive(gossip, neighbor(44, 1, 1), 75_001))).toEqual([]);
    expect(sent(receive(gossip, neighbor(45, 1, 1), 75_002))).toEqual([["peer", request(1, 44)]]);
  });
});

it("a commit does not count as an answer", () => {
  const gossip = start(testGossip(), 1n);
  receive(gossip, neighbor(11, 1, 0));
  receive(gossip, { type: "commit", round: 1n, setId: 1n, commit: commit(3) });
  expect(delivered(receive(gossip, answer(1, 10)))).toHaveLength(1);
});
