import { describe, expect, it } from "vitest";
import type { DevName } from "../../crypto/dev-accounts.ts";
import { pendingChanges } from "./authority-set.ts";
import { decodeJustification } from "./messages.ts";
import { devVoters } from "./testing/dev-votes.ts";
import { changeItem } from "./testing/header-chain.ts";
import { createTestNetwork, type TestNetwork } from "./testing/network.ts";
import { lastCompleted } from "./voter-state.ts";

const three: readonly DevName[] = ["Alice", "Bob", "Charlie"];

function networkOf(voters: readonly DevName[], keys: readonly DevName[] = voters): TestNetwork {
  const network = createTestNetwork(voters);
  for (const key of keys) network.add(key, { key });
  return network;
}
const allFinal = ({ nodes }: TestNetwork, number: number, names = [...nodes.keys()]) =>
  names.every((name) => (nodes.get(name)?.finalized.number ?? 0) >= number);
/** Blocks are made as they are finalized: the voting rules leave the newest ones for later. */
const finalize = (network: TestNetwork, number: number, names?: readonly string[]) =>
  network.runUntil(() => allFinal(network, number, names === undefined ? undefined : [...names]));

describe("voters among peers", () => {
  it("finalize, three of three, and keep the justification of what is final", () => {
    const network = networkOf(three);
    network.push(22);
    expect(finalize(network, 20)).toBe(true);
    for (const { bestJustification, finalized, costs } of network.nodes.values()) {
      const target = bestJustification && decodeJustification(bestJustification)?.commit.target;
      expect(target).toEqual(finalized);
      expect(costs.filter((reason) => reason !== "Duplicate gossip")).toEqual([]);
    }
  });

  it("finalize nothing with one of three away, and with one of four all the same", () => {
    const lacking = networkOf(three, ["Alice", "Bob"]);
    lacking.push(22);
    expect(finalize(lacking, 1)).toBe(false);
    const enough = networkOf([...three, "Dave"], three);
    enough.push(22);
    expect(finalize(enough, 20)).toBe(true);
  });

  it("are followed by a full node without a key, which never votes", () => {
    const network = networkOf(three);
    const observer = network.add("observer", { role: "full" });
    network.push(22);
    expect(finalize(network, 20)).toBe(true);
    expect(observer.bestJustification).toBeDefined();
    expect(observer.costs.filter((reason) => reason !== "Duplicate gossip")).toEqual([]);
    const state = observer.voterState;
    expect(state.type === "live" && [...state.current.values()].every((votes) => votes === undefined)).toBe(true);
  });

  it("hand over twice, after a delay and at once", () => {
    const [a, b, c]: (readonly DevName[])[] = [three, ["Dave", "Eve", "Ferdie"], ["Alice", "Eve", "Two"]];
    if (a === undefined || b === undefined || c === undefined) throw new Error("three sets expected");
    const network = networkOf(a, [...new Set([...a, ...b, ...c])]);
    network.add("One", { key: "One" });
    network.push(14);
    expect(finalize(network, 12)).toBe(true);
    network.push(1, [changeItem(devVoters(b), 4)]);
    network.push(7);
    expect(finalize(network, 20)).toBe(true);
    for (const { set } of network.nodes.values()) expect([set.setId, set.authorities]).toEqual([1n, devVoters(b)]);
    network.push(1, [changeItem(devVoters(c))]);
    network.push(10);
    expect(finalize(network, 30)).toBe(true);
    for (const { set, justified } of network.nodes.values()) {
      expect([set.setId, set.authorities, pendingChanges(set)]).toEqual([2n, devVoters(c), []]);
      expect(set.past.map(({ lastBlock }) => lastBlock)).toEqual([19, 23]);
      expect([19, 23].map((number) => justified.has(number))).toEqual([true, true]);
    }
  });

  it("finalize several pending changes in their order", () => {
    const network = networkOf(three, [...three, "Dave", "Eve", "Ferdie"]);
    network.push(20);
    network.push(1, [changeItem(devVoters(["Dave", "Eve", "Ferdie"]))]);
    network.push(4);
    network.push(1, [changeItem(devVoters(["Dave", "Alice", "Bob"]), 4)]);
    network.push(6);
    expect(finalize(network, 30)).toBe(true);
    for (const { set } of network.nodes.values()) {
      expect([set.setId, set.past.map(({ lastBlock }) => lastBlock)]).toEqual([2n, [21, 30]]);
    }
  });

  it("are replaced by force when too many are away, whatever standard change the block announces too", () => {
    const five: readonly DevName[] = [...three, "One", "Two"];
    const network = networkOf(five, three);
    network.push(1, [changeItem(devVoters(three), 10, 0), changeItem(devVoters(five), 5)]);
    network.push(25);
    network.runUntil(() => false, 0);
    for (const { set } of network.nodes.values()) {
      expect([set.setId, set.authorities, pendingChanges(set)]).toEqual([1n, devVoters(three), []]);
    }
    expect(finalize(network, 24)).toBe(true);
  });

  it("are caught up with by a node that comes late", () => {
    const network = networkOf(["Alice", "Bob"]);
    network.push(50);
    expect(finalize(network, 48)).toBe(true);
    const late = network.add("late", { role: "authority" });
    expect(network.runUntil(() => lastCompleted(late.voterState).round >= 4n)).toBe(true);
    expect(late.sent.get("catch-up-request")).toBe(1);
    network.push(4);
    expect(finalize(network, 52)).toBe(true);
  });

  it("are followed by a node whose blocks come after the votes for them", () => {
    const network = networkOf(three);
    const slow = network.add("slow", { role: "full" });
    network.push(22, [], three);
    expect(finalize(network, 20, three)).toBe(true);
    expect(slow.finalized.number).toBe(0);
    network.deliver("slow");
    expect(finalize(network, 20)).toBe(true);
  });
});
