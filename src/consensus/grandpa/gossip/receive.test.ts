import { beforeEach, describe, expect, it } from "vitest";
import { devCommit, devVoters, verifyEd25519 } from "../testing/dev-votes.ts";
import type { GossipMessage } from "../types.ts";
import type { Gossip } from "./gossip.ts";
import {
  bytesOf,
  commit,
  commitMessage,
  delivered,
  key,
  neighbor,
  reports,
  sent,
  testGossip,
  vote,
  voteMessage,
  voters,
} from "./testing/gossip.ts";

let gossip: Gossip;
beforeEach(() => {
  gossip = testGossip();
  gossip.noteSet({ setId: 1n, voters: voters(1, 2, 3, 4) }, 0);
  gossip.noteRound({ round: 1n, setId: 1n, voters: voters(1, 2, 3, 4) }, 0);
  for (const peer of ["peer", "other"]) {
    gossip.peerConnected(peer, "authority", 0);
    gossip.received(peer, bytesOf(neighbor(1, 1, 0)), 0);
  }
});
const receive = (message: GossipMessage, peer = "peer") => gossip.received(peer, bytesOf(message), 0);
const costs = (message: GossipMessage, peer = "peer") => reports(receive(message, peer)).map(([, , value]) => value);

describe("votes from peers", () => {
  it("are refused of strangers, and with a bad signature", () => {
    expect(reports(receive(voteMessage(1, 1, vote(9, 10))))).toEqual([["peer", "Grandpa: Unknown voter", -150]]);
    const bad = voteMessage(1, 1, vote(1, 10, "prevote", false));
    expect(reports(receive(bad))).toEqual([["peer", "Grandpa: Bad signature", -100]]);
  });

  it("cost their sender when they come too late or too early", () => {
    gossip.noteRound({ round: 5n, setId: 1n, voters: voters(1) }, 0);
    expect(costs(voteMessage(3, 1, vote(1, 10)))).toEqual([-50]);
    expect(costs(voteMessage(5, 0, vote(1, 10)))).toEqual([-50]);
    expect(costs(voteMessage(7, 1, vote(1, 10)))).toEqual([-500]);
    expect(costs(voteMessage(1, 2, vote(1, 10)))).toEqual([-500]);
  });

  it("cannot be judged before there is a set", () => {
    const fresh = testGossip();
    fresh.peerConnected("peer", "authority", 0);
    const actions = fresh.received("peer", bytesOf(voteMessage(1, 0, vote(1, 10))), 0);
    expect(reports(actions)).toEqual([["peer", "Grandpa: Out-of-scope message", -500]]);
  });

  it("go to the voter and to other peers, not back to their sender", () => {
    const message = voteMessage(1, 1, vote(1, 10));
    const actions = receive(message);
    expect(delivered(actions)).toEqual([message]);
    expect(sent(actions)).toEqual([["other", message]]);
    expect(reports(actions)).toEqual([
      ["peer", "Grandpa: Round message", 100],
      ["peer", "Successful gossip", 16],
    ]);
  });

  it("cost a little when a peer sends them again, or after it was sent them", () => {
    const message = voteMessage(1, 1, vote(1, 10));
    receive(message);
    expect(reports(receive(message))).toEqual([["peer", "Duplicate gossip", -4]]);
    expect(reports(receive(message, "other"))).toEqual([["other", "Duplicate gossip", -4]]);
    gossip.peerConnected("third", "light", 0);
    expect(receive(message, "third")).toEqual([]);
  });

  it("of the next round wait until it begins", () => {
    const message = voteMessage(2, 1, vote(1, 10));
    expect(delivered(receive(message))).toEqual([]);
    expect(delivered(gossip.noteRound({ round: 2n, setId: 1n, voters: voters(1) }, 0))).toEqual([message]);
  });

  it("are taken of each voter for two blocks at most in each stage", () => {
    expect(delivered(receive(voteMessage(1, 1, vote(1, 10))))).toHaveLength(1);
    expect(delivered(receive(voteMessage(1, 1, vote(1, 11))))).toHaveLength(1);
    expect(reports(receive(voteMessage(1, 1, vote(1, 12))))).toEqual([["peer", "Duplicate gossip", -4]]);
    expect(delivered(receive(voteMessage(1, 1, vote(1, 12, "precommit"))))).toHaveLength(1);
    const again = vote(2, 10);
    expect(delivered(receive(voteMessage(1, 1, again)))).toHaveLength(1);
    const resigned = { ...again, signature: Uint8Array.from(again.signature, (byte, at) => (at === 0 ? byte : 7)) };
    expect(costs(voteMessage(1, 1, resigned))).toEqual([-4]);
  });

  it("are judged by the set's voters as they were noted last", () => {
    expect(costs(voteMessage(1, 1, vote(5, 10)))).toEqual([-150]);
    gossip.noteSet({ setId: 1n, voters: voters(5, 6) }, 0);
    expect(costs(voteMessage(1, 1, vote(1, 10)))).toEqual([-150]);
    expect(delivered(receive(voteMessage(1, 1, vote(5, 10))))).toHaveLength(1);
  });
});

