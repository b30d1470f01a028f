import { describe, expect, it } from "vitest";
import { type DummyChain, genesisName, hashOf } from "./testing/dummy-chain.ts";
import { commitsSent, createSimulation, votesSent } from "./testing/simulation.ts";
import { idsFrom, keyOf, signedPrecommit, signedVote, votersOf } from "./testing/votes.ts";
import type { CompletedRound, VoterSetState } from "./types.ts";
import { genesisRoundState, liveState, withCompleted } from "./voter-state.ts";

const build = (chain: DummyChain) => chain.push(genesisName, ["A", "B", "C", "D", "E"]);
const best = 6;

/** A state after a round, with its votes. */
function stateAfter(
  round: bigint,
  voters: ReturnType<typeof votersOf>,
  { votes = [], base }: Partial<CompletedRound> & Pick<CompletedRound, "base">,
): VoterSetState {
  const live = liveState({ setId: 0n, voters: voters.voters.map(({ key }) => key), base });
  const completed = withCompleted(live.completed, { round, state: genesisRoundState(base), base, votes });
  return { type: "live", completed, current: new Map([[round + 1n, undefined]]) };
}

/** The report of a round in which nobody voted. */
const empty = { prevoteWeight: 0n, prevoters: [], precommitWeight: 0n, precommitters: [] };

