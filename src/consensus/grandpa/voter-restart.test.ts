import { describe, expect, it } from "vitest";
import { type DummyChain, genesisName } from "./testing/dummy-chain.ts";
import { createSimulation, type SimulatedNode, votesSent } from "./testing/simulation.ts";
import { idsFrom, keyOf, signedPrecommit, signedVote, votersOf } from "./testing/votes.ts";
import { liveState } from "./voter-state.ts";

const build = (chain: DummyChain) => chain.push(genesisName, ["A", "B", "C"]);

/** The place of an action among all that a voter asked for. */
const placeIn = (node: SimulatedNode, is: (action: SimulatedNode["actions"][number]) => boolean): number =>
  node.actions.findIndex(is);

describe("a voter that stops and starts again", () => {
  it("persists each vote of its own before it sends it", () => {
    const simulation = createSimulation();
    const node = simulation.add("1", { keys: [keyOf(1)], voters: votersOf([1]), build });
    simulation.runUntil(() => node.completed.length > 0);
    for (const stage of ["prevote", "precommit"] as const) {
      const persisted = placeIn(
        node,
        (action) =>
          action.type === "persist" &&
          action.state.type === "live" &&
          action.state.current.get(1n)?.[stage] !== undefined,
      );
      const sent = placeIn(
        node,
        (action) =>
          action.type === "send" && action.message.type === "vote" && action.message.vote.vote.stage === stage,
      );
      expect(persisted).toBeGreaterThanOrEqual(0);
      expect(sent).toBe(persisted + 1);
    }
  });

  it("votes in the same round as before, whatever became of its chain", () => {
    const simulation = createSimulation();
    const voters = votersOf(idsFrom(0, 4));
    const node = simulation.add("1", { keys: [keyOf(1)], voters, build });
    simulation.runUntil(() => votesSent(node, "prevote").length > 0);
    simulation.stop("1");
    node.chain.push("A", ["B2", "C2", "D2"]);
    simulation.restart("1");
    expect(simulation.runUntil(() => votesSent(node, "prevote").length > 1)).toBe(true);
    const [first, second] = votesSent(node, "prevote");
    expect(first!.vote.target).toEqual(node.chain.place("C"));
    expect(second).toEqual(first);

    // And the same for its precommit, once the others' prevotes are for another block than at first.
    for (const id of [0, 2, 3]) {
      const vote = signedVote("prevote", id, node.chain.place("C"), { round: 1n });
      simulation.broadcast({ type: "vote", round: 1n, setId: 0n, vote });
    }
    expect(simulation.runUntil(() => votesSent(node, "precommit").length > 0)).toBe(true);
    simulation.restart("1");
    expect(simulation.runUntil(() => votesSent(node, "precommit").length > 1)).toBe(true);
    const [precommit, again] = votesSent(node, "precommit");
    expect(again).toEqual(precommit);
    expect(node.equivocations).toEqual([]);
  });

  it("votes anew under another key, and remembers that vote", () => {
    const simulation = createSimulation();
    const keys = [keyOf(1)];
    const node = simulation.add("1", { keys, voters: votersOf(idsFrom(0, 4)), build });
    simulation.runUntil(() => votesSent(node, "prevote").length > 0);
    keys[0] = keyOf(2);
    node.chain.push("A", ["B2", "C2", "D2"]);
    simulation.restart("1");
    simulation.runUntil(() => votesSent(node, "prevote").length > 1);
    node.chain.push("A", ["B3", "C3", "D3", "E3"]);
    simulation.restart("1");
    simulation.runUntil(() => votesSent(node, "prevote").length > 2);
    const places = ["C", "D2", "D2"].map((name) => node.chain.place(name));
    expect(votesSent(node, "prevote").map(({ vote }) => vote.target)).toEqual(places);
  });

  it("goes on after the round that it completed last, and finalizes again what that did", () => {
    const simulation = createSimulation();
    const node = simulation.add("1", { keys: [keyOf(1)], voters: votersOf([1]), build });
    simulation.runUntil(() => node.completed.length > 0);
    // The disk had it, but what was made final was lost.
    simulation.stop("1");
    node.chain.lastFinalized = node.chain.place(genesisName);
    node.finalized.length = 0;
    simulation.restart("1");
    expect(simulation.runUntil(() => node.finalized.length > 0, 0)).toBe(true);
    expect(node.finalized).toMatchObject([{ target: node.chain.place("C"), round: 1n }]);
    expect(node.voter.report()?.best.round).toBe(2n);
    expect(votesSent(node).every(({ round }) => round === 1n)).toBe(true);
  });

  it("counts votes of its round as before, though a commit made a block above them final", () => {
    const simulation = createSimulation();
    const voters = votersOf(idsFrom(0, 4));
    const node = simulation.add("0", { keys: [keyOf(0)], voters, build });
    const [A, C] = ["A", "C"].map(node.chain.place);
    const precommits = [1, 2, 3].map((id) => signedPrecommit(id, C!, { round: 1n }));
    simulation.broadcast({ type: "commit", round: 1n, setId: 0n, commit: { target: C!, precommits } });
    simulation.runUntil(() => node.finalized.length > 0);
    simulation.restart("0");
    const vote = signedVote("prevote", 1, A!, { round: 1n });
    simulation.broadcast({ type: "vote", round: 1n, setId: 0n, vote });
    simulation.runUntil(() => false, 0);
    expect(node.voter.report()?.best).toMatchObject({ round: 1n, prevoters: [keyOf(1)] });
  });

  it("begins at the last final block when that is far above its last round", () => {
    const simulation = createSimulation();
    const names = idsFrom(0, 7201).map((id) => `block ${id}`);
    const longer = (chain: DummyChain) => chain.push(genesisName, names);
    const node = simulation.add("0", { keys: [keyOf(0)], voters: votersOf([0]), build: longer });
    const baseAfter = (name: string) => {
      const rounds = node.completed.length;
      node.chain.lastFinalized = node.chain.place(name);
      simulation.restart("0");
      simulation.runUntil(() => node.completed.length > rounds);
      return node.disk.completed.rounds[0]?.base;
    };
    simulation.stop("0");
    expect(baseAfter("block 7199")).toEqual(node.chain.place(genesisName));
    node.disk = liveState({ setId: 0n, voters: [keyOf(0)], base: node.chain.place(genesisName) });
    expect(baseAfter("block 7200")).toEqual(node.chain.place("block 7200"));
  });

  it("keeps the votes of two completed rounds, and those that came after they were completed", () => {
    const simulation = createSimulation({ delay: (from) => (from === "3" ? 700 : 0) });
    const voters = votersOf(idsFrom(0, 4));
    const nodes = idsFrom(0, 4).map((id) => simulation.add(`${id}`, { keys: [keyOf(id)], voters, build }));
    const [node] = nodes;
    simulation.runUntil(() => node!.concluded.includes(2n));
    const { rounds } = node!.disk.completed;
    expect(rounds).toHaveLength(2);
    const concluded = rounds.find(({ round }) => round === 2n)!;
    expect(new Set(concluded.votes.map(({ voter }) => voter)).size).toBeGreaterThan(2);
    expect(concluded.state).toMatchObject({ completable: true, finalized: node!.chain.place("C") });
    if (node!.disk.type === "live") for (const round of node!.disk.current.keys()) expect(round).toBeGreaterThan(2n);
  });

  it("does nothing while it is paused", () => {
    const simulation = createSimulation();
    const voters = votersOf([1]);
    const node = simulation.add("1", {
      keys: [keyOf(1)],
      voters,
      build,
      state: (base) => ({ type: "paused", completed: liveState({ setId: 0n, voters: [keyOf(1)], base }).completed }),
    });
    simulation.input("1", { type: "imported" });
    expect(simulation.runUntil(() => node.actions.length > 0)).toBe(false);
    expect(node.voter.report()).toBeUndefined();
  });
});