describe("bytes that are no message", () => {
  it("cost their sender by their number", () => {
    expect(reports(gossip.received("peer", Uint8Array.of(1, 2, 3), 0))).toEqual([["peer", "Grandpa: Bad packet", -15]]);
  });
});

describe("commits from peers", () => {
  const good = commitMessage(1, 1, commit(5, [1, 2, 3]));

  it("cost their sender when they are not whole, or by too few, too many or strangers", () => {
    const target = { hash: key(5), number: 5 };
    const malformed = [
      commitMessage(1, 1, { target, precommits: [] }),
      commitMessage(1, 1, commit(5, [1, 2])),
      commitMessage(1, 1, commit(5, [1, 2, 3, 9])),
      commitMessage(1, 1, commit(5, [1, 2, 3, 4, 1, 2])),
    ];
    for (const message of malformed) {
      const actions = receive(message);
      expect(reports(actions).at(-1)).toEqual(["peer", "Grandpa: Malformed commit", -1000]);
      expect(delivered(actions)).toEqual([]);
    }
    expect(delivered(receive(commitMessage(1, 1, commit(5, [1, 2, 3, 4, 1]))))).toHaveLength(1);
  });

  it("cost each signature that was looked at before a bad one", () => {
    const [first, second, third] = good.commit.precommits;
    if (first === undefined || second === undefined || third === undefined) throw new Error("three expected");
    const broken = { ...third, signature: new Uint8Array(64) };
    const message = commitMessage(1, 1, { ...good.commit, precommits: [first, second, broken] });
    expect(reports(receive(message)).at(-1)).toEqual(["peer", "Grandpa: Bad commit", -50]);
  });

  it("have to finalize more than the last one, of us and of their sender", () => {
    expect(reports(receive(good)).map(([, , value]) => value)).toEqual([100, 16]);
    gossip.commitProcessed(good, "peer", true, 0);
    expect(costs(commitMessage(1, 1, commit(4, [1, 2, 3])))).toEqual([-500]);
    expect(costs(commitMessage(1, 1, commit(4, [1, 2, 3])), "other")).toEqual([-50]);
    expect(costs(commitMessage(1, 2, commit(6, [1, 2, 3])))).toEqual([-500]);
  });

  it("go to the voter, and to peers once it found them good", () => {
    const [names, scope] = [["Alice", "Bob", "Charlie"], { round: 1n, setId: 1n }] as const;
    const target = { hash: key(1), number: 500 };
    gossip = testGossip({ verify: verifyEd25519 });
    gossip.noteSet({ setId: 1n, voters: devVoters(names) }, 0);
    for (const peer of ["sender", "receiver"]) gossip.peerConnected(peer, "full", 0);
    gossip.received("receiver", bytesOf(neighbor(1, 1, 1)), 0);
    const message = commitMessage(1, 1, devCommit(names, target, scope));
    const actions = receive(message, "sender");
    expect([delivered(actions), sent(actions)]).toEqual([[message], []]);
    // Nobody is lucky yet: full nodes join the first stage when a round is drawn.
    gossip.noteRound({ round: 2n, setId: 1n, voters: devVoters(names) }, 0);
    const relayed = sent(gossip.commitProcessed(message, "sender", true, 0));
    expect(relayed).toEqual([
      ["sender", neighbor(2, 1, 500)],
      ["receiver", neighbor(2, 1, 500)],
      ["receiver", message],
    ]);
  });

  it("cost their sender when the voter found them bad", () => {
    receive(good);
    expect(gossip.commitProcessed(good, "peer", false, 0)).toEqual([
      { type: "report", peer: "peer", change: { value: -5000, reason: "Grandpa: Invalid commit" } },
    ]);
    expect(gossip.commitProcessed(good, undefined, false, 0)).toEqual([]);
  });
});

describe("figures", () => {
  it("count what became of messages", () => {
    receive(voteMessage(1, 1, vote(1, 10)));
    receive(voteMessage(9, 1, vote(1, 10)));
    receive(commitMessage(1, 1, commit(5, [1, 2, 3])));
    const counts = gossip.counts();
    expect(Object.fromEntries(counts.validated)).toEqual({
      "neighbor discard": 2,
      "vote keep": 1,
      "vote discard": 1,
      "commit process_and_discard": 1,
    });
    for (let round = 2n; round < 9n; round++) gossip.noteRound({ round, setId: 1n, voters: voters(1) }, 0);
    gossip.tick(1100);
    expect([gossip.counts().registered, gossip.counts().expired]).toEqual([1, 1]);
  });
});
