import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Place } from "../fork-tree.ts";
import { type DummyChain, genesisName } from "./testing/dummy-chain.ts";
import { createSimulation, type SimulatedNode, type Simulation, votesSent } from "./testing/simulation.ts";
import { idsFrom, keyOf, signedVote, votersOf } from "./testing/votes.ts";
import type { GossipMessage } from "./types.ts";

/** Numbers below a limit that follow from a seed. */
function randomFrom(seed: number): (limit: number) => number {
  let state = BigInt(seed) * 2862933555777941757n + 3037000493n;
  return (limit) => {
    state = BigInt.asUintN(64, state * 6364136223846793005n + 1442695040888963407n);
    return Number((state >> 33n) % BigInt(limit));
  };
}

interface Run {
  readonly simulation: Simulation;
  readonly honest: readonly SimulatedNode[];
  readonly chain: DummyChain;
}

const honestCount = 5;
const blocks = 16;
const gossipDuration = 100;

/**
 * Seven voters, two of which vote at random and twice, on a chain that grows with forks. Until `calm` ms have passed
 * messages are late, lost and sent twice, and nodes are killed and start again from their disks.
 */
function run(seed: number, calm: number): Run {
  const random = randomFrom(seed);
  let quiet = false;
  const simulation = createSimulation({
    gossipDuration,
    random,
    delay: () => (quiet ? 20 : random(10) === 0 ? undefined : random(random(5) === 0 ? 2000 : 150)),
  });
  const voters = votersOf(idsFrom(0, honestCount + 2));
  const nodes = idsFrom(0, honestCount).map((id) => simulation.add(`${id}`, { keys: [keyOf(id)], voters }));
  const watcher = simulation.add("watcher", { keys: [], voters });
  const honest = [...nodes, watcher];

  // All know all blocks: what is not known yet is held back outside of the voter.
  const names = [genesisName];
  const grow = () => {
    const parent = random(4) === 0 ? names.at(-1 - random(Math.min(3, names.length)))! : names.at(-1)!;
    const name = `block ${names.length}`;
    names.push(name);
    for (const node of honest) {
      node.chain.push(parent, [name]);
      simulation.input(node.name, { type: "imported" });
    }
  };
  const lies: GossipMessage[] = [];
  const place = (): Place => watcher.chain.place(names[random(names.length)]!);
  const disturb = () => {
    const round = BigInt(1 + random(Number(watcher.voter.report()?.best.round ?? 1n) + 2));
    const stage = (["prevote", "precommit", "primary"] as const)[random(3)]!;
    const vote = signedVote(stage, honestCount + random(2), place(), { round });
    lies.push({ type: "vote", round, setId: 0n, vote });
    simulation.broadcast(lies.at(-1)!, "nobody");
  };

  for (let time = 0; time < calm; time += 100) {
    if (names.length < blocks && time % 500 === 0) grow();
    disturb();
    if (random(12) === 0) simulation.restart(honest[random(honest.length)]!.name);
    simulation.runUntil(() => false, 100);
  }
  quiet = true;
  // Gossip tells everybody what anybody has heard.
  for (const lie of lies) simulation.broadcast(lie, "nobody");
  for (const node of nodes)
    for (const { round, ...vote } of votesSent(node))
      simulation.broadcast({ type: "vote", round, setId: 0n, vote }, node.name);
  return { simulation, honest, chain: watcher.chain };
}

/** Whether all that was made final lies on one chain. */
function agree({ honest, chain }: Run): void {
  const all = honest.flatMap(({ finalized }) => finalized.map(({ target }) => target));
  for (const one of all)
    for (const other of all) {
      const [low, high] = one.number < other.number ? [one, other] : [other, one];
      expect(chain.isEqualOrDescendantOf(low.hash, high.hash)).toBe(true);
    }
}

/** Nobody honest cast two votes of one round and stage, over all its runs. */
function voteOnce({ honest }: Run): void {
  for (const node of honest) {
    const cast = new Map<string, string>();
    for (const { round, vote } of votesSent(node)) {
      const key = `${round} ${vote.stage}`;
      expect(cast.get(key) ?? vote.target.hash).toBe(vote.target.hash);
      cast.set(key, vote.target.hash);
    }
  }
}

describe("voters among faults", () => {
  it("never finalize on two chains, nor vote twice, whatever two of seven do", () => {
    fc.assert(
      fc.property(fc.nat(), (seed) => {
        const done = run(seed, 6000);
        agree(done);
        voteOnce(done);
      }),
      { numRuns: 15 },
    );
  });

  it.each([
    ...[1, 2, 3, 4, 5],
    // Began a round again on a block that this very round had made final, and passed votes over that it needed.
    ...[1497, 1723, 2009, 3411],
  ])("finalize what they have once messages arrive again: seed %i", (seed) => {
    const done = run(seed, 6000);
    const { simulation, honest } = done;
    const reached = () => {
      const heads = honest.map(({ chain }) => chain.lastFinalized.number);
      return Math.min(...heads) >= Math.max(...heads) && Math.min(...heads) > 1;
    };
    expect(simulation.runUntil(reached, 60_000)).toBe(true);
    agree(done);
    voteOnce(done);
  });
});