describe("a voter", () => {
  it("finalizes alone what it votes for", () => {
    const simulation = createSimulation();
    const node = simulation.add("5", { keys: [keyOf(5)], voters: votersOf([5], () => 100n), build });
    expect(simulation.runUntil(() => node.chain.lastFinalized.number === best)).toBe(true);
    expect(simulation.now()).toBe(1000);
  });

  it("finalizes with three of ten away", () => {
    const simulation = createSimulation();
    const voters = votersOf(idsFrom(0, 10));
    const nodes = idsFrom(0, 7).map((id) => simulation.add(`${id}`, { keys: [keyOf(id)], voters, build }));
    expect(simulation.runUntil(() => nodes.every(({ chain }) => chain.lastFinalized.number === best))).toBe(true);
  });

  it("finalizes nothing with four of ten away", () => {
    const simulation = createSimulation();
    const voters = votersOf(idsFrom(0, 10));
    const nodes = idsFrom(0, 6).map((id) => simulation.add(`${id}`, { keys: [keyOf(id)], voters, build }));
    expect(simulation.runUntil(() => nodes.some(({ finalized }) => finalized.length > 0))).toBe(false);
  });

  it("reports who voted", () => {
    const simulation = createSimulation();
    const voters = votersOf(idsFrom(0, 10));
    const nodes = idsFrom(0, 7).map((id) => simulation.add(`${id}`, { keys: [keyOf(id)], voters, build }));
    simulation.runUntil(() => false, 0);
    const round = { totalWeight: 10n, threshold: 7n, ...empty };
    for (const { voter } of nodes) expect(voter.report()).toEqual({ best: { round: 1n, ...round }, background: [] });
    simulation.runUntil(() => nodes.every(({ chain }) => chain.lastFinalized.number === best));
    expect(nodes[0]?.voter.report()?.best).toEqual({ round: 2n, ...round });
  });

  it("sends a commit", () => {
    const simulation = createSimulation();
    const node = simulation.add("5", { keys: [keyOf(5)], voters: votersOf([5], () => 100n), build });
    expect(simulation.runUntil(() => commitsSent(node).length > 0)).toBe(true);
    const [commit] = commitsSent(node);
    expect(commit).toMatchObject({ round: 1n, setId: 0n, commit: { target: node.chain.place("E") } });
  });

  it("sends a commit only where nobody else's came", () => {
    const simulation = createSimulation({ random: () => 50 });
    const voters = votersOf([5, 42], (id) => (id === 5 ? 100n : 201n));
    const node = simulation.add("5", { keys: [keyOf(5)], voters, build });
    const target = node.chain.place("E");
    expect(simulation.runUntil(() => votesSent(node, "prevote").length > 0)).toBe(true);
    for (const stage of ["prevote", "precommit"] as const)
      simulation.broadcast({ type: "vote", round: 1n, setId: 0n, vote: signedVote(stage, 42, target, { round: 1n }) });
    expect(simulation.runUntil(() => votesSent(node, "precommit").length > 0)).toBe(true);
    const commit = { target, precommits: [signedPrecommit(42, target, { round: 1n })] };
    simulation.broadcast({ type: "commit", round: 1n, setId: 0n, commit });
    expect(simulation.runUntil(() => commitsSent(node).length > 0, 500)).toBe(false);
    expect(node.chain.lastFinalized).toEqual(target);
    expect(node.verdicts.at(-1)).toEqual({ kind: "good" });
  });

  it("takes a commit of any round", () => {
    const simulation = createSimulation();
    const voters = votersOf([5, 42], (id) => (id === 5 ? 100n : 201n));
    const node = simulation.add("5", {
      keys: [keyOf(5)],
      voters,
      build,
      state: (base) => stateAfter(1n, voters, { base }),
    });
    const target = node.chain.place("E");
    const commit = { target, precommits: [signedPrecommit(42, target, { round: 0n })] };
    simulation.broadcast({ type: "commit", round: 0n, setId: 0n, commit });
    expect(simulation.runUntil(() => node.finalized.length > 0)).toBe(true);
    expect(node.finalized).toMatchObject([{ target, round: 0n, commit }]);
  });

  it("goes on after the round of a catch-up", () => {
    const simulation = createSimulation({ random: () => 400 });
    const voters = votersOf(idsFrom(0, 3));
    const node = simulation.add("4", { keys: [keyOf(4)], voters, build });
    const target = node.chain.place("C");
    const round = 5n;
    const catchUp = {
      round,
      base: node.chain.place(genesisName),
      prevotes: idsFrom(0, 3).map((id) => signedVote("prevote", id, target, { round })),
      precommits: idsFrom(0, 3).map((id) => signedPrecommit(id, target, { round })),
    };
    simulation.runUntil(() => false, 0);
    expect(node.voter.report()?.background).toEqual([]);
    simulation.broadcast({ type: "catch-up", setId: 0n, catchUp });
    expect(simulation.runUntil(() => node.voter.report()?.best.round === 6n && node.finalized.length > 0)).toBe(true);
    expect(node.verdicts).toEqual([{ kind: "good" }]);
    expect(node.finalized).toMatchObject([{ target, round, commit: { precommits: catchUp.precommits } }]);
    const weights = { totalWeight: 3n, threshold: 3n };
    const who = idsFrom(0, 3).map(keyOf);
    expect(node.voter.report()?.best).toEqual({ round: 6n, ...weights, ...empty });
    expect(node.voter.report()?.background[0]).toEqual({
      round,
      ...weights,
      prevoteWeight: 3n,
      prevoters: who,
      precommitWeight: 3n,
      precommitters: who,
    });
    expect(node.disk.completed.rounds[0]).toMatchObject({ round, base: catchUp.base, state: { finalized: target } });
  });

  it("goes on after a round whose votes it does not know", () => {
    const simulation = createSimulation();
    const voters = votersOf([5], () => 100n);
    const node = simulation.add("5", {
      keys: [keyOf(5)],
      voters,
      build,
      state: (base) => stateAfter(10n, voters, { base }),
    });
    expect(simulation.runUntil(() => node.chain.lastFinalized.number === best)).toBe(true);
    expect(node.finalized.map(({ round }) => round)).toEqual([11n]);
  });

  it("waits until what the round before the last may have finalized is final", () => {
    const simulation = createSimulation();
    const voters = votersOf(idsFrom(0, 100));
    const [D, E] = [
      { hash: hashOf("D"), number: 5 },
      { hash: hashOf("E"), number: 6 },
    ];
    const votesOfRound = (round: bigint) =>
      idsFrom(0, 67).flatMap((id) => [
        signedVote("prevote", id, E, { round }),
        signedVote("precommit", id, id < 66 ? D : E, { round }),
      ]);
    const node = simulation.add("99", {
      keys: [keyOf(99)],
      voters,
      build,
      // The round was completed, but what it may have finalized is not final: one more precommit brings that down.
      state: (base) => stateAfter(1n, voters, { base, votes: votesOfRound(1n) }),
    });
    for (const vote of votesOfRound(2n)) simulation.broadcast({ type: "vote", round: 2n, setId: 0n, vote });
    expect(simulation.runUntil(() => votesSent(node).some(({ round }) => round === 3n), 20_000)).toBe(false);
    const last = signedVote("precommit", 67, node.chain.place("D"), { round: 1n });
    simulation.broadcast({ type: "vote", round: 1n, setId: 0n, vote: last });
    expect(simulation.runUntil(() => votesSent(node, "prevote").some(({ round }) => round === 3n))).toBe(true);
    expect([node.completed.at(-1), node.concluded.at(-1)]).toEqual([2n, 1n]);
  });
});
