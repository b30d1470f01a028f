import { beforeEach, describe, expect, it } from "vitest";
import type { GossipMessage } from "../types.ts";
import type { Gossip } from "./gossip.ts";
import { bytesOf, neighbor, reports, sent, testGossip, voters } from "./testing/gossip.ts";

const minute = 60_000;
let gossip: Gossip;
beforeEach(() => {
  gossip = testGossip();
});
const receive = (message: GossipMessage, now = 0) => gossip.received("peer", bytesOf(message), now);
const reasons = (message: GossipMessage, now = 0) => reports(receive(message, now)).map(([, reason]) => reason);
const taken = ["Grandpa: Neighbor message"];

describe("neighbour packets", () => {
  it("of a peer that is not connected say nothing", () => {
    expect(receive(neighbor(5, 10, 50))).toEqual([]);
    gossip.peerConnected("peer", "authority", 0);
    gossip.peerDisconnected("peer");
    expect(receive(neighbor(5, 10, 50))).toEqual([]);
  });

  it("tell where a peer stands, and the same again after a while", () => {
    gossip.peerConnected("peer", "authority", 0);
    for (const packet of [neighbor(5, 10, 50), neighbor(6, 10, 60), neighbor(2, 11, 61), neighbor(3, 11, 80)]) {
      expect(reports(receive(packet))).toEqual([["peer", "Grandpa: Neighbor message", 100]]);
    }
    expect(reasons(neighbor(3, 11, 80), minute - 1)).toEqual([
      "Grandpa: Duplicate neighbor message without grace period",
    ]);
    expect(reasons(neighbor(3, 11, 80), minute)).toEqual(taken);
  });

  it("never go back, nor say the same at once", () => {
    gossip.peerConnected("peer", "authority", 0);
    expect(reasons(neighbor(10, 10, 10))).toEqual(taken);
    const invalid = ["Grandpa: Invalid view change"];
    expect(reasons(neighbor(9, 10, 10))).toEqual(invalid);
    expect(reasons(neighbor(10, 9, 10))).toEqual(invalid);
    expect(reasons(neighbor(10, 10, 9))).toEqual(invalid);
    expect(reasons(neighbor(10, 10, 10))).toEqual(["Grandpa: Duplicate neighbor message without grace period"]);
    expect(reasons(neighbor(11, 10, 9))).toEqual(invalid);
    expect(reasons(neighbor(10, 11, 9))).toEqual(invalid);
    expect(reports(receive(neighbor(9, 10, 10)))).toEqual([["peer", "Grandpa: Invalid view change", -500]]);
  });

  const peers = ["authority", "full", "light"] as const;
  it("go to all peers when a round begins", () => {
    gossip.noteSet({ setId: 1n, voters: [] }, 0);
    for (const role of peers) gossip.peerConnected(role, role, 0);
    const packets = sent(gossip.noteRound({ round: 2n, setId: 1n, voters: [] }, 0));
    expect(packets).toEqual(peers.map((peer) => [peer, neighbor(2, 1, 0)]));
    expect(sent(gossip.noteRound({ round: 2n, setId: 1n, voters: [] }, 0))).toEqual([]);
  });

  it("never tell an earlier round of the same set, as when a voter starts anew", () => {
    gossip.noteSet({ setId: 1n, voters: [] }, 0);
    gossip.peerConnected("peer", "full", 0);
    gossip.noteRound({ round: 5n, setId: 1n, voters: [] }, 0);
    expect(sent(gossip.noteRound({ round: 4n, setId: 1n, voters: [] }, 0))).toEqual([]);
    expect(sent(gossip.noteRound({ round: 5n, setId: 1n, voters: [] }, 0))).toEqual([]);
    expect(sent(gossip.peerConnected("late", "full", 0))).toEqual([["late", neighbor(5, 1, 0)]]);
  });

  it("go to all peers when another set votes", () => {
    gossip.noteSet({ setId: 1n, voters: [] }, 0);
    gossip.noteRound({ round: 7n, setId: 1n, voters: [] }, 0);
    for (const role of peers) gossip.peerConnected(role, role, 0);
    const packets = sent(gossip.noteSet({ setId: 2n, voters: [] }, 0));
    expect(packets).toEqual(peers.map((peer) => [peer, neighbor(1, 2, 0)]));
    expect(sent(gossip.noteSet({ setId: 2n, voters: voters(1) }, 0))).toEqual([]);
  });

  it("go to a peer when it comes, once there is something to say", () => {
    expect(gossip.peerConnected("early", "full", 0)).toEqual([]);
    expect(sent(gossip.noteSet({ setId: 1n, voters: [] }, 0))).toEqual([["early", neighbor(1, 1, 0)]]);
    expect(sent(gossip.peerConnected("late", "light", 0))).toEqual([["late", neighbor(1, 1, 0)]]);
  });

  it("are sent again to each peer two minutes after its last one", () => {
    gossip.noteSet({ setId: 1n, voters: [] }, 0);
    gossip.peerConnected("first", "full", 0);
    gossip.peerConnected("second", "full", minute);
    expect(sent(gossip.tick(2 * minute - 1))).toEqual([]);
    expect(sent(gossip.tick(2 * minute))).toEqual([["first", neighbor(1, 1, 0)]]);
    expect(sent(gossip.tick(3 * minute))).toEqual([["second", neighbor(1, 1, 0)]]);
  });
});
